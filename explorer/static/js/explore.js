// The first page: tie map, panel, filter and address together.
import { readAddress, writeAddress, queryOf } from "./address.js";
import { mountFilter } from "./filter.js";
import { paintLegend } from "./legend.js";
import { mountMap } from "./map.js";
import { mountPanel } from "./panel.js";

const page = JSON.parse(document.getElementById("state").textContent);

const panel = mountPanel(document.getElementById("panel"), fragmentOf(readAddress()), page.words.failed);
const filter = mountFilter(document.getElementById("filter"), page.words, () => go(readAddress().place, filter.read(), { typed: true }));
const map = window.countyMap ? mountMap(window.countyMap, page, (code) => open(code)) : null;
if (!map) document.getElementById("map-failed").hidden = false;

document.documentElement.classList.add("scripted");
map?.paint(page.counts);
map?.choose(page.chosen);

function open(code) {
  const { parameters } = readAddress();
  go(code, parameters, { focus: true });
}

function go(place, parameters, how) {
  writeAddress(place, parameters);
  show(how);
}

let newest = 0;

async function show({ focus = false, typed = false }) {
  const turn = ++newest;
  const { place, parameters } = readAddress();
  map?.choose(place);
  filter.write(parameters, { typed });
  followLanguages();
  document.title = place in page.names ? `${page.names[place][page.language]} · ${page.words.title}` : page.words.title;
  await Promise.all([panel.show(fragmentOf({ place, parameters }), { focus }), recount(queryOf(parameters), turn)]);
}

function fragmentOf({ place, parameters }) {
  const query = queryOf(parameters, page.askedLanguage);
  return place in page.names ? `/places/${place}/panel${query}` : `/panel${query}`;
}

let counted = queryOf(readAddress().parameters);

async function recount(query, turn) {
  if (query === counted) return;
  const answer = await fetch(`/api/counts.json${query}`);
  if (!answer.ok || turn !== newest) return;
  counted = query;
  const counts = await answer.json();
  map?.paint(counts);
  paintLegend(document.querySelector(".legend"), counts.classes);
  document.getElementById("total").textContent = counts.total;
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
  const onThisPage = link.matches("[data-place], [data-overview], [data-filter], [data-clear]");
  if (!onThisPage) return;
  event.preventDefault();
  const { place, parameters } = readAddress(new URL(link.href));
  if (!("clear" in link.dataset)) return go(place, parameters, { focus: true });
  go(readAddress().place, parameters, {});
  document.getElementById("q").focus();
});

document.getElementById("panel").addEventListener("pointerover", (event) => {
  map?.point(event.target.closest("[data-place]")?.dataset.place ?? null);
});

window.addEventListener("popstate", () => show({}));
