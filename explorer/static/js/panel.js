// The panel beside the map: fetched as an escaped fragment, set in as nodes.

export function mountPanel(element, failed) {
  let newest = 0;
  let shown = null;

  async function show(address, { focus }) {
    const turn = ++newest;
    if (address === shown) return;
    element.classList.add("waiting");
    const fragment = await fetchFragment(address).catch(() => null);
    if (turn !== newest) return;
    element.classList.remove("waiting");
    if (fragment === null) {
      const note = document.createElement("p");
      note.className = "none";
      note.textContent = failed;
      element.replaceChildren(note);
      return;
    }
    shown = address;
    element.replaceChildren(...fragment);
    element.scrollTop = 0;
    if (focus) {
      element.focus({ preventScroll: true });
      const { top } = element.getBoundingClientRect();
      if (top < 0 || top > innerHeight / 2) element.scrollIntoView({ block: "start" });
    }
  }

  return { show };
}

async function fetchFragment(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return new DOMParser().parseFromString(await answer.text(), "text/html").body.childNodes;
}
