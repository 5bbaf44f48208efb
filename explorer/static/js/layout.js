// A change of how a page counts or orders asks anew at once; without script there is a button.

document.documentElement.classList.add("scripted");
for (const form of document.querySelectorAll("[data-layout]")) {
  form.addEventListener("change", () => form.requestSubmit());
}
