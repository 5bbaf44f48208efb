// Lets a place be picked on the map for the reach row that has the focus; without it the lists do the same.
const picker = document.querySelector("[data-picker]");
const choices = () => [...document.querySelectorAll("#reach .place-choice")];
let active = null;

function mark() {
  const taken = new Set(choices().map((choice) => choice.value));
  for (const shape of picker.querySelectorAll("[data-place]")) shape.classList.toggle("taken", taken.has(shape.dataset.place));
}

function pick(code) {
  const choice = active ?? choices().find((each) => !each.value) ?? choices().at(-1);
  if (!choice) return;
  choice.value = code;
  choice.focus();
  mark();
}

document.querySelector("#reach").addEventListener("focusin", (event) => {
  active = event.target.closest(".form-row")?.querySelector(".place-choice") ?? null;
});
document.querySelector("#reach").addEventListener("change", mark);
picker.addEventListener("click", (event) => {
  const shape = event.target.closest("[data-place]");
  if (shape) pick(shape.dataset.place);
});
picker.addEventListener("keydown", (event) => {
  if ((event.key === "Enter" || event.key === " ") && event.target.dataset.place) {
    event.preventDefault();
    pick(event.target.dataset.place);
  }
});
picker.hidden = false;
mark();
document.querySelector(".faults-box, #preview")?.scrollIntoView({ block: "nearest" });
