// A file that is dropped on the form is chosen by it, as if by its own button.

export function mountDrop(form, field) {
  let depth = 0; // a drag enters and leaves each element within

  form.addEventListener("dragenter", (event) => {
    if (!holdsFile(event)) return;
    event.preventDefault();
    depth += 1;
    form.classList.add("over");
  });
  form.addEventListener("dragover", (event) => {
    if (holdsFile(event)) event.preventDefault();
  });
  form.addEventListener("dragleave", (event) => {
    if (!holdsFile(event)) return;
    depth -= 1;
    if (depth <= 0) leave();
  });
  form.addEventListener("drop", (event) => {
    if (!holdsFile(event)) return;
    event.preventDefault();
    leave();
    field.files = event.dataTransfer.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });

  function leave() {
    depth = 0;
    form.classList.remove("over");
  }
}

function holdsFile(event) {
  return [...event.dataTransfer.types].includes("Files");
}
