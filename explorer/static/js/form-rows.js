// Adds a row to a part of the form without asking the server for the whole page anew.
export function addRow(kind) {
  const section = document.querySelector(`[data-rows="${kind}"]`);
  const numbers = [...section.querySelectorAll(".form-row")].map((row) => Number(row.id.slice(kind.length + 1)));
  const row = section.querySelector("template").content.firstElementChild.cloneNode(true);
  number(row, Math.max(-1, ...numbers) + 1);
  row.querySelector("[data-number]").textContent = numbers.length + 1;
  section.querySelector(".empty").hidden = true;
  section.querySelector("template").before(row);
  return row;
}

function number(row, n) {
  for (const each of [row, ...row.querySelectorAll("*")])
    for (const name of ["id", "name", "for"]) {
      const value = each.getAttribute(name);
      if (value) each.setAttribute(name, value.replace("-NEW", `-${n}`));
    }
}

for (const button of document.querySelectorAll("button[name=add]"))
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const row = addRow(button.value);
    row.scrollIntoView({ block: "nearest" });
    row.querySelector("select, input").focus({ preventScroll: true });
    row.dispatchEvent(new Event("input", { bubbles: true }));
  });
