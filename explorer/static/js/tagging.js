// A text is read while it is written, a dropped file at once; without script the button does both.
import { mountDrop } from "./dropping.js";
import { mountLights } from "./lights.js";

const TYPING_PAUSE_MS = 600;
const LONGEST_WHILE_TYPING = 100_000; // characters; a longer text waits for the button

const form = document.getElementById("tagging");
const answer = document.getElementById("answer");
const [text, file] = ["text", "file"].map((name) => form.elements.namedItem(name));
const spoken = document.createElement("p");
spoken.className = "hidden";
spoken.setAttribute("role", "status");
answer.before(spoken);

mountLights(answer);
mountDrop(form, file);

let pause;
let asking = new AbortController();

text.addEventListener("input", () => {
  file.value = ""; // of a text and a file the file would be read
  again(text.value.length > LONGEST_WHILE_TYPING ? null : TYPING_PAUSE_MS);
});
for (const region of form.elements.namedItem("region")) {
  region.addEventListener("change", () => (file.files.length ? form.requestSubmit() : again(0)));
}
file.addEventListener("change", () => {
  if (file.files.length && isSmallEnough()) form.requestSubmit();
});
form.addEventListener("submit", () => clearTimeout(pause));

function isSmallEnough() {
  const tooLarge = file.files[0].size > Number(form.dataset.most);
  file.setCustomValidity(tooLarge ? form.dataset.mostSaid : "");
  return form.reportValidity();
}

function again(wait) {
  clearTimeout(pause);
  asking.abort();
  if (wait !== null) pause = setTimeout(ask, wait);
}

async function ask() {
  asking = new AbortController();
  const { signal } = asking;
  answer.setAttribute("aria-busy", "true");
  try {
    const found = text.value.trim() ? await fetched(signal) : [];
    answer.replaceChildren(...found);
    spoken.textContent = answer.querySelector("[data-summary]")?.textContent.replace(/\s+/g, " ") ?? "";
  } catch {
    if (!signal.aborted) spoken.textContent = tell(answer.dataset.failed);
  }
  if (!signal.aborted) answer.removeAttribute("aria-busy");
}

async function fetched(signal) {
  const response = await fetch(answer.dataset.fragment, { method: "POST", body: new FormData(form), signal });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return page.body.childNodes;
}

function tell(words) {
  const fault = document.createElement("p");
  fault.className = "fault";
  fault.textContent = words;
  answer.replaceChildren(fault);
  return words;
}
