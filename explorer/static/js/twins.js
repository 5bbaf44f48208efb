// Two maps of the same counties that move together: outlines, names and marks, tooltips, keyboard.
/* global L */
import { mountLabels } from "./labels.js";
import { pressable } from "./keys.js";
import { definePatterns, fillOf } from "./patterns.js";

const SIZE = 24;

export async function mountTwins(shells, page) {
  const answer = await fetch(shells[0].outlines);
  if (!answer.ok) return; // the drawn maps stay
  const files = await answer.json();
  const twins = shells.map((shell, n) => mountTwin(shell, page, page.maps[n], (code) => twins.forEach((twin) => twin.point(code))));
  for (const twin of twins) twin.draw(files);
  // One set of patterns serves both maps.
  definePatterns(shells[0].map.getPane("overlayPane").querySelector("svg"));
  const [one, other] = shells.map(({ map }) => map);
  one.sync(other);
  other.sync(one);
}

// A county under the pointer or the keyboard is told on both maps.
function mountTwin({ map, layers }, page, places, tell) {
  const counties = new Map();
  const labels = mountLabels(map, page);

  map.attributionControl.setPrefix(false);
  L.control.zoom({ position: "topright", zoomInTitle: page.words.zoomIn, zoomOutTitle: page.words.zoomOut }).addTo(map);
  leaveTheWheelToThePage();

  function draw(files) {
    layers.context.options.style = { className: "context" };
    layers.context.addData(files.context);
    layers.counties.options.style = { className: "county" };
    layers.counties.options.onEachFeature = prepare;
    layers.counties.addData(files.counties);
    for (const [code, layer] of counties) paint(code, layer.getElement());
    Object.keys(places).filter((code) => !counties.has(code)).forEach(mark);
    ring(page.chosen.filter((code) => counties.has(code)));
    [...counties.keys()].forEach(labels.add);
    labels.paint({ shade: (code) => places[code].kind, text: (code) => places[code].mark });
    map.fitBounds(layers.counties.getBounds(), { padding: [10, 10], animate: false });
    labels.arrange();
    map.on("zoomend resize", labels.arrange);
    map.getContainer().dataset.ready = "";
  }

  function prepare(feature, layer) {
    counties.set(feature.id, layer);
    follow(feature.id, layer, { sticky: true });
  }

  function follow(code, layer, options) {
    layer.bindTooltip(() => tip(code), { className: "place-tip", ...options });
    layer.on("mouseover", () => tell(code));
    layer.on("mouseout", () => tell(null));
    layer.on("click", () => location.assign(places[code].href));
  }

  function paint(code, element) {
    element.dataset.code = code;
    element.dataset.shade = places[code].kind;
    element.style.fill = fillOf(places[code].kind);
    lead(code, element);
  }

  function lead(code, element) {
    pressable(element, () => location.assign(places[code].href));
    element.setAttribute("role", "link");
    element.setAttribute("aria-label", `${page.names[code][page.language]}: ${places[code].said}`);
    element.addEventListener("focus", () => tell(code));
    element.addEventListener("blur", () => tell(null));
  }

  // A zone has no outline: an approximate point.
  function mark(code) {
    const icon = L.divIcon({ className: "zone-mark", iconSize: [SIZE, SIZE], html: "" });
    const zone = L.marker(page.names[code].point, { icon, keyboard: false }).addTo(map);
    follow(code, zone, { direction: "top", offset: [0, -SIZE / 2] });
    zone.getElement().classList.toggle("empty-zone", places[code].kind === "none");
    lead(code, zone.getElement());
  }

  // In a pane above: neighbours paint over half of a border.
  function ring(codes) {
    map.createPane("rings").style.zIndex = 450;
    for (const code of codes) {
      for (const className of ["ring ring-halo", "ring ring-line"]) {
        L.polygon(counties.get(code).getLatLngs(), { pane: "rings", interactive: false, className }).addTo(map);
      }
    }
  }

  function tip(code) {
    const box = document.createElement("div");
    const name = document.createElement("strong");
    name.textContent = page.names[code][page.language];
    box.append(name, places[code].said);
    return box;
  }

  function point(code) {
    for (const [each, layer] of counties) layer.getElement().classList.toggle("pointed", each === code);
  }

  function leaveTheWheelToThePage() {
    map.scrollWheelZoom.disable();
    map.getContainer().addEventListener("focusin", () => map.scrollWheelZoom.enable());
    map.getContainer().addEventListener("focusout", () => map.scrollWheelZoom.disable());
  }

  return { draw, point };
}
