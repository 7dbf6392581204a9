// Finding in a long list: the browser's own search sees only the rows that are in the page. Like
// it, capitals do not count, and marks only where they are typed.
import { $, say, tell } from "./common.js";

const known = new Map();
const BARE = { đ: "d", Đ: "d" };

// A text as long as the given one, so that places in the one are places in the other.
function folded(text, bare) {
  const one = (unit) => {
    const key = bare + unit;
    if (!known.has(key)) known.set(key, (bare ? BARE[unit] ?? unit.normalize("NFD") : unit).toLowerCase()[0]);
    return known.get(key);
  };
  let made = "";
  for (let at = 0; at < text.length; at++) made += one(text[at]);
  return made;
}

// Painting, which changes nothing in the page, where the browser can.
const paints = "highlights" in CSS;
const [others, current] = paints ? [new Highlight(), new Highlight()] : [new Set(), new Set()];
if (paints) {
  current.priority = 1;
  CSS.highlights.set("found", others);
  CSS.highlights.set("found-now", current);
}

// From one place to another in the text of an element.
function range(element, start, end) {
  const made = new Range();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let at = 0, node = walker.nextNode(); node; at += node.data.length, node = walker.nextNode()) {
    if (start >= at) made.setStart(node, Math.min(start - at, node.data.length));
    if (end <= at + node.data.length) {
      made.setEnd(node, end - at);
      break;
    }
  }
  return made;
}

export class Find {
  // `texts(row)` are what is searched of a row, `cells(element)` the elements that show them.
  constructor(section, sheet, texts, cells) {
    Object.assign(this, { sheet, texts, cells, at: null, matches: [], ranges: [] });
    this.box = $(".find", section);
    this.button = $(".seek", section);
    this.field = $(".find input", section);
    this.count = $(".find output", section);
    this.field.addEventListener("input", () => this.#look(true));
    this.field.addEventListener("keydown", (event) => this.#key(event));
    this.button.addEventListener("click", () => (this.box.hidden ? this.#open() : this.#leave()));
    $(".find .previous", section).addEventListener("click", () => this.#step(-1));
    $(".find .following", section).addEventListener("click", () => this.#step(1));
    sheet.changed = () => this.field.value && this.#look();
    sheet.drawn = () => this.#paint();
    // As the browser's own; once more, or in a field, it is the browser's own.
    document.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() !== "f" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      if (section.hidden || !sheet.rows.length || event.target.matches("textarea, input")) return;
      event.preventDefault();
      this.#open();
    });
  }

  #open() {
    this.box.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    this.field.focus();
    this.field.select();
  }

  #key(event) {
    if (event.key === "Enter") this.#step(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") this.#leave();
    else return;
    event.preventDefault();
  }

  // Looks for what is asked; goes to the first from where one is.
  #look(go = false) {
    const value = this.field.value.normalize("NFC");
    const wanted = folded(value, false), bare = folded(value, true) === wanted;
    const sought = bare ? folded(value, true) : wanted;
    this.length = sought.length;
    this.places = (text) => {
      const made = [], within = folded(text, bare);
      if (sought) for (let at = within.indexOf(sought); at >= 0; at = within.indexOf(sought, at + sought.length)) made.push(at);
      return made;
    };
    const rows = new Map(sought ? this.sheet.rows.map((row, number) => [row, number]) : []);
    this.matches = [...rows.keys()].flatMap((row) => this.texts(row).flatMap((text, cell) => this.places(text).map((start) => ({ row, cell, start }))));
    const from = rows.get(this.at?.row) ?? 0;
    const same = this.matches.findIndex((one) => one.row === this.at?.row && one.cell === this.at.cell && one.start === this.at.start);
    this.number = same >= 0 ? same : this.matches.findIndex((one) => rows.get(one.row) >= from);
    if (this.number < 0 && this.matches.length) this.number = 0;
    if (go) this.#show();
    this.#tell();
    this.#paint();
  }

  #step(by) {
    const before = this.at;
    this.#look(); // what was found may have been edited
    const { length } = this.matches;
    if (!length) return;
    if (before) this.number = (this.number + by + length) % length;
    this.#show();
    this.#tell();
    this.#paint();
  }

  #show() {
    this.at = this.matches[this.number] ?? null;
    if (this.at) this.sheet.element(this.at.row).scrollIntoView({ block: "center" });
  }

  #tell() {
    const { length } = this.matches;
    this.count.textContent = length ? tell("found", { n: this.number + 1, all: length }) : this.field.value ? say.not_found : "";
  }

  #paint() {
    for (const one of this.ranges) [others, current].forEach((set) => set.delete(one));
    this.ranges = [];
    for (const element of this.sheet.root.querySelectorAll("[data-found]")) delete element.dataset.found;
    if (!this.matches.length) return;
    for (const [row, element] of this.sheet.seen()) {
      const texts = this.texts(row);
      this.cells(element).forEach((cell, number) => {
        for (const start of this.places(texts[number] ?? "")) {
          const made = range(cell, start, start + this.length);
          const now = this.at?.row === row && this.at.cell === number && this.at.start === start;
          this.ranges.push(made);
          (now ? current : others).add(made);
          if (now) element.dataset.found = "";
        }
      });
    }
  }

  // To what was found, so that it can be worked on.
  #leave() {
    const element = this.at && this.sheet.element(this.at.row);
    this.field.value = "";
    this.#look();
    this.box.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    (element?.querySelector("[contenteditable], [tabindex='0']") ?? this.sheet.root).focus();
  }
}
