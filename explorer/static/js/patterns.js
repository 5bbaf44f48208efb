// Patterns for what colour alone must not tell: not recorded, only in a zone, year not stated.
/* global L */

const PATTERNS = {
  none: ["not-recorded", 8, [["rect", "hatch-ground", { width: 8, height: 8 }], ["line", "hatch-line", { y2: 8 }]], "rotate(45)"],
  zone: ["only-in-a-zone", 9, [["rect", "zone-ground", { width: 9, height: 9 }], ["circle", "zone-dot", { cx: 4.5, cy: 4.5, r: 1.8 }]], ""],
  undated: ["year-not-stated", 12, [["rect", "undated-ground", { width: 12, height: 12 }], ["rect", "undated-band", { width: 6, height: 12 }]], "rotate(-45)"],
};

export function definePatterns(svg) {
  const definitions = svg.insertBefore(L.SVG.create("defs"), svg.firstChild);
  for (const [id, size, parts, turn] of Object.values(PATTERNS)) {
    const pattern = definitions.appendChild(L.SVG.create("pattern"));
    set(pattern, { id, width: size, height: size, patternUnits: "userSpaceOnUse", ...(turn && { patternTransform: turn }) });
    for (const [kind, name, attributes] of parts) set(pattern.appendChild(L.SVG.create(kind)), { class: name, ...attributes });
  }
}

export function fillOf(shade) {
  return shade in PATTERNS ? `url(#${PATTERNS[shade][0]})` : "";
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}
