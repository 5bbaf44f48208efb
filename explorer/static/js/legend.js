// The legend: it follows the filter, and by its fields one chooses what the colours count.

const SHADES = 5;
const LONGEST_BESIDE = 8; // characters of a label that stands below its part of the scale

export function mountLegend(legend, changed) {
  const fields = [...legend.querySelectorAll("select")];
  legend.addEventListener("change", () => changed(read()));

  // What is taken if nothing is asked for stands first, and stays out of the address.
  function read() {
    const chosen = fields.filter((field) => field.selectedIndex > 0);
    return new URLSearchParams(chosen.map((field) => [field.name, field.value]));
  }

  function paint({ classes, places, programme, ...counts }) {
    for (const part of legend.querySelectorAll("[data-legend]")) {
      part.hidden = (part.dataset.legend === "programme") !== Boolean(programme);
    }
    for (const row of legend.querySelectorAll("[data-shade]")) {
      const label = classes[Number(row.dataset.shade) - 1 - (SHADES - classes.length)];
      row.hidden = label === undefined;
      row.querySelector("span").textContent = label ?? "";
    }
    legend.querySelector(".classes").classList.toggle("long", classes.some((label) => label.length > LONGEST_BESIDE));
    legend.querySelector("[data-zero]").hidden = !Object.values(places).some(({ shade }) => shade === 0);
    for (const field of fields) field.value = counts[field.name];
    for (const note of legend.querySelectorAll("[data-per]")) note.hidden = note.dataset.per !== counts.per;
    const title = fields.map((field) => field.selectedOptions[0].textContent);
    legend.querySelector("h2").textContent = title.join(" · ");
  }

  return { paint };
}
