// Two texts side by side; the pairs found can be joined, split and moved, and saved for CAT tools.
import { $, ask, langOf, make, onFiles, save, say, shown, tell, textOf } from "./common.js";
import { draft, keep, keepDraft } from "./drafts.js";
import { Find } from "./find.js";
import { Sheet, parts } from "./sheet.js";

const section = $("#align"), state = $(".state", section);
const UNSURE = 0.7;
const SIDES = ["source", "target"];
let found = null; // the sentences and languages
let beads = []; // what belongs together: numbers of sentences, a confidence, whether a person did it
let undone = [];
let chosen = null; // {bead, side, place}: the sentence that keys act on

const sheet = new Sheet($("#pairs"), row);
const sides = (bead) => SIDES.map((side) => bead[side].map((number) => found[side][number]).join(""));
new Find(section, sheet, sides, (row) => row.querySelectorAll(".side"));

async function align(event) {
  event.preventDefault();
  const body = { source: $("#one").value, target: $("#other").value };
  if (!body.source.trim() || !body.target.trim()) return;
  const answer = await shown(state, () => ask("/align", body));
  if (!answer) return;
  ({ beads, ...found } = answer);
  undone = [];
  draw();
}

function draw() {
  if (!found) return;
  sheet.set(beads.flatMap((bead) => parts(bead, () => [bead])));
  const unsure = beads.filter(isUnsure).length;
  state.textContent = tell("pairs_count", { n: beads.length, unsure });
  $(".undo", section).disabled = !undone.length;
  keepDraft("align.found", () => ({ found, beads }));
}

const isUnsure = (bead) => !bead.corrected && (bead.confidence < UNSURE || !bead.source.length || !bead.target.length);

function row(bead) {
  const place = beads.indexOf(bead);
  const number = make("span", { class: "number", "aria-hidden": "true" }, String(place + 1));
  const told = make("small", { title: say.confidence }, bead.corrected ? "✓" : `${Math.round(bead.confidence * 100)} %`);
  const tools = make("span", { class: "tools" },
    make("button", { type: "button", class: "quiet", "data-act": "join", "aria-label": tell("join_of", { n: place + 1 }), title: say.join, disabled: place + 1 === beads.length }, say.join_short),
    make("button", { type: "button", class: "quiet", "data-act": "split", "aria-label": tell("split_of", { n: place + 1 }), title: say.split, disabled: bead.source.length + bead.target.length < 2 }, say.split_short));
  const element = make("div", { class: isUnsure(bead) ? "bead unsure" : "bead" }, number, ...SIDES.map((side) => cell(bead, side)), told, tools);
  element.bead = bead;
  return element;
}

function cell(bead, side) {
  const sentences = bead[side].map((number, place) => {
    const made = make("span", { class: "sentence", tabindex: 0, role: "button", draggable: "true" }, found[side][number]);
    made.at = { bead, side, place };
    return made;
  });
  const lang = langOf(found[`${side}_language`]);
  return make("div", { class: sentences.length ? "side" : "side none", lang, "data-side": side }, ...(sentences.length ? sentences : [say.nothing_beside]));
}

// Corrections: each puts new beads in the place of some, so that it can be taken back as a whole.

function corrected(source, target) {
  return { source, target, confidence: 1, corrected: true };
}

function replace(from, count, made, focus) {
  undone.push([...beads]);
  beads = beads.toSpliced(from, count, ...made.filter((bead) => bead.source.length + bead.target.length));
  draw();
  sheet.refresh(); // numbers behind it change
  if (focus) select(focus);
}

function join(bead) {
  const place = beads.indexOf(bead), next = beads[place + 1];
  if (!next) return;
  const made = corrected([...bead.source, ...next.source], [...bead.target, ...next.target]);
  replace(place, 2, [made], first(made));
}

const first = (bead) => ({ bead, side: bead.source.length ? "source" : "target", place: 0 });

// A pair in two: before the chosen sentence, and of the other side at the same place.
function split(bead, at) {
  const parted = (side) => {
    const { length } = bead[side];
    if (!at) return Math.min(1, length);
    return side === at.side ? at.place : Math.min(at.place, length);
  };
  const [one, other] = SIDES.map(parted);
  const before = corrected(bead.source.slice(0, one), bead.target.slice(0, other));
  const behind = corrected(bead.source.slice(one), bead.target.slice(other));
  if (![before, behind].every((made) => made.source.length + made.target.length)) return;
  replace(beads.indexOf(bead), 1, [before, behind], first(behind));
}

// A sentence, with those before it, into the pair above; or with those behind it into the one below.
function move({ bead, side, place }, down) {
  const from = beads.indexOf(bead), other = beads[from + (down ? 1 : -1)];
  const goes = down ? bead[side].slice(place) : bead[side].slice(0, place + 1);
  const stays = down ? bead[side].slice(0, place) : bead[side].slice(place + 1);
  const left = { ...corrected(bead.source, bead.target), [side]: stays };
  const into = other ?? corrected([], []);
  const taken = { ...corrected(into.source, into.target), [side]: down ? [...goes, ...into[side]] : [...into[side], ...goes] };
  const at = { bead: taken, side, place: down ? 0 : taken[side].length - 1 };
  if (!other && !stays.length && !left[side === "source" ? "target" : "source"].length) return;
  if (down) replace(from, other ? 2 : 1, [left, taken], at);
  else replace(other ? from - 1 : from, other ? 2 : 1, [taken, left], at);
}

function undo() {
  const before = undone.pop();
  if (!before) return;
  beads = before;
  draw();
  sheet.refresh();
}

// Keys and mouse

function select(at) {
  const element = sheet.reveal(at.bead);
  const sentence = element && [...element.querySelectorAll(".sentence")].find((one) => one.at.side === at.side && one.at.place === at.place);
  sentence?.scrollIntoView({ block: "nearest" });
  sentence?.focus();
}

// The sentence above or below on the same side.
function beside({ bead, side, place }, down) {
  if (bead[side][place + (down ? 1 : -1)] !== undefined) return { bead, side, place: place + (down ? 1 : -1) };
  const others = down ? beads.slice(beads.indexOf(bead) + 1) : beads.slice(0, beads.indexOf(bead)).toReversed();
  const next = others.find((one) => one[side].length);
  return next && { bead: next, side, place: down ? 0 : next[side].length - 1 };
}

const KEYS = {
  ArrowDown: (at, alt) => (alt ? move(at, true) : select(beside(at, true) ?? at)),
  ArrowUp: (at, alt) => (alt ? move(at, false) : select(beside(at, false) ?? at)),
  ArrowLeft: (at) => at.bead.source.length && select({ bead: at.bead, side: "source", place: 0 }),
  ArrowRight: (at) => at.bead.target.length && select({ bead: at.bead, side: "target", place: 0 }),
  m: (at) => join(at.bead),
  s: (at) => split(at.bead, at.place ? at : null),
};

sheet.root.addEventListener("keydown", (event) => {
  if (event.key === "z" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); return undo(); }
  const { at } = event.target, act = KEYS[event.key];
  if (!at || !act || event.ctrlKey || event.metaKey) return undefined;
  event.preventDefault();
  return act(at, event.altKey);
});
sheet.root.addEventListener("focusin", ({ target }) => { if (target.at) chosen = target.at; });
sheet.root.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-act]");
  const bead = button?.closest(".bead").bead;
  if (!bead) return;
  if (button.dataset.act === "join") join(bead);
  else split(bead, chosen?.bead === bead && chosen.place ? chosen : null);
});

let dragged = null;
sheet.root.addEventListener("dragstart", (event) => {
  dragged = event.target.at ?? null;
  if (dragged) event.dataTransfer.setData("text/plain", event.target.textContent);
});
sheet.root.addEventListener("dragover", (event) => { if (dragged && event.target.closest(".bead")) event.preventDefault(); });
sheet.root.addEventListener("drop", (event) => {
  const bead = event.target.closest(".bead")?.bead;
  if (!dragged || !bead) return;
  event.preventDefault();
  const goal = beads.indexOf(bead);
  let at = dragged;
  dragged = null;
  // Step by step, so that the order of the sentences stays.
  for (let step = goal - beads.indexOf(at.bead); step; step -= Math.sign(step)) {
    const number = at.bead[at.side][at.place];
    move(at, step > 0);
    const now = beads.find((one) => one[at.side].includes(number));
    at = { bead: now, side: at.side, place: now[at.side].indexOf(number) };
  }
});

for (const button of section.querySelectorAll(".download")) {
  button.addEventListener("click", async () => {
    if (!found) return;
    const { form } = button.dataset;
    const made = await shown(state, () => ask("/align/file", { ...found, beads, form }));
    if (made) save(`pairs.${form}`, made.text);
  });
}
$("form", section).addEventListener("submit", align);
$(".undo", section).addEventListener("click", undo);
for (const field of [$("#one"), $("#other")]) {
  await keep(field);
  onFiles(field.closest(".pane"), async ([file]) => {
    const text = await textOf(file);
    if (text == null) return void (state.textContent = tell("failed", { why: say.texts_only }));
    field.value = text;
    field.dispatchEvent(new Event("input"));
  });
}
const kept = await draft("align.found");
if (kept && $("#one").value) {
  ({ found, beads } = kept);
  draw();
}
