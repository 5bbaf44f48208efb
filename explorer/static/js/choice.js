// Forms ask by a clean address; the picker asks anew when places are chosen or taken away.

const PAUSE_MS = 500; // time to choose several places at once
const LEAST = 2;

export function follow(page) {
  for (const form of page.querySelectorAll("form")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      location.assign(addressOf(form));
    });
  }
  const picker = page.querySelector("[data-picker]");
  if (picker) followPicker(picker);
}

function followPicker(picker) {
  const compared = chosenIn(new URLSearchParams(location.search)).length >= LEAST;
  let pause;
  picker.addEventListener("change", (event) => {
    clearTimeout(pause);
    const n = picker.querySelectorAll(":checked").length;
    if (n < LEAST && !compared) return;
    pause = setTimeout(() => location.assign(`${addressOf(picker)}#${event.target.id}`), PAUSE_MS);
  });
  comeBack(picker);
}

// The address names the box that was changed last: there the keyboard goes on.
function comeBack(picker) {
  const box = location.hash ? picker.querySelector(`[id="${CSS.escape(location.hash.slice(1))}"]`) : null;
  if (!box) return;
  const fold = picker.closest("details");
  if (fold) fold.open = true;
  box.focus({ preventScroll: true });
  history.replaceState(history.state, "", location.pathname + location.search);
}

// Places keep the order of the address, a new one comes last; what is empty is left out.
function addressOf(form) {
  const given = new Map();
  for (const [name, value] of new FormData(form)) {
    if (value.trim()) given.set(name, [...(given.get(name) ?? []), value.trim()]);
  }
  const before = chosenIn(new URLSearchParams(location.search));
  const place = (code) => (before.includes(code) ? before.indexOf(code) : before.length);
  const codes = (given.get("places") ?? []).flatMap((each) => each.split(","));
  if (codes.length) given.set("places", codes.sort((one, other) => place(one) - place(other)));
  const parameters = new URLSearchParams([...given].map(([name, values]) => [name, values.join(",")]));
  const address = new URL(form.action);
  return `${address.pathname}?${parameters.toString().replaceAll("%2C", ",")}${address.hash}`;
}

function chosenIn(parameters) {
  return parameters.getAll("places").flatMap((each) => each.split(",")).filter(Boolean);
}
