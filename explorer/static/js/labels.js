// Names and numbers on the counties: text nodes, moved aside where they would cover one another.
/* global L */

const STEPS = [[0, 0], [0, 16], [0, -16], [-18, 10], [18, 10], [-18, -12], [18, -12], [0, 30], [-34, 0], [34, 0], [0, -30], [-26, 24], [26, 24], [0, 44], [44, 16], [-44, 16]];
const SMALL_BELOW_ZOOM = 8;
const MANY = 40; // so many labels stay at home: where there is no room, a label waits until the map is nearer
const STEPS_OF_MANY = STEPS.slice(0, 3);

export function mountLabels(map, page) {
  const labels = new Map();

  function add(code) {
    const name = document.createElement("span");
    const count = document.createElement("small");
    name.append(page.names[code].short[page.language], count);
    const label = L.tooltip({ permanent: true, direction: "center", className: "county-label" })
      .setLatLng(page.names[code].point).setContent(name).addTo(map);
    labels.set(code, { label, count });
  }

  function paint({ shade, text }) {
    for (const [code, { label, count }] of labels) {
      count.textContent = text(code);
      label.getElement().dataset.shade = shade(code);
    }
  }

  function arrange() {
    map.getContainer().classList.toggle("small", map.getZoom() < SMALL_BELOW_ZOOM);
    const taken = [...map.getContainer().querySelectorAll(".zone-mark")].map((mark) => inset(mark.getBoundingClientRect(), 6));
    for (const { label } of labels.values()) {
      label.getElement().hidden = false;
      place(label, [0, 0]);
      const home = inset(label.getElement().getBoundingClientRect(), 2);
      const steps = labels.size > MANY ? STEPS_OF_MANY : STEPS;
      const free = steps.find((step) => !taken.some((other) => overlap(moved(home, step), other)));
      place(label, free ?? STEPS[0]);
      label.getElement().classList.toggle("aside", Boolean(free) && free !== STEPS[0]);
      label.getElement().hidden = !free && labels.size > MANY;
      if (!label.getElement().hidden) taken.push(moved(home, free ?? STEPS[0]));
    }
  }

  function place(label, offset) {
    label.options.offset = L.point(offset);
    label.update();
  }

  return { add, paint, arrange };
}

function inset({ left, top, right, bottom }, by) {
  return { left: left + by, top: top + by, right: right - by, bottom: bottom - by };
}

function moved({ left, top, right, bottom }, [x, y]) {
  return { left: left + x, top: top + y, right: right + x, bottom: bottom + y };
}

function overlap(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
