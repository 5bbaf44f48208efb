// Functional zones: points without outlines, as buttons on the map.
/* global L */

const SIZE = 24;
const APART_PX = 26;
const STEPS = [[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, 1], [1, -1], [-1, -1], [0, -2], [0, 2], [2, 0], [-2, 0], [1, -2], [-1, -2], [2, -1], [-2, -1], [1, 2], [-1, 2]];

export function markZones(map, page, open, tip) {
  const marks = new Map();

  for (const [code, place] of Object.entries(page.names)) {
    if (place.kind !== "zone") continue;
    const icon = L.divIcon({ className: "zone-mark", iconSize: [SIZE, SIZE], html: "" });
    const mark = L.marker(place.point, { icon, keyboard: true, riseOnHover: true }).addTo(map);
    mark.bindTooltip(() => tip(code), { className: "place-tip", direction: "top", offset: [0, -SIZE / 2] });
    mark.on("click", () => open(code));
    mark.getElement().addEventListener("keydown", (event) => {
      if (event.key === "Escape") mark.closeTooltip();
    });
    mark.getElement().dataset.code = code;
    marks.set(code, mark);
  }

  // The points are estimates: those that would cover one another are set a mark's width aside, so that each can be hit,
  // inside the host county if there is room.
  function arrange(isInside) {
    const taken = [];
    for (const [code, mark] of marks) {
      const home = map.latLngToLayerPoint(page.names[code].point);
      const places = STEPS.map(([x, y]) => home.add([x * APART_PX, y * APART_PX]));
      const free = places.filter((point) => taken.every((other) => point.distanceTo(other) >= APART_PX));
      const best = free.find((point) => isInside(page.names[code].host, point)) ?? free[0] ?? home;
      taken.push(best);
      mark.setLatLng(map.layerPointToLatLng(best));
    }
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

  return { paint, choose, arrange };
}
