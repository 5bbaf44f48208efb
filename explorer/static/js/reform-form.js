// The form of a reform: rows are added, places picked and nothing typed is lost; without scripts the server does the same.
import "./form-rows.js";
import "./place-picker.js";
import "./unsaved.js";

const told = document.querySelector(".faults-box, #preview");
told?.scrollIntoView({ block: "nearest" });
told?.focus({ preventScroll: true });
