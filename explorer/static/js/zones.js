// Functional zones: points without outlines, as buttons on the map.
/* global L */
import { pressable } from "./keys.js";

const SIZE = 24;
const APART_PX = 26;
const STEPS = [[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, 1], [1, -1], [-1, -1], [0, -2], [0, 2], [2, 0], [-2, 0], [1, -2], [-1, -2], [2, -1], [-2, -1], [1, 2], [-1, 2]];

export function markZones(map, page, open, tip) {
  const marks = new Map();

  for (const [code, place] of Object.entries(page.names)) {
    if (place.kind !== "zone") continue;
    const icon = L.divIcon({ className: "zone-mark", iconSize: [SIZE, SIZE], html: "" });
    const mark = L.marker(place.point, { icon, keyboard: false, riseOnHover: true }).addTo(map);
    mark.bindTooltip(() => tip(code), { className: "place-tip", direction: "top", offset: [0, -SIZE / 2] });
    mark.on("click", () => open(code));
    pressable(mark.getElement(), () => open(code));
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
      const free = places.filter((point) => taken.every((other) => areApart(point, other)));
      const best = free.find((point) => isInside(page.names[code].host, point)) ?? free[0] ?? home;
      taken.push(best);
      mark.setLatLng(map.layerPointToLatLng(best));
    }
  }

  function paint({ holds, undated, said }) {
    for (const [code, mark] of marks) {
      const element = mark.getElement();
      element.classList.toggle("empty-zone", !holds(code));
      element.classList.toggle("undated-zone", undated(code));
      element.setAttribute("aria-label", `${page.names[code][page.language]}: ${said(code)}`);
    }
  }

  function choose(code) {
    for (const [each, mark] of marks) mark.getElement().classList.toggle("chosen", each === code);
  }

  return { paint, choose, arrange };
}

// Marks are squares: they are apart when they are so in one direction.
function areApart(one, other) {
  return Math.max(Math.abs(one.x - other.x), Math.abs(one.y - other.y)) >= APART_PX;
}
