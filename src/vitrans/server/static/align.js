// Two texts side by side; the pairs found can be joined and split, and saved for CAT tools.
import { $, ask, keep, make, save, say, shown } from "./common.js";

const section = $("#align"), sheet = $("#pairs"), state = $(".state", section);
const UNSURE = 0.7;
let found = null;

async function align(event) {
  event.preventDefault();
  const body = { source: $("#one").value, target: $("#other").value };
  if (!body.source.trim() || !body.target.trim()) return;
  found = await shown(state, () => ask("/align", body));
  if (found) draw();
}

const said = (side, numbers) => numbers.map((number) => found[side][number]).join(" ");

function draw() {
  state.textContent = String(found.beads.length);
  sheet.replaceChildren(...found.beads.map(row));
}

function row(bead, place) {
  const join = make("button", { type: "button", class: "quiet", disabled: place + 1 === found.beads.length, onclick: () => joined(place) }, say.join);
  const split = make("button", { type: "button", class: "quiet", disabled: bead.source.length + bead.target.length < 3, onclick: () => divided(place) }, say.split);
  const sure = make("small", { title: say.confidence }, `${Math.round(bead.confidence * 100)} %`);
  return make("div", { class: bead.confidence < UNSURE ? "bead unsure" : "bead" },
    make("div", { lang: found.source_language.slice(0, 2) }, said("source", bead.source)),
    make("div", { lang: found.target_language.slice(0, 2) }, said("target", bead.target)),
    make("div", {}, sure, join, split));
}

function joined(place) {
  const [one, other] = found.beads.splice(place, 2);
  found.beads.splice(place, 0, { source: [...one.source, ...other.source], target: [...one.target, ...other.target], confidence: 1 });
  draw();
}

// The first sentence of either side becomes a pair of its own.
function divided(place) {
  const { source, target } = found.beads[place];
  const first = { source: source.slice(0, 1), target: target.slice(0, 1), confidence: 1 };
  const rest = { source: source.slice(1), target: target.slice(1), confidence: 1 };
  found.beads.splice(place, 1, first, rest);
  draw();
}

for (const button of section.querySelectorAll(".download")) {
  button.addEventListener("click", async () => {
    if (!found) return;
    const { form } = button.dataset;
    const made = await shown(state, () => ask("/align/file", { ...found, form }));
    if (made) save(`pairs.${form}`, made.text);
  });
}
$("form", section).addEventListener("submit", align);
keep($("#one"));
keep($("#other"));
