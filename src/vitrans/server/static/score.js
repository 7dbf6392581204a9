// A translation beside references; the report is the one that the command writes.
import { $, ask, make, onFiles, save, say, shown, tell, textOf } from "./common.js";
import { draft, keep, keepDraft } from "./drafts.js";

const section = $("#score"), sheet = $("#report"), state = $(".state", section);
const references = $(".references", section), hypothesis = $("#hypothesis");
let page = "";

const segments = (text) => text.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n");
const fields = () => [...references.querySelectorAll("textarea")];

async function score(event) {
  event.preventDefault();
  const theirs = fields().map((field) => field.value).filter((text) => text.trim());
  if (!hypothesis.value.trim() || !theirs.length) return;
  const body = {
    systems: { [say.translation]: segments(hypothesis.value) }, references: theirs.map(segments),
    confidence: true, task: $("[name=task]", section).value,
  };
  const answer = await shown(state, () => ask("/score", body));
  if (!answer) return;
  ({ page } = answer);
  show();
  keepDraft("score.page", () => page);
}

// The report has no scripts; without its own origin it can do nothing, so its height is its own too.
function show() {
  state.textContent = "";
  const frame = make("iframe", { sandbox: "allow-same-origin", srcdoc: page, title: say.report });
  frame.addEventListener("load", () => { frame.style.height = `${frame.contentDocument.documentElement.scrollHeight + 16}px`; });
  sheet.replaceChildren(frame);
}

// Another reference, such as that of a second translator.
function another(text = "") {
  const number = fields().length + 1;
  const field = make("textarea", { "aria-label": tell("reference_number", { n: number }), placeholder: tell("reference_number", { n: number }) });
  field.value = text;
  field.addEventListener("input", noted);
  references.append(field);
  noted();
}

const noted = () => keepDraft("score.references", () => fields().slice(1).map((field) => field.value));

async function text(file) {
  const given = await textOf(file);
  if (given == null) throw new Error(say.texts_only);
  return given;
}

$("form", section).addEventListener("submit", score);
$(".download", section).addEventListener("click", () => page && save("report.html", page));
$(".another", section).addEventListener("click", () => { another(); fields().at(-1).focus(); });
await keep(hypothesis);
await keep($("#reference"));
onFiles(hypothesis.closest(".pane"), ([file]) => shown(state, async () => {
  hypothesis.value = await text(file);
  hypothesis.dispatchEvent(new Event("input"));
}));
// Each file is a reference: the empty fields are filled first.
onFiles(references.closest(".pane"), (files) => shown(state, async () => {
  for (const file of files) {
    const given = await text(file);
    const free = fields().find((field) => !field.value.trim());
    if (!free) { another(given); continue; }
    free.value = given;
    free.dispatchEvent(new Event("input"));
  }
}));
for (const one of (await draft("score.references")) ?? []) another(one);
page = (await draft("score.page")) ?? "";
if (page && hypothesis.value) show();
