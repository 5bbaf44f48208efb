// The filter form: read it as parameters, write parameters into it, tell of each change.

const TYPING_PAUSE_MS = 250;
const NEVER_FOLDED = ["q", "theme", "reform"];
const WITHOUT_FIELD = ["reform", "place"]; // asked for by a link, kept when a field changes

export function mountFilter(form, words, changed) {
  let pause;
  const [from, to] = ["from", "to"].map((name) => form.elements.namedItem(name));

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(pause);
    changed();
  });
  form.addEventListener("input", (event) => {
    clearTimeout(pause);
    const typed = event.target.matches("[type=search], [type=number]");
    to.setCustomValidity(from.value && to.value && Number(from.value) > Number(to.value) ? words.yearsSwapped : "");
    if (form.checkValidity()) pause = setTimeout(changed, typed ? TYPING_PAUSE_MS : 0);
    else pause = setTimeout(tellFault, TYPING_PAUSE_MS * 4);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeMore();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest(".more") && matchMedia("(min-width: 901px)").matches) closeMore();
  });

  // A fault is told at its field, which must be in sight for that.
  function tellFault() {
    form.querySelector(".more").open = true;
    form.reportValidity();
  }

  function closeMore() {
    form.querySelector(".more").open = false;
  }

  function read(before) {
    const parameters = new URLSearchParams([...before].filter(([name]) => WITHOUT_FIELD.includes(name)));
    const carried = new Set([...form.elements].filter((field) => field.matches("[type=hidden], select")).map((field) => field.name)); // for a page without script
    const chosen = new Map();
    for (const [name, value] of new FormData(form)) {
      if (carried.has(name) || !value.trim()) continue;
      chosen.set(name, [...(chosen.get(name) ?? []), value.trim()]);
    }
    for (const [name, values] of chosen) parameters.set(name, values.join(","));
    return parameters;
  }

  // What is being typed stays as it is: a slow answer must not undo a keystroke.
  function write(parameters, { typed }) {
    for (const field of form.elements) {
      if (field.type === "checkbox") field.checked = (parameters.get(field.name) ?? "").split(",").includes(field.value);
      else if (field.matches("[type=search], [type=number]") && !typed) field.value = parameters.get(field.name) ?? "";
    }
    form.querySelector("[data-clear]").hidden = parameters.size === 0;
    const count = form.querySelector("#more-count");
    count.textContent = [...parameters.keys()].filter((name) => !NEVER_FOLDED.includes(name)).length;
    count.hidden = count.textContent === "0";
  }

  return { read, write };
}

export function tellTotal(n) {
  const total = document.getElementById("total");
  const { one, many } = total.nextElementSibling.dataset;
  total.textContent = n;
  total.nextElementSibling.textContent = n === 1 ? one : many;
}
