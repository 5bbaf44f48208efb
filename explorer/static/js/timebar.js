// A year to move and to play: the last position is all years.

const WHOLE_RUN_MS = 12_000;
const LONGEST_STEP_MS = 1100;
const SHORTEST_STEP_MS = 250;

export function mountTimebar(form, words, changed) {
  const slider = form.querySelector("input");
  const button = form.querySelector("button");
  const told = form.querySelector("output");
  let last = 0;
  let playing = null;

  form.addEventListener("submit", (event) => event.preventDefault());
  slider.addEventListener("input", () => {
    stop();
    changed(year());
  });
  button.addEventListener("click", () => (playing ? stop() : play()));

  // The position after the last year stands for all of them, with and without a stated year.
  function year() {
    return slider.valueAsNumber > last ? null : slider.valueAsNumber;
  }

  function play() {
    if (slider.valueAsNumber >= last) move(Number(slider.min));
    const steps = last - Number(slider.min);
    const pause = Math.min(LONGEST_STEP_MS, Math.max(SHORTEST_STEP_MS, WHOLE_RUN_MS / steps));
    playing = setInterval(() => move(slider.valueAsNumber + 1), pause);
    dress();
  }

  function move(to) {
    slider.value = to;
    if (to >= last) stop();
    changed(year());
  }

  function stop() {
    clearInterval(playing);
    playing = null;
    dress();
  }

  function dress() {
    button.querySelector("[aria-hidden]").textContent = playing ? "❚❚" : "▶";
    button.querySelector("[data-label]").textContent = playing ? words.pause : words.play;
  }

  function show({ years, frames }, until) {
    form.hidden = years === null;
    if (years === null) return;
    const first = Math.min(years[0], until ?? years[0]);
    last = Math.max(years[1], until ?? years[1]);
    form.querySelector("[data-first]").textContent = first;
    slider.min = first;
    slider.max = last + 1;
    slider.value = until ?? last + 1;
    button.hidden = first === last;
    const stated = frames.slice(1).flatMap((frame) => frame.year ?? []);
    form.querySelector("datalist").replaceChildren(...stated.map((each) => new Option("", each)));
  }

  function tell(text) {
    told.textContent = text;
    slider.setAttribute("aria-valuetext", year() ?? words.allYears);
  }

  function hide() {
    stop();
    form.hidden = true;
  }

  return { show, tell, hide, stop };
}
