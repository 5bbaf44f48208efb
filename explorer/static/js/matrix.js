// The matrix: a cell opens its rows in a dialog, arrows move between cells.
import { followArrows } from "./arrows.js";
import "./layout.js";

const dialog = document.getElementById("rows");

const table = document.getElementById("matrix");
if (table) {
  followArrows(table);
  table.addEventListener("click", async (event) => {
    const link = event.target.closest("td a");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    try {
      await open(link);
    } catch {
      location.assign(link.href); // the page of its own says what is wrong
    }
  });
}

async function open(link) {
  const address = new URL(link.href);
  const answer = await fetch(`/reach/rows/panel${address.search}`);
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  const fragment = new DOMParser().parseFromString(await answer.text(), "text/html");
  dialog.replaceChildren(closing(), ...fragment.body.childNodes);
  dialog.showModal();
  dialog.addEventListener("close", () => link.focus({ preventScroll: true }), { once: true });
}

function closing() {
  const button = document.createElement("button");
  button.className = "close";
  button.textContent = "×";
  button.setAttribute("aria-label", dialog.dataset.close);
  button.addEventListener("click", () => dialog.close());
  return button;
}

dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close(); // the ground around it
});
