// A change of how a page counts or orders asks anew at once; without script there is a button.

document.documentElement.classList.add("scripted");
for (const form of document.querySelectorAll("[data-layout]")) {
  form.addEventListener("change", () => form.requestSubmit());
}
// A theme asks at once; in the folded part several conditions are set before its button is pressed.
for (const chips of document.querySelectorAll(".filter > .chips")) {
  chips.addEventListener("change", () => chips.closest("form").requestSubmit());
}
