// Lets a place be picked on the map: it fills a row that has none, or adds one; no row that has a place is changed.
import { addRow } from "./form-rows.js";

const picker = document.querySelector("[data-picker]");
const reach = document.getElementById("reach");
const choices = () => [...reach.querySelectorAll(".place-choice")];
let active = null;

function mark() {
  const taken = new Set(choices().map((choice) => choice.value));
  for (const shape of picker.querySelectorAll("[data-place]")) shape.classList.toggle("taken", taken.has(shape.dataset.place));
}

function pick(code) {
  const there = choices().find((each) => each.value === code);
  const empty = active?.isConnected && !active.value ? active : choices().find((each) => !each.value);
  const choice = there ?? empty ?? addRow("reach").querySelector(".place-choice");
  choice.value = code;
  choice.closest(".form-row").scrollIntoView({ block: "nearest" });
  choice.focus({ preventScroll: true });
  choice.dispatchEvent(new Event("change", { bubbles: true }));
}

reach.addEventListener("focusin", (event) => {
  active = event.target.closest(".form-row")?.querySelector(".place-choice") ?? null;
});
reach.addEventListener("change", mark);
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
