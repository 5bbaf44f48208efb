// Places side by side: choices become clean addresses, and the two maps move together.
import { follow } from "./choice.js";
import { mountTwins } from "./twins.js";

document.documentElement.classList.add("scripted");
follow(document);

const state = document.getElementById("state");
if (state && window.firstMap && window.secondMap) {
  mountTwins([window.firstMap, window.secondMap], JSON.parse(state.textContent));
}
