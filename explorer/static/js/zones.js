// Functional zones: points without outlines, as buttons on the map.
/* global L */

const SIZE = 24;

export function markZones(map, page, open, tip) {
  const marks = new Map();

  for (const [code, place] of Object.entries(page.names)) {
    if (place.kind !== "zone") continue;
    const icon = L.divIcon({ className: "zone-mark", iconSize: [SIZE, SIZE], html: "" });
    const mark = L.marker(spread(place.point), { icon, keyboard: true, riseOnHover: true }).addTo(map);
    mark.bindTooltip(() => tip(code), { className: "place-tip", direction: "top", offset: [0, -SIZE / 2] });
    mark.on("click", () => open(code));
    mark.getElement().addEventListener("keydown", (event) => {
      if (event.key === "Escape") mark.closeTooltip();
    });
    mark.getElement().dataset.code = code;
    marks.set(code, mark);
  }

  // Two zones may share one estimated point: the later one is set a little aside, or it could not be reached.
  function spread(point) {
    const taken = [...marks.values()].filter((mark) => mark.getLatLng().distanceTo(point) < 3000).length;
    return [point[0] - 0.045 * taken, point[1] + 0.02 * taken];
  }

  function paint(counts, said) {
    for (const [code, mark] of marks) {
      const element = mark.getElement();
      element.classList.toggle("empty-zone", !counts[code]);
      element.setAttribute("aria-label", `${page.names[code][page.language]}: ${said(code)}`);
    }
  }

  function choose(code) {
    for (const [each, mark] of marks) mark.getElement().classList.toggle("chosen", each === code);
  }

  return { paint, choose };
}
