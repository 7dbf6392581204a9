// Diacritics as one types; doubtful words to click, or to go through with Tab and figures.
import { $, ask, copy, divisible, failed, formatOf, make, onFiles, post, save, say, send, shown, tell, textOf } from "./common.js";
import { Blocks, carried } from "./blocks.js";
import { Desk } from "./documents.js";
import { draft, keep, keepDraft } from "./drafts.js";
import { Find } from "./find.js";
import { Sheet, parts } from "./sheet.js";

const section = $("#restore");
const bare = $("#bare"), english = $("#english"), state = $(".state", section), box = $("#choices");
const filed = $(".filed", section);
const MUCH = 0.5; // below this a word is very doubtful
const LEAST = 0.005, ALWAYS = 3; // what is offered: forms at least so probable, and the first few
const MOST = 6000; // characters of a block
const NAME = "restored.txt";

let name = NAME;
let file = null; // a document that the server reads
let undone = []; // groups of what can be taken back
let timer = 0;

const sheet = new Sheet($("#restored"), drawn);
new Find(section, sheet, textsOf, (row) => row.querySelectorAll(".was, .now"));
const desk = new Desk($(".jobs", section), "restore.jobs");
const blocks = new Blocks({ most: MOST, request, changed: arrived, failed: refused });
// Characters are code points in the API, code units here.
const cut = (text) => Array.from(text);

// What is asked

async function request(block, signal) {
  if (file) return (await send("/restore/file", { file, english: english.value, candidates: 9 }, signal)).json();
  const [from, count] = linesOf(block);
  const beside = english.value.split("\n").slice(from, from + count).join("\n");
  const body = { text: block.text, format: formatOf(name), english: beside.trim() ? beside : null, candidates: 9 };
  return (await (await post("/restore", body, signal)).json()).details;
}

// A document that is too long to be looked over here is restored as it is.
function refused(error) {
  if (!file || error.status !== 413) return failed(state, error);
  desk.add(file, { task: "restore" });
  return closeFile();
}

// The number of a block's first line, from 0, and of its lines.
function linesOf(block) {
  let from = 0;
  for (const one of blocks.list) {
    const count = one.text.split("\n").length - 1;
    if (one === block) return [from, count + 1];
    from += count;
  }
  return [from, 0];
}

function arrived({ answer }, before) {
  for (const segment of answer.segments) {
    for (const word of segment.words) {
      word.form = word.restored;
      word.segment = segment;
      word.candidates = word.candidates.filter((one, n) => n < ALWAYS || one.probability >= LEAST);
    }
  }
  carried(before, answer.segments, (one, same) => same.words.forEach((old, n) => {
    if (old.settled && one.words[n]) Object.assign(one.words[n], { form: old.form, settled: true });
  }));
  answer.doubtful = answer.segments.flatMap((one) => one.words.filter((word) => word.doubtful));
  draw();
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(() => typed(), 250);
}

function typed() {
  if (file) return;
  if (!bare.value.trim()) return clear();
  blocks.set(bare.value, !divisible(name));
  draw();
}

function clear() {
  blocks.clear();
  undone = [];
  draw();
}

// What is seen

function draw() {
  hide();
  const all = [];
  for (const block of blocks.list) {
    if (!block.answer) continue;
    [block.answer.from] = linesOf(block);
    all.push(...parts(block.answer, () => rowsOf(block.answer)));
  }
  if (all.length) sheet.set(all);
  else if (!blocks.list.length) sheet.set([], make("p", { class: "hint", lang: document.documentElement.lang }, say.restored_empty));
  tally();
}

// The rows of an answer: what stands in each line, words with a choice as they are.
function rowsOf(answer) {
  const rows = [{ answer, at: 0, pieces: [] }];
  const begin = () => rows.push({ answer, at: rows.length, pieces: [] });
  const put = (text, glue) => text.split("\n").forEach((part, number) => {
    if (number) begin();
    if (part) rows.at(-1).pieces.push({ text: part, glue });
  });
  answer.segments.forEach((segment, number) => {
    if (file && number) begin();
    put(segment.before, true);
    const letters = cut(segment.restored);
    let done = 0;
    for (const word of segment.words) {
      put(letters.slice(done, word.start).join(""));
      word.row = rows.at(-1);
      word.row.pieces.push(word);
      done = word.end;
    }
    put(letters.slice(done).join(""));
  });
  put(answer.after, true);
  if (!rows.at(-1).pieces.length) rows.pop();
  return rows;
}

const comparing = () => section.classList.contains("comparing");

function drawn(row) {
  const number = make("span", { class: "number", "aria-hidden": "true" }, String(row.answer.from + row.at + 1));
  const now = make("span", { class: "now" }, ...row.pieces.map((piece) => (piece.candidates ? span(piece) : glue(piece))));
  const beside = englishOf(row);
  if (beside) now.append(make("small", { class: "beside", lang: "en" }, beside));
  if (!comparing()) return make("div", { class: "line" }, number, now);
  const changed = row.pieces.some(isChanged);
  const was = make("span", { class: "was" }, ...row.pieces.map(former));
  return make("div", { class: changed ? "line" : "line same" }, number, was, now);
}

const isChanged = (piece) => piece.candidates && piece.form !== piece.original;

// The English line beside a row.
let englishLines = { of: "", lines: [] };
function englishOf(row) {
  if (englishLines.of !== english.value) englishLines = { of: english.value, lines: english.value.split("\n") };
  return englishLines.lines[row.answer.from + row.at]?.trim() ?? "";
}

// What is searched of a row: what it shows.
function textsOf({ pieces, ...row }) {
  const now = pieces.map((piece) => piece.form ?? piece.text).join("") + englishOf(row);
  if (!comparing()) return [now];
  return pieces.some(isChanged) ? [pieces.map((piece) => piece.original ?? piece.text).join(""), now] : [];
}

const glue = (piece) => (piece.glue ? make("span", { class: "glue" }, piece.text) : piece.text);
function former(piece) {
  if (!piece.candidates) return glue(piece);
  return piece.form === piece.original ? piece.original : make("del", {}, piece.original);
}

function span(word) {
  const made = make("span", { tabindex: word.doubtful ? 0 : -1 }, word.form);
  if (word.doubtful) {
    made.setAttribute("role", "button");
    made.setAttribute("aria-haspopup", "listbox");
    made.title = `${Math.round(word.probability * 100)} %`;
  }
  made.word = word;
  word.span = made;
  dress(word);
  return made;
}

function dress(word) {
  const much = word.probability < MUCH ? " much" : "";
  const doubtful = word.doubtful ? ` doubtful${much}` : "";
  const changed = word.form !== word.original ? " changed" : "";
  word.span.className = `word${doubtful}${changed}${word.settled ? " chosen" : ""}`;
}

const doubtful = () => blocks.answers.flatMap((answer) => answer.doubtful);
const open = () => doubtful().filter((word) => !word.settled);

function tally() {
  const left = open().length;
  const busy = blocks.list.length > blocks.done;
  $(".undo", section).disabled = !undone.length;
  $(".next", section).disabled = !left;
  if (state.classList.contains("bad") && busy) return;
  state.classList.remove("bad");
  if (busy && blocks.done) state.textContent = tell("so_far", { n: Math.round((100 * blocks.done) / blocks.list.length) });
  else if (busy) return;
  else state.textContent = !blocks.list.length ? "" : left ? tell("doubtful_count", { n: left }) : say.none_doubtful;
}

// What is chosen

function choose(word, form) {
  undone.push([{ word, form: word.form, settled: word.settled }]);
  const other = form !== word.form;
  settle(word, form, true);
  if (other && $("#remember").checked) remember(word);
  noted();
}

function settle(word, form, settled) {
  Object.assign(word, { form, settled });
  if (!word.span) return;
  word.span.textContent = form;
  dress(word);
}

function noted() {
  tally();
  keepDraft("restore.chosen", () => {
    const decided = blocks.answers.flatMap((answer) => answer.segments).filter((one) => one.words.some((word) => word.settled));
    return decided.map(({ source, words }) => ({ source, words: words.map(({ form, settled }) => ({ form, settled })) }));
  });
}

// A word alone would be chosen everywhere, so its neighbour goes with it.
function phrase(word) {
  const { words, restored } = word.segment;
  const letters = cut(restored);
  const near = (one, other) => one && other && letters.slice(one.end, other.start).join("") === " ";
  const place = words.indexOf(word), next = words[place + 1], before = words[place - 1];
  if (near(word, next)) return `${word.form} ${next.form}`;
  if (near(before, word)) return `${before.form} ${word.form}`;
  return word.form;
}

async function remember(word) {
  const kept = phrase(word);
  const done = await shown(state, () => ask("/lexicon", { phrases: [kept] }));
  if (done) state.textContent = tell("remembered", { phrase: kept });
}

function undo() {
  const last = undone.pop();
  if (!last) return;
  for (const one of last.toReversed()) settle(one.word, one.form, one.settled);
  go(last[0].word);
  hide();
  noted();
}

// The forms of a word, below it.
function show(word) {
  box.setAttribute("aria-label", tell("choices", { word: word.original }));
  box.replaceChildren(...word.candidates.map((one, number) => make("button", {
    type: "button", role: "option", tabindex: -1, lang: "vi",
    "aria-selected": String(one.form === word.form),
    onclick: () => { choose(word, one.form); forward(word); },
  }, make("kbd", {}, String(number + 1)), one.form, make("small", {}, `${Math.round(one.probability * 100)} %`))));
  const place = word.span.getBoundingClientRect();
  box.hidden = false;
  const left = Math.min(place.left + scrollX, scrollX + document.documentElement.clientWidth - box.offsetWidth - 8);
  const below = place.bottom + box.offsetHeight + 8 < innerHeight;
  box.style.left = `${Math.max(8, left)}px`;
  box.style.top = `${scrollY + (below ? place.bottom + 4 : place.top - box.offsetHeight - 4)}px`;
}

function hide() { box.hidden = true; }

function go(word) {
  sheet.reveal(word.row);
  word.span.scrollIntoView({ block: "nearest" });
  word.span.focus();
}

// Goes to the next doubtful word behind another one, or to the first.
function forward(from, back = false) {
  hide();
  const all = back ? doubtful().toReversed() : doubtful();
  const place = from ? all.indexOf(from) : -1;
  const next = all.slice(place + 1).find((word) => !word.settled) ?? all.find((word) => !word.settled);
  if (next) go(next);
  else sheet.root.focus();
}

// Accepts all doubtful words of a line.
function accept(word) {
  const own = word.row.pieces.filter((one) => one.doubtful && !one.settled);
  undone.push(own.map((one) => ({ word: one, form: one.form, settled: one.settled })));
  for (const one of own) settle(one, one.form, true);
  noted();
  forward(word);
}

sheet.root.addEventListener("focusin", ({ target }) => {
  if (target.word?.candidates.length > 1) show(target.word);
  else hide();
});
sheet.root.addEventListener("click", ({ target }) => {
  if (target.word?.candidates.length > 1) show(target.word);
  else hide();
});
sheet.root.addEventListener("scroll", hide);
sheet.root.addEventListener("focusout", ({ relatedTarget }) => {
  if (!box.contains(relatedTarget)) setTimeout(() => { if (!sheet.root.contains(document.activeElement)) hide(); }, 150);
});
sheet.root.addEventListener("keydown", (event) => {
  const { word } = event.target;
  if (event.key === "z" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); return undo(); }
  if (event.key === "Escape") return hide();
  if (event.key === "Tab" && (word || !event.shiftKey)) {
    // At either end of the words Tab leaves, as it does everywhere.
    const all = doubtful();
    const end = event.shiftKey ? all.find((one) => !one.settled) : all.findLast((one) => !one.settled);
    if (!end || end === word) return undefined;
    event.preventDefault();
    return forward(word ?? null, event.shiftKey);
  }
  if (!word) return undefined;
  const number = Number(event.key);
  if (number >= 1 && word.candidates[number - 1]) {
    event.preventDefault();
    choose(word, word.candidates[number - 1].form);
    forward(word);
  } else if (event.key === "Enter") {
    event.preventDefault();
    accept(word);
  }
  return undefined;
});

// What comes out

function chosenText(segment) {
  const letters = cut(segment.restored);
  let made = "", done = 0;
  for (const word of segment.words) {
    made += letters.slice(done, word.start).join("") + word.form;
    done = word.end;
  }
  return made + letters.slice(done).join("");
}

const texts = (answer) => answer.segments.map(chosenText);
const asFile = (text) => new File([text], name);
const resultName = () => (name === NAME ? name : name.replace(/(\.\w+)?$/, ".restored$1"));

// A block as it is to be. Where there is more within sentences than words, the server writes it.
async function written({ text, answer }) {
  const plain = answer.segments.map((one) => one.before + one.restored).join("") + answer.after;
  if (plain === answer.text) return answer.segments.map((one, n) => one.before + texts(answer)[n]).join("") + answer.after;
  const fields = { file: asFile(text), format: formatOf(name), texts: JSON.stringify(texts(answer)) };
  return (await send("/restore/written", fields)).text();
}

async function wholeText() {
  if (!blocks.whole) throw new Error(say.not_yet);
  if (file) return texts(blocks.list[0].answer).join("\n") + "\n";
  const made = [];
  for (const block of blocks.list) made.push(await written(block));
  return made.join("");
}

async function download() {
  if (!blocks.whole) throw new Error(say.not_yet);
  if (!file) return save(resultName(), await wholeText());
  const answer = await send("/restore/written", { file, texts: JSON.stringify(texts(blocks.list[0].answer)) });
  return save(resultName(), await answer.blob());
}

// What comes in

async function take(files) {
  const [first, ...others] = files;
  for (const one of others) desk.add(one, { task: "restore" });
  const text = await textOf(first);
  if (text == null || (text.length > 150_000 && !divisible(first.name))) return openFile(first);
  closeFile();
  name = first.name;
  keepDraft("restore.name", () => name);
  bare.value = text;
  return bare.dispatchEvent(new Event("input"));
}

function openFile(given) {
  file = given;
  name = given.name;
  filed.hidden = false;
  bare.hidden = true;
  $("b", filed).textContent = given.name;
  keepDraft("restore.file", () => file);
  blocks.reset(given.name, true);
  draw();
  state.textContent = say.working;
}

function closeFile() {
  file = null;
  name = NAME;
  filed.hidden = true;
  bare.hidden = false;
  keepDraft("restore.file", () => file);
  keepDraft("restore.name", () => name);
  clear();
}

$(".close", filed).addEventListener("click", () => { closeFile(); typed(); });
$(".next", section).addEventListener("click", () => forward(document.activeElement.word ?? null));
$(".undo", section).addEventListener("click", undo);
$(".clear", section).addEventListener("click", () => {
  closeFile();
  for (const field of [bare, english]) {
    field.value = "";
    field.dispatchEvent(new Event("input"));
  }
});
$(".changes", section).addEventListener("click", ({ currentTarget }) => {
  const on = section.classList.toggle("comparing");
  currentTarget.setAttribute("aria-pressed", String(on));
  hide();
  sheet.refresh();
});
$(".copy", section).addEventListener("click", () => blocks.list.length && shown(state, async () => copy(await wholeText(), state)));
$(".download", section).addEventListener("click", () => blocks.list.length && shown(state, download));

blocks.before = [{ answer: { segments: (await draft("restore.chosen")) ?? [] } }];
name = (await draft("restore.name")) ?? NAME;
await keep(bare, later);
await keep(english, () => {
  clearTimeout(timer);
  timer = setTimeout(() => { if (blocks.list.length) blocks.reset(file ? name : bare.value, Boolean(file) || !divisible(name)); }, 400);
});
onFiles(section, take);
await desk.load();
const kept = await draft("restore.file");
if (kept) openFile(kept);
else typed();
