// Asks before a page is left on which something was typed, and sends a form but once.
const form = document.querySelector("[data-keep]");
let unsaved = "unsaved" in form.dataset;
let sent = false;

// A field may stand outside its form.
for (const kind of ["input", "change"])
  document.addEventListener(kind, (event) => (unsaved ||= event.target.form === form || form.contains(event.target)));

form.addEventListener("submit", (event) => {
  if (sent) event.preventDefault();
  sent = true;
});

window.addEventListener("beforeunload", (event) => {
  if (unsaved && !sent) event.preventDefault();
});

// A page that is come back to may be sent again.
window.addEventListener("pageshow", () => (sent = false));
