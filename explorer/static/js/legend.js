// The legend's classes follow the filter.

const SHADES = 5;

export function paintLegend(legend, classes) {
  for (const row of legend.querySelectorAll("[data-shade]")) {
    const label = classes[Number(row.dataset.shade) - 1 - (SHADES - classes.length)];
    row.hidden = label === undefined;
    row.querySelector("span").textContent = label ?? "";
  }
}
