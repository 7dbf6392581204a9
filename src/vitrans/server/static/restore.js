// Diacritics as one types; doubtful words to click, or to go through with Tab and figures.
import { $, ask, copy, formatOf, keep, make, save, say, shown, takeFiles, tell, work } from "./common.js";

const section = $("#restore");
const bare = $("#bare"), english = $("#english"), sheet = $("#restored");
const state = $(".state", section), box = $("#choices");
const MUCH = 0.5; // below this a word is very doubtful
const LEAST = 0.005, ALWAYS = 3; // what is offered: forms at least so probable, and the first few

let name = "restored.txt";
let found = null; // the server's answer
let words = []; // every word with a choice: {word, line, span}
let undone = []; // what can be taken back
let timer = 0;

// Characters are code points in the API, code units here.
const cut = (text) => Array.from(text);

function later() {
  clearTimeout(timer);
  timer = setTimeout(restore, 250);
}

async function restore() {
  const text = bare.value;
  if (!text.trim()) return clear();
  const answer = await shown(state, () =>
    ask("/restore", { text, format: formatOf(name), english: english.value || null, candidates: 9 }),
  );
  if (!answer || bare.value !== text) return;
  found = answer.details;
  undone = [];
  draw();
}

function clear() {
  found = null;
  words = [];
  undone = [];
  hide();
  sheet.replaceChildren(make("p", { class: "hint" }, say.restored_empty));
  tally();
}

// One element a line, which the browser lays out only when it is to be seen.
function draw() {
  words = [];
  const lines = [[]];
  const put = (text, kind) => {
    text.split("\n").forEach((part, number) => {
      if (number) lines.push([]);
      if (part) lines.at(-1).push(kind ? make("span", { class: kind }, part) : part);
    });
  };
  for (const segment of found.segments) {
    put(segment.before, "glue");
    const letters = cut(segment.restored);
    let done = 0;
    for (const word of segment.words) {
      put(letters.slice(done, word.start).join(""));
      const span = make("span", { class: kinds(word), tabindex: word.doubtful ? 0 : -1 }, word.restored);
      if (word.doubtful) {
        span.setAttribute("role", "button");
        span.setAttribute("aria-haspopup", "listbox");
        span.title = `${Math.round(word.probability * 100)} %`;
      }
      word.candidates = word.candidates.filter((one, n) => n < ALWAYS || one.probability >= LEAST);
      const entry = { word, segment, span, given: word.restored };
      span.entry = entry;
      words.push(entry);
      lines.at(-1).push(span);
      done = word.end;
    }
    put(letters.slice(done).join(""));
  }
  put(found.after, "glue");
  sheet.replaceChildren(...lines.map((parts) => make("div", { class: "line" }, ...parts)));
  hide();
  tally();
}

function kinds(word) {
  const changed = word.restored !== word.original ? " changed" : "";
  const much = word.probability < MUCH ? " much" : "";
  return `word${word.doubtful ? " doubtful" + much : ""}${changed}`;
}

const open = () => words.filter((one) => one.word.doubtful && !one.settled);

function tally() {
  state.classList.remove("bad");
  const count = open().length;
  state.textContent = !found ? "" : count ? tell("doubtful_count", { n: count }) : say.none_doubtful;
  $(".undo", section).disabled = !undone.length;
  $(".next", section).disabled = !count;
}

// The result as it stands: in the form that came, where nothing is written within sentences.
function text() {
  if (!found) return "";
  const parts = found.segments.map((segment) => {
    const letters = cut(segment.restored);
    const own = words.filter((one) => one.segment === segment);
    let made = "", done = 0;
    for (const { word, span } of own) {
      made += letters.slice(done, word.start).join("") + span.textContent;
      done = word.end;
    }
    return segment.before + made + letters.slice(done).join("");
  });
  return parts.join("") + found.after;
}

// With marks within sentences the server puts the chosen phrases in their place.
async function finished() {
  const plain = found.segments.map((s) => s.before + s.restored).join("") + found.after;
  if (plain === found.text) return text();
  const phrases = words.filter((one) => one.span.textContent !== one.given).map(phrase);
  if (!phrases.length) return found.text;
  const body = { text: bare.value, format: formatOf(name), english: english.value || null, phrases };
  return (await ask("/restore", body, "finish")).text;
}

// A word alone would be chosen everywhere, so its neighbour goes with it.
function phrase(entry) {
  const own = words.filter((one) => one.segment === entry.segment);
  const letters = cut(entry.segment.restored);
  const place = own.indexOf(entry);
  const near = (one, other) => letters.slice(one.word.end, other.word.start).join("") === " ";
  const next = own[place + 1], before = own[place - 1];
  if (next && near(entry, next)) return `${entry.span.textContent} ${next.span.textContent}`;
  if (before && near(before, entry)) return `${before.span.textContent} ${entry.span.textContent}`;
  return entry.span.textContent;
}

function choose(entry, form) {
  const before = { entry, form: entry.span.textContent, settled: entry.settled };
  undone.push(before);
  settle(entry, form, true);
  if ($("#remember").checked && form !== before.form) remember(entry);
  tally();
}

function settle(entry, form, settled) {
  entry.span.textContent = form;
  entry.settled = settled;
  entry.span.className = kinds({ ...entry.word, restored: form }) + (settled ? " chosen" : "");
}

async function remember(entry) {
  const kept = phrase(entry);
  await shown(state, () => ask("/lexicon", { phrases: [kept] }, "lexicon"));
  state.textContent = tell("remembered", { phrase: kept });
}

function undo() {
  const last = undone.pop();
  if (!last) return;
  for (const one of [last].flat().reverse()) settle(one.entry, one.form, one.settled);
  [last].flat()[0].entry.span.focus();
  hide();
  tally();
}

// The forms of a word, below it.
function show(entry) {
  const forms = entry.word.candidates;
  box.setAttribute("aria-label", tell("choices", { word: entry.word.original }));
  box.replaceChildren(
    ...forms.map((one, number) =>
      make("button", {
        type: "button", role: "option", tabindex: -1, lang: "vi",
        "aria-selected": String(one.form === entry.span.textContent),
        onclick: () => { choose(entry, one.form); hide(); forward(entry); },
      }, make("kbd", {}, String(number + 1)), one.form, make("small", {}, `${Math.round(one.probability * 100)} %`)),
    ),
  );
  const place = entry.span.getBoundingClientRect();
  box.hidden = false;
  const left = Math.min(place.left + scrollX, scrollX + document.documentElement.clientWidth - box.offsetWidth - 8);
  const below = place.bottom + box.offsetHeight + 8 < innerHeight;
  box.style.left = `${Math.max(8, left)}px`;
  box.style.top = `${scrollY + (below ? place.bottom + 4 : place.top - box.offsetHeight - 4)}px`;
  box.entry = entry;
}

function hide() {
  box.hidden = true;
  box.entry = null;
}

function forward(from) {
  const left = open();
  if (!left.length) return sheet.focus();
  const place = from ? words.indexOf(from) : -1;
  const next = left.find((one) => words.indexOf(one) > place) ?? left[0];
  next.span.scrollIntoView({ block: "nearest" });
  next.span.focus();
}

// Accepts all doubtful words of a line.
function accept(entry) {
  const line = entry.span.closest(".line");
  const own = open().filter((one) => one.span.closest(".line") === line);
  undone.push(own.map((one) => ({ entry: one, form: one.span.textContent, settled: one.settled })));
  for (const one of own) settle(one, one.span.textContent, true);
  line.classList.add("accepted");
  hide();
  tally();
  forward(entry);
}

sheet.addEventListener("focusin", (event) => {
  if (event.target.entry?.word.candidates.length > 1) show(event.target.entry);
});
sheet.addEventListener("click", (event) => {
  const entry = event.target.entry;
  if (!entry) return hide();
  if (entry.word.candidates.length > 1) show(entry);
});
sheet.addEventListener("focusout", (event) => {
  if (!box.contains(event.relatedTarget)) setTimeout(() => { if (!sheet.contains(document.activeElement)) hide(); }, 150);
});
sheet.addEventListener("keydown", (event) => {
  const entry = event.target.entry;
  if (event.key === "z" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); return undo(); }
  if (event.key === "Escape") return hide();
  if (event.key === "Tab" && !event.shiftKey && !entry && open().length) { event.preventDefault(); return forward(null); }
  if (!entry) return;
  const number = Number(event.key);
  if (number >= 1 && entry.word.candidates[number - 1]) {
    event.preventDefault();
    choose(entry, entry.word.candidates[number - 1].form);
    hide();
    forward(entry);
  } else if (event.key === "Enter") {
    event.preventDefault();
    accept(entry);
  }
});

$(".next", section).addEventListener("click", () => forward(document.activeElement.entry ?? box.entry));
$(".undo", section).addEventListener("click", undo);
$(".clear", section).addEventListener("click", () => { bare.value = english.value = ""; name = "restored.txt"; bare.dispatchEvent(new Event("input")); english.dispatchEvent(new Event("input")); });
$(".changes", section).addEventListener("click", (event) => {
  const on = sheet.classList.toggle("showing");
  event.currentTarget.setAttribute("aria-pressed", String(on));
});
$(".copy", section).addEventListener("click", () => found && shown(state, async () => copy(await finished(), state)));
$(".download", section).addEventListener("click", () => found && shown(state, async () => save(name, await finished())));

keep(bare, later);
keep(english, later);
takeFiles(section, bare, (given) => { name = given; later(); }, (file) => work(file, { task: "restore" }, state));
if (bare.value.trim()) restore();
