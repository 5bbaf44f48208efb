// The map: outlines, names, tooltips, zones, keyboard. Text enters only as text nodes.
/* global L */
import { mountLabels } from "./labels.js";
import { pressable } from "./keys.js";
import { markZones } from "./zones.js";

export function mountMap({ map, layers, outlines }, page, open) {
  const counties = new Map();
  let counts = page.counts;
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
    hatch();
    for (const code of counties.keys()) labels.add(code);
    paint(counts);
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

  // "Not recorded" is told by a pattern, not by colour alone.
  function hatch() {
    const svg = map.getPane("overlayPane").querySelector("svg");
    const pattern = svg.insertBefore(L.SVG.create("defs"), svg.firstChild).appendChild(L.SVG.create("pattern"));
    for (const [name, value] of Object.entries({ id: "not-recorded", width: 8, height: 8, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" })) {
      pattern.setAttribute(name, value);
    }
    for (const [kind, className, size] of [["rect", "hatch-ground", { width: 8, height: 8 }], ["line", "hatch-line", { y2: 8 }]]) {
      const part = pattern.appendChild(L.SVG.create(kind));
      part.setAttribute("class", className);
      for (const [name, value] of Object.entries(size)) part.setAttribute(name, value);
    }
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
    const wide = map.getSize().x > 700;
    map.fitBounds(layers.counties.getBounds(), { paddingTopLeft: [12, 12], paddingBottomRight: [12, wide ? 28 : 12], animate: false });
    map.setMaxBounds(map.getBounds().pad(0.6));
    fitting = false;
  }

  function tip(code) {
    const box = document.createElement("div");
    const name = document.createElement("strong");
    name.textContent = page.names[code][page.language];
    box.append(name, said(code));
    return box;
  }

  function said(code) {
    const { here, zones: inZones } = counts.places[code] ?? { here: counts.zones[code], zones: 0 };
    const parts = [here ? page.words.here.replace("{n}", here) : page.words.none];
    if (inZones) parts.push(page.words.zones.replace("{n}", inZones));
    if (page.names[code].kind === "zone") parts.push(page.words.approximate);
    return parts.join(page.language === "zh" ? "，" : ", ");
  }

  function paint(newest) {
    counts = newest;
    for (const [code, layer] of counties) {
      const element = layer.getElement();
      element.dataset.shade = counts.places[code].shade ?? "none";
      element.style.fill = counts.places[code].shade ? "" : "url(#not-recorded)";
      element.setAttribute("aria-label", `${page.names[code][page.language]}: ${said(code)}`);
    }
    if (counties.size) labels.paint(counts.places);
    zones.paint(counts.zones, said);
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

  function point(code) {
    for (const [each, layer] of counties) layer.getElement().classList.toggle("pointed", each === code);
  }

  ready.catch(() => {
    document.getElementById("map-failed").hidden = false;
  });
  return { paint, choose, point };
}
