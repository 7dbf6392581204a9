// An article in two columns, sentence beside sentence; what to look at is flagged with its reason.
import { $, ask, copy, formatOf, keep, make, save, say, shown, takeFiles, tell, work } from "./common.js";

const section = $("#translate");
const source = $("#source"), sheet = $("#translated"), state = $(".state", section);
let name = "translation.txt";
let found = null;

const target = () => $("input[name=target]:checked", section).value;

async function translate(event) {
  event?.preventDefault();
  const q = source.value;
  if (!q.trim()) return;
  const body = { q, target: target(), format: formatOf(name), details: true, alternatives: 3 };
  const answer = await shown(state, () => ask("/translate", body));
  if (!answer) return;
  found = answer.details;
  draw();
}

function draw() {
  const code = target();
  sheet.replaceChildren(...found.segments.map((segment) => row(segment, code)), ...found.notes.map((note) => make("p", { class: "hint" }, note)));
  const count = found.segments.filter((one) => one.warnings.length).length;
  state.textContent = count ? tell("flags", { n: count }) : say.no_flags;
}

function row(segment, code) {
  const copied = segment.provenance === "copy";
  const into = make("div", { class: "to", lang: code, contenteditable: "plaintext-only", role: "textbox", "aria-multiline": "true", "aria-label": say.translation, spellcheck: "true" }, segment.target);
  into.addEventListener("input", () => { segment.target = into.textContent; into.classList.add("edited"); });
  const read = segment.language === "vi-unaccented" ? segment.restored : segment.source;
  const from = make("div", { class: "from", lang: segment.language.slice(0, 2) }, read);
  const parts = [from, into];
  if (segment.warnings.length) parts.push(make("div", { class: "why" }, segment.warnings.join("; ")));
  if (segment.alternatives.length) parts.push(more(segment, into));
  const kinds = `segment ${segment.kind}${segment.warnings.length ? " flagged" : ""}`;
  return make("div", { class: kinds, title: copied ? say.as_it_was : false }, ...parts);
}

function more(segment, into) {
  const options = segment.alternatives.map((text) =>
    make("button", { type: "button", class: "quiet", onclick: () => { into.textContent = segment.target = text; into.classList.add("edited"); } }, text),
  );
  return make("details", { class: "more" }, make("summary", {}, say.alternatives), ...options);
}

const text = () => found ? found.segments.map((one) => one.before + one.target).join("") + found.after : "";

function bilingual() {
  if (!found) return;
  const clean = (one) => one.replace(/\\/g, "\\\\").replace(/\t/g, "\\t").replace(/\n/g, "\\n");
  const rows = found.segments.map((one) => `${clean(one.source)}\t${clean(one.target)}\n`);
  save(`${name.replace(/\.\w+$/, "")}.tsv`, rows.join(""));
}

$("form", section).addEventListener("submit", translate);
$(".copy", section).addEventListener("click", () => found && shown(state, () => copy(text(), state)));
$(".download", section).addEventListener("click", () => found && save(name, text()));
$(".both", section).addEventListener("click", bilingual);
$(".flagged", section).addEventListener("change", (event) => sheet.classList.toggle("only", event.target.checked));
$(".clear", section).addEventListener("click", () => {
  source.value = "";
  name = "translation.txt";
  found = null;
  source.dispatchEvent(new Event("input"));
  sheet.replaceChildren(make("p", { class: "hint" }, say.translation_empty));
  state.textContent = "";
});
source.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) translate(event);
});

keep(source);
takeFiles(section, source, (given) => { name = given; translate(); }, (file) => work(file, { task: "translate", target: target() }, state));
