// Asks before a page is left on which something was typed, and sends a form but once.
const form = document.querySelector(".reform-form");
let unsaved = "unsaved" in form.dataset;
let sent = false;

for (const kind of ["input", "change"]) form.addEventListener(kind, () => (unsaved = true));

form.addEventListener("submit", (event) => {
  if (sent) event.preventDefault();
  sent = true;
});

window.addEventListener("beforeunload", (event) => {
  if (unsaved && !sent) event.preventDefault();
});

// A page that is come back to may be sent again.
window.addEventListener("pageshow", () => (sent = false));
