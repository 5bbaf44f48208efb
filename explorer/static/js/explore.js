// The first page: tie map, legend, years, panel, filter and address together.
import { readAddress, writeAddress, queryOf } from "./address.js";
import { mountFilter, tellTotal } from "./filter.js";
import { mountLegend } from "./legend.js";
import { mountMap } from "./map.js";
import { measureLook } from "./measures.js";
import { mountPanel } from "./panel.js";

const page = JSON.parse(document.getElementById("state").textContent);

const panel = mountPanel(document.getElementById("panel"), fragmentOf(readAddress()), page.words.failed);
const filter = mountFilter(document.getElementById("filter"), page.words, () => {
  const { place, parameters, layout } = readAddress();
  go({ place, parameters: filter.read(parameters), layout }, { typed: true });
});
const legend = mountLegend(document.getElementById("legend"), (layout) => go({ ...readAddress(), layout }));
let counts = page.counts;
const map = window.countyMap ? mountMap(window.countyMap, page, measureLook(counts, page), (code) => open(code)) : null;
if (!map) document.getElementById("map-failed").hidden = false;

function open(code) {
  go({ ...readAddress(), place: code }, { focus: true });
}

function go(wanted, how = {}) {
  writeAddress(wanted);
  show(how);
}

let newest = 0;

async function show({ focus = false, typed = false }) {
  const turn = ++newest;
  const { place, parameters, layout } = readAddress();
  map?.choose(place);
  filter.write(parameters, { typed });
  followLanguages();
  await Promise.all([panel.show(fragmentOf({ place, parameters, layout }), { focus }), recount(turn)]);
  if (turn === newest) entitle(place);
}

function fragmentOf({ place, parameters, layout }) {
  const query = queryOf(parameters, layout, page.askedLanguage);
  return place in page.names ? `/places/${place}/panel${query}` : `/panel${query}`;
}

let counted = countsOf(readAddress());

async function recount(turn) {
  const address = countsOf(readAddress());
  if (address !== counted) {
    const answer = await fetch(address);
    if (!answer.ok || turn !== newest) return;
    counts = await answer.json();
    counted = address;
  }
  if (turn === newest) await paint();
}

// Of one programme all years come at once: the year asks for nothing new.
function countsOf({ parameters, layout }) {
  const asked = new URLSearchParams(parameters);
  if (isOne(asked.get("reform"))) asked.delete("to");
  return `/api/counts.json${queryOf(asked, layout)}`;
}

function isOne(codes) {
  return Boolean(codes) && !codes.includes(",");
}

let programmeMap = null;

async function paint() {
  legend.paint(counts);
  if (!counts.programme) {
    programmeMap?.leave();
    map?.paint(measureLook(counts, page));
    tellTotal(counts.total);
    return;
  }
  const { mountProgrammeMap } = await import("./programme-map.js");
  programmeMap ??= mountProgrammeMap({ page, map, moved });
  if (counts.programme) programmeMap.show(counts.programme, yearOf(readAddress().parameters));
}

function yearOf(parameters) {
  return Number(parameters.get("to")) || null;
}

function moved(year) {
  const { place, parameters, layout } = readAddress();
  if (year === null) parameters.delete("to");
  else parameters.set("to", year);
  writeAddress({ place, parameters, layout }, { instead: true });
  filter.write(parameters, { typed: false });
  followLanguages();
  if (place) panel.show(fragmentOf({ place, parameters, layout }), {});
}

function entitle(place) {
  const shown = page.names[place]?.[page.language] ?? document.querySelector(".programme h2")?.textContent;
  document.title = shown ? `${shown} · ${page.words.title}` : page.words.title;
}

function followLanguages() {
  for (const link of document.querySelectorAll("[data-language]")) {
    const here = new URL(location.href);
    here.searchParams.set("lang", link.dataset.language);
    link.href = here.pathname + here.search;
  }
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const link = event.target.closest("a");
  if (!link) return;
  if (link.dataset.group) {
    event.preventDefault();
    const group = document.getElementById(`group-${link.dataset.group}`);
    group.open = true;
    group.scrollIntoView({ block: "start" });
    return;
  }
  const onThisPage = link.matches("[data-place], [data-overview], [data-filter], [data-clear], [data-until]");
  if (!onThisPage) return;
  event.preventDefault();
  // A link may be older than what was chosen in the legend since.
  const { layout, place: opened } = readAddress();
  const { place, parameters } = readAddress(new URL(link.href));
  if (link.dataset.until) return programmeMap?.move(Number(link.dataset.until));
  if (!("clear" in link.dataset)) return go({ place, parameters, layout }, { focus: true });
  go({ place: opened, parameters, layout });
  document.getElementById("q").focus();
});

document.getElementById("panel").addEventListener("pointerover", (event) => {
  map?.point(event.target.closest("[data-place]")?.dataset.place ?? null);
});

window.addEventListener("popstate", () => show({}));

document.documentElement.classList.add("scripted");
map?.choose(page.chosen);
paint();
