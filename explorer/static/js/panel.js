// The panel beside the map: fetched as an escaped fragment, set in as nodes.

export function mountPanel(element, served, failed) {
  let newest = 0;
  let shown = served;

  async function show(address, { focus }) {
    const turn = ++newest;
    element.classList.toggle("waiting", address !== shown);
    if (address === shown) return;
    const fragment = await fetchFragment(address).catch(() => null);
    if (turn !== newest) return;
    element.classList.remove("waiting");
    shown = fragment && address;
    if (fragment === null) {
      const note = document.createElement("p");
      note.className = "none";
      note.textContent = failed;
      element.replaceChildren(note);
      return;
    }
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
