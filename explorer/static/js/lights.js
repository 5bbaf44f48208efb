// A place lights up in text, map and list alike; so do the words that a fact came from.

export function mountLights(answer) {
  for (const [enter, leave] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
    answer.addEventListener(enter, (event) => light(event.target, true));
    answer.addEventListener(leave, (event) => light(event.target, false));
  }
  answer.addEventListener("change", (event) => {
    if (event.target.id === "show-refused") skipRefused(!event.target.checked);
  });
  answer.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-words]");
    const words = link && document.getElementById(link.hash.slice(1));
    if (!words || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    for (const each of answer.querySelectorAll(".shown")) each.classList.remove("shown");
    words.classList.add("shown");
    show(words);
  });

  function light(element, on) {
    const placed = element.closest("[data-place]");
    const alike = placed ? answer.querySelectorAll(`[data-place="${CSS.escape(placed.dataset.place)}"]`) : [];
    const link = element.closest("a[data-words]");
    const id = link && CSS.escape(link.hash.slice(1));
    const words = link ? answer.querySelectorAll(`#${id}, [data-rest="${id}"]`) : [];
    for (const each of [...alike, ...words]) each.classList.toggle("lit", on);
  }

  // What cannot be seen must not be a stop of the Tab key.
  function skipRefused(skipped) {
    for (const each of answer.querySelectorAll(".text-scroll .name-refused")) each.tabIndex = skipped ? -1 : 0;
  }
}

// The text scrolls, the page stays: what is read beside it must not leave the screen.
function show(words) {
  const box = words.closest(".text-scroll");
  const outer = box.getBoundingClientRect();
  const inner = words.getBoundingClientRect();
  box.scrollBy({ top: inner.top - outer.top - outer.height / 3, behavior: "instant" });
  if (outer.bottom < 0 || outer.top > innerHeight) words.scrollIntoView({ block: "center" });
  words.focus({ preventScroll: true });
  history.replaceState(history.state, "", `#${words.id}`);
}
