// One programme on the map: tie the year, the colours, the list in the panel and the address together.
import { tellTotal } from "./filter.js";
import { frameAt, programmeLook, reachedInWords } from "./programme.js";
import { mountTimebar } from "./timebar.js";

const SETTLED_MS = 200;

export function mountProgrammeMap({ page, map, moved }) {
  const timebar = mountTimebar(document.getElementById("timebar"), page.words.programme, turn);
  let programme = null;
  let settling;

  function show(shown, year) {
    programme = shown;
    timebar.stop();
    timebar.show(programme, year);
    paint(year);
    map?.measure();
  }

  function turn(year) {
    paint(year);
    clearTimeout(settling);
    settling = setTimeout(() => moved(year), SETTLED_MS);
  }

  function move(year) {
    timebar.stop();
    timebar.show(programme, year);
    turn(year);
  }

  function paint(year) {
    const frame = frameAt(programme, year);
    map?.paint(programmeLook(frame, year, page));
    timebar.tell(reachedInWords(programme, frame, year, page));
    tellTotal(year === null || frame.n_rows ? 1 : 0);
    for (const row of document.querySelectorAll(".by-year [data-year]")) {
      row.classList.toggle("later", year !== null && Number(row.dataset.year) > year);
    }
  }

  function leave() {
    clearTimeout(settling);
    if (programme) timebar.hide();
    if (programme) map?.measure();
    programme = null;
  }

  return { show, move, leave };
}
