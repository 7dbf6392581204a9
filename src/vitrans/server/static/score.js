// A translation beside its reference; the report is the one that the command writes.
import { $, ask, keep, make, save, shown, takeFiles } from "./common.js";

const section = $("#score"), sheet = $("#report"), state = $(".state", section);
let page = "";

const segments = (text) => text.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n");

async function score(event) {
  event.preventDefault();
  const [ours, theirs] = [$("#hypothesis").value, $("#reference").value];
  if (!ours.trim() || !theirs.trim()) return;
  const body = { systems: { translation: segments(ours) }, references: [segments(theirs)], confidence: true };
  const answer = await shown(state, () => ask("/score", body));
  if (!answer) return;
  page = answer.page;
  state.textContent = "";
  sheet.replaceChildren(make("iframe", { sandbox: "", srcdoc: page, title: "report" }));
}

$("form", section).addEventListener("submit", score);
$(".bar .download", section).addEventListener("click", () => page && save("report.html", page));
for (const id of ["hypothesis", "reference"]) {
  const field = $(`#${id}`);
  keep(field);
  takeFiles(field.closest(".pane"), field, () => {});
}
