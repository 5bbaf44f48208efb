// Arrow keys move between the links of a table; Tab enters it at one link and leaves it at the next.

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

export function followArrows(table) {
  const links = [...table.querySelectorAll("tbody td a")];
  for (const link of links) link.tabIndex = -1;
  if (links.length) links[0].tabIndex = 0;

  table.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const from = event.target.closest("tbody td a");
    if (!step || !from) return;
    event.preventDefault();
    const next = nextLink(from.closest("td"), step);
    if (next) enter(next, from);
  });

  function nextLink(cell, [down, right]) {
    const rows = table.rows;
    let row = cell.parentElement.rowIndex;
    let column = cell.cellIndex;
    for (;;) {
      row += down;
      column += right;
      const found = rows[row]?.cells[column];
      if (!rows[row] || (right && !found)) return null;
      const link = found?.matches("tbody td") ? found.querySelector("a") : null;
      if (link) return link;
    }
  }

  function enter(link, from) {
    from.tabIndex = -1;
    link.tabIndex = 0;
    link.focus();
  }
}
