// An article in two columns, sentence beside sentence, and documents as files.
import { $, ask, copy, divisible, failed, formatOf, make, onFiles, post, save, saveAnswer, say, shown, tell, textOf } from "./common.js";
import { Blocks, carried } from "./blocks.js";
import { bilingualMenu, Desk } from "./documents.js";
import { draft, keep, keepDraft } from "./drafts.js";
import { Find } from "./find.js";
import { isFlagged, read, Segments } from "./segments.js";
import { Sheet, parts } from "./sheet.js";
import { isGlossary, Terms } from "./terms.js";

const section = $("#translate");
const source = $("#source"), state = $(".state", section), bar = $(".progress", section), stop = $(".stop", section);
const useMemory = $("#use-memory"), remember = $("#remember-units"), only = $(".flagged", section);
const MOST = 10_000; // characters of a block
const NAME = "translation.txt";

let name = NAME;
let made = {}; // the choices that what is shown was made with

const target = () => $("input[name=target]:checked", section).value;
const choices = () => ({ target: target(), glossary: terms.chosen, memory: useMemory?.checked ?? true });

const terms = new Terms($(".glossary", section), state, target);
const desk = new Desk($(".jobs", section), "translate.jobs");
const blocks = new Blocks({ most: MOST, request, changed: arrived, failed: (error) => { draw(); failed(state, error); } });
const segments = new Segments(section, {
  changed: (one) => { noted(); count(one); },
  confirmed: (one) => remember?.checked && learn(one),
  next: (one) => {
    const rows = sheetRows();
    const next = rows[rows.indexOf(one) + 1];
    if (next) sheet.reveal(next);
    return next;
  },
  target: () => made.target ?? target(),
});
const sheet = new Sheet($("#translated"), segments.draw);
new Find(section, sheet, (one) => [read(one), one.target], (row) => row.querySelectorAll(".from, .to"));

async function request({ text }, signal) {
  const body = { q: text, ...made, format: formatOf(name), details: true, alternatives: 3 };
  return (await (await post("/translate", body, signal)).json()).details;
}

function arrived({ answer }, before) {
  for (const one of answer.segments) one.made = one.target;
  carried(before, answer.segments, (one, same) => {
    if (same.edited || same.confirmed) Object.assign(one, { target: same.target, edited: same.edited, confirmed: same.confirmed });
  });
  draw();
  noted();
  if (blocks.whole) pair();
}

function translate(event) {
  event?.preventDefault();
  if (!source.value.trim()) return;
  const wanted = choices();
  const same = JSON.stringify(wanted) === JSON.stringify(made);
  const turned = wanted.target !== made.target;
  made = wanted;
  if (turned) blocks.clear();
  state.classList.remove("bad");
  if (same && !blocks.whole) blocks.set(source.value, !divisible(name));
  else blocks.reset(source.value, !divisible(name));
  draw();
}

const all = () => blocks.answers.flatMap((answer) => answer.segments);
const sheetRows = () => (only.checked ? all().filter(isFlagged) : all());

function draw() {
  let from = 0;
  const shownParts = [];
  for (const { text, answer } of blocks.list) {
    if (answer) {
      answer.from = from;
      const owner = only.checked ? {} : answer;
      shownParts.push(...parts(owner, () => (only.checked ? answer.segments.filter(isFlagged) : answer.segments)));
    }
    from += text.split("\n").length - 1;
  }
  const notes = blocks.answers.flatMap((answer) => answer.notes).map((note) => make("p", { class: "hint" }, note));
  if (shownParts.length || blocks.list.length) sheet.set(shownParts, ...notes);
  else sheet.set([], make("p", { class: "hint" }, say.translation_empty));
  count();
}

function count() {
  const { length } = blocks.list;
  const busy = Boolean(blocks.running);
  bar.hidden = stop.hidden = !busy;
  Object.assign(bar, { max: length || 1, value: blocks.done });
  if (state.classList.contains("bad")) return;
  const flags = all().filter(isFlagged).length;
  if (busy) state.textContent = length > 1 ? tell("so_far", { n: Math.round((100 * blocks.done) / length) }) : say.working;
  else state.textContent = !length ? "" : flags ? tell("flags", { n: flags }) : say.no_flags;
}

function noted() {
  const plain = ({ element, ...one }) => one;
  keepDraft("translate.made", () => ({
    name, made, list: blocks.list.map(({ text, answer }) => ({ text, answer: answer && { ...answer, segments: answer.segments.map(plain) } })),
  }));
}

// Which captions are there in the other language too.
async function pair() {
  const languages = new Set(all().map((one) => one.language.slice(0, 2)));
  if (!(languages.has("en") && languages.has("vi"))) return;
  const found = await ask("/captions", { text: source.value, format: formatOf(name) }).catch(() => null); // more than one request may have
  if (!found?.pairs.length) return;
  const english = new Map(found.pairs.map((one) => [one.line, one.english]));
  for (const answer of blocks.answers) {
    for (const one of answer.segments) {
      if (one.kind === "caption" && english.has(answer.from + one.line)) one.pair = english.get(answer.from + one.line);
    }
  }
  sheet.refresh();
}

async function learn(one) {
  const units = [{ source: one.restored, target: one.target }];
  const done = await shown(state, () => ask("/memory", { units, target: made.target, replace: true }));
  if (done) state.textContent = say.in_memory;
}

// What comes out

const text = () => blocks.answers.map((answer) => answer.segments.map((one) => one.before + one.target).join("") + answer.after).join("");
const resultName = () => (name === NAME ? name : name.replace(/(\.\w+)?$/, `.${made.target}$1`));

function checked() {
  if (!blocks.whole) throw new Error(say.not_yet);
  return true;
}

async function bilingual(form) {
  checked();
  const rows = blocks.answers.flatMap((answer) => answer.segments.map((one) => ({
    source: one.source, target: one.target, line: answer.from + one.line, warnings: one.warnings,
    provenance: one.edited || one.confirmed ? "reviewer" : one.provenance,
  })));
  await saveAnswer(await post("/translate/file", { segments: rows, target: made.target, form, name: resultName() }));
}

const some = (work) => () => blocks.list.length && shown(state, work);
$(".copy", section).addEventListener("click", some(async () => checked() && copy(text(), state)));
$(".download", section).addEventListener("click", some(async () => checked() && save(resultName(), text())));
$(".tools .both", section).replaceWith(bilingualMenu((form) => some(() => bilingual(form))()));

// What comes in

async function take(files) {
  for (const file of files) {
    if (isGlossary(file)) await terms.add(file);
    else await open(file);
  }
}

async function open(file) {
  const given = await textOf(file);
  if (given == null || (given.length > 150_000 && !divisible(file.name))) return desk.add(file, { task: "translate", ...choices() });
  name = file.name;
  source.value = given;
  source.dispatchEvent(new Event("input"));
  return translate();
}

$("form", section).addEventListener("submit", translate);
stop.addEventListener("click", () => { blocks.stop(); draw(); });
only.addEventListener("change", draw);
for (const radio of section.querySelectorAll("input[name=target]")) {
  radio.addEventListener("change", () => { terms.show(); settings(); });
}
$(".clear", section).addEventListener("click", () => {
  source.value = "";
  source.dispatchEvent(new Event("input"));
  name = NAME;
  blocks.clear();
  state.classList.remove("bad");
  segments.empty();
  draw();
  noted();
});
source.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) translate(event);
});

// What was chosen is chosen again after a reload.
const boxes = [useMemory, remember].filter(Boolean);
const settings = () => keepDraft("translate.choices", () => ({ ...choices(), boxes: boxes.map((box) => box.checked) }));
terms.menu.addEventListener("change", settings);
boxes.forEach((box) => box.addEventListener("change", settings));

const before = await draft("translate.choices");
if (before && !source.value) {
  $(`input[name=target][value=${before.target}]`, section).checked = true;
  boxes.forEach((box, number) => (box.checked = before.boxes[number] ?? box.checked));
}
await keep(source);
await terms.load(before?.glossary);
onFiles(section, take);
onFiles($(".glossary", section), ([file]) => terms.add(file), $(".add", section));
await desk.load();
segments.empty();
const kept = await draft("translate.made");
if (kept?.list.length && source.value) {
  ({ name, made } = kept);
  blocks.list = kept.list;
  draw();
}
