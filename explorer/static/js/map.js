// The map: outlines, names, tooltips, zones, keyboard. Text enters only as text nodes.
/* global L */
import { mountLabels } from "./labels.js";
import { pressable } from "./keys.js";
import { definePatterns, fillOf } from "./patterns.js";
import { markZones } from "./zones.js";

const LEGEND_BESIDE_FROM_PX = 700;
const EDGE_PX = 12;
const SCALE_BAR_PX = 16;
const SHARE_LEFT_TO_LEGEND = 0.75;

// A look tells of each code: shade, text (what stands on the county), said (the same in words); which zones hold any,
// and of which it is not known since when.
export function mountMap({ map, layers, outlines }, page, first, open) {
  const counties = new Map();
  let look = first;
  let chosen = null;

  map.attributionControl.setPrefix(false);
  L.control.zoom({ position: "topright", zoomInTitle: page.words.zoomIn, zoomOutTitle: page.words.zoomOut }).addTo(map);
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);

  let shownTip = null;
  map.on("tooltipopen", ({ tooltip }) => {
    if (tooltip.options.className !== "place-tip") return;
    if (shownTip && shownTip !== tooltip) map.closeTooltip(shownTip);
    shownTip = tooltip;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shownTip) map.closeTooltip(shownTip);
  });

  const rings = map.createPane("rings");
  rings.style.zIndex = 450;
  const ring = L.layerGroup().addTo(map);

  const labels = mountLabels(map, page);
  const zones = markZones(map, page, open, tip);
  const ready = draw();

  async function draw() {
    const answer = await fetch(outlines);
    const files = await answer.json();
    layers.context.options.style = { className: "context" };
    layers.context.addData(files.context);
    layers.counties.options.style = { className: "county" };
    layers.counties.options.onEachFeature = prepare;
    layers.counties.addData(files.counties);
    definePatterns(map.getPane("overlayPane").querySelector("svg"));
    for (const code of counties.keys()) labels.add(code);
    paint(look);
    choose(chosen);
    fit();
    arrange();
    map.on("zoomend resize", arrange);
    map.getContainer().dataset.ready = "";
  }

  function arrange() {
    zones.arrange((host, { x, y }) => counties.get(host).getElement().isPointInFill(new DOMPoint(x, y)));
    labels.arrange();
  }

  function prepare(feature, layer) {
    counties.set(feature.id, layer);
    layer.bindTooltip(() => tip(feature.id), { className: "place-tip", sticky: true });
    layer.on("add", () => decorate(feature.id, layer.getElement()));
    layer.on("click", () => open(feature.id));
  }

  function decorate(code, element) {
    element.dataset.code = code;
    pressable(element, () => open(code));
    element.addEventListener("focus", () => element.matches(":focus-visible") && circle(code));
    element.addEventListener("blur", () => circle(chosen));
  }

  let fitting = false;
  let moved = false;
  map.on("dragstart zoomstart", () => {
    moved ||= !fitting;
  });
  map.on("resize", () => {
    if (!moved && !fitting && counties.size) fit();
  });

  function fit() {
    fitting = true;
    map.invalidateSize();
    map.setMaxBounds(null);
    const bounds = layers.counties.getBounds();
    for (const [left, bottom] of roomForLegend()) {
      map.fitBounds(bounds, { paddingTopLeft: [EDGE_PX + left, EDGE_PX], paddingBottomRight: [EDGE_PX, EDGE_PX + bottom], animate: false });
      if (map.getBounds().contains(bounds)) break;
    }
    map.setMaxBounds(map.getBounds().pad(0.6));
    fitting = false;
  }

  // Ways to keep clear of the legend, the best first: beside it, above it; a large province has no room to spare.
  function roomForLegend() {
    if (map.getSize().x <= LEGEND_BESIDE_FROM_PX) return [[0, 0]];
    const { offsetWidth, offsetHeight } = document.querySelector(".legend");
    return [[offsetWidth * SHARE_LEFT_TO_LEGEND, SCALE_BAR_PX], [0, offsetHeight], [0, SCALE_BAR_PX]];
  }

  function tip(code) {
    const box = document.createElement("div");
    const name = document.createElement("strong");
    name.textContent = page.names[code][page.language];
    box.append(name, look.said(code));
    return box;
  }

  function paint(newest) {
    look = newest;
    for (const [code, layer] of counties) {
      const element = layer.getElement();
      element.dataset.shade = look.shade(code);
      element.style.fill = fillOf(look.shade(code));
      element.setAttribute("aria-label", `${page.names[code][page.language]}: ${look.said(code)}`);
    }
    labels.paint(look);
    zones.paint(look);
  }

  function choose(code) {
    chosen = code;
    for (const [each, layer] of counties) layer.getElement().setAttribute("aria-pressed", String(each === code));
    zones.choose(code);
    circle(code);
    bringIntoView(code);
  }

  // Two outlines in a pane above: neighbours paint over half of a border, and moving the county itself loses focus.
  function circle(code) {
    ring.clearLayers();
    const layer = counties.get(code);
    if (!layer) return;
    for (const className of ["ring ring-halo", "ring ring-line"]) {
      L.polygon(layer.getLatLngs(), { pane: "rings", interactive: false, className }).addTo(ring);
    }
  }

  function bringIntoView(code) {
    const layer = counties.get(code);
    if (layer && !map.getBounds().contains(layer.getBounds().getCenter())) map.panTo(layer.getBounds().getCenter());
  }

  // After the box or the texts on the counties have another size.
  function measure() {
    map.invalidateSize();
    if (counties.size) arrange();
  }

  function point(code) {
    for (const [each, layer] of counties) layer.getElement().classList.toggle("pointed", each === code);
  }

  ready.catch(() => {
    document.getElementById("map-failed").hidden = false;
  });
  return { paint, choose, point, measure };
}
