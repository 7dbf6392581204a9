// Sentences beside their translations: what was made of each, what the memory and the glossary have
// for it, other translations; edited in place.
import { $, langOf, make, say, tell } from "./common.js";

export const isFlagged = (one) => !one.confirmed && (one.warnings.length > 0 || one.terms.some((term) => !term.found));
// What is shown of a source.
export const read = (one) => (one.language === "vi-unaccented" ? one.restored : one.source);
const percent = (match) => `${Math.min(match.score, 100)} %`;
const isRemembered = (one) => one.provenance.startsWith("memory");

export class Segments {
  // `changed(segment)` is told of edits, `confirmed(segment)` of what is approved.
  constructor(section, { changed, confirmed, next, target }) {
    Object.assign(this, { section, changed, confirmed, next, target, current: null });
    this.aside = $(".beside", section);
    this.aside.addEventListener("mousedown", (event) => event.target.closest("button") && event.preventDefault());
    $(".shut", this.aside).addEventListener("click", () => this.leave());
  }

  // The element of a row.
  draw = (one) => {
    const into = make("div", {
      class: "to", lang: this.target(), contenteditable: "plaintext-only", role: "textbox", "aria-multiline": "true",
      "aria-label": tell("translation_of", { text: one.source.slice(0, 60) }), spellcheck: "true",
    }, one.target);
    into.addEventListener("input", () => this.#edit(one, into.textContent, false));
    into.addEventListener("focus", () => this.show(one));
    into.addEventListener("keydown", (event) => this.#key(event, one));
    one.element = make("div", {}, make("div", { class: "from", lang: langOf(one.language) }, read(one)), into, this.#notes(one));
    this.#dress(one);
    return one.element;
  };

  #dress(one) {
    const kinds = ["segment", one.kind, isFlagged(one) && "flagged", one.edited && "edited", one.confirmed && "confirmed", one === this.current && "current"];
    one.element.className = kinds.filter(Boolean).join(" ");
  }

  // What there is to know of a sentence, in a line below it.
  #notes(one) {
    const notes = [];
    const [best] = one.matches;
    if (isRemembered(one) && best) notes.push(make("span", { class: "chip known" }, tell("from_memory", { percent: percent(best), origin: best.origin || say.nobody })));
    else if (best) notes.push(make("span", { class: "chip" }, tell("like_memory", { percent: percent(best), origin: best.origin || say.nobody })));
    for (const term of one.terms) {
      const told = `${term.source} → ${term.target}`;
      notes.push(make("span", { class: term.found ? "chip term" : "chip term missing", title: term.reason }, term.found ? `✓ ${told}` : `✗ ${told}: ${term.reason}`));
    }
    if (one.pair) notes.push(make("span", { class: "chip" }, say.paired));
    if (["copy", "restorer"].includes(one.provenance)) notes.push(make("span", { class: "chip" }, say[one.provenance === "copy" ? "as_it_was" : "only_restored"]));
    const others = one.warnings.filter((warning) => !/^(term|kept string) missed:/.test(warning)); // said above
    for (const warning of others) notes.push(make("span", { class: "why" }, warning));
    return make("div", { class: "notes", hidden: !notes.length }, ...notes);
  }

  #edit(one, text, write = true) {
    one.target = text;
    one.edited = text !== one.made;
    one.confirmed = false;
    if (write && one.element) $(".to", one.element).textContent = text;
    this.#dress(one);
    this.changed(one);
  }

  #confirm(one) {
    one.confirmed = true;
    this.#dress(one);
    this.changed(one);
    this.confirmed(one);
    const next = this.next(one);
    if (next) this.go(next);
  }

  go(one) {
    $(".to", one.element).focus();
    one.element.scrollIntoView({ block: "nearest" });
  }

  #key(event, one) {
    const offers = this.#offers(one);
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#confirm(one);
    else if (event.altKey && /^Digit[1-9]$/.test(event.code) && offers[Number(event.code[5]) - 1]) this.#edit(one, offers[Number(event.code[5]) - 1].text);
    else if (event.altKey && event.code === "Digit0") this.#edit(one, one.made);
    else if (event.key === "Escape") this.leave();
    else return;
    event.preventDefault();
    this.show(one);
  }

  // What may stand in the place of a translation: from the memory, then other ones.
  #offers(one) {
    return [
      ...one.matches.map((match) => ({ text: match.target, match })),
      ...one.alternatives.map((text) => ({ text })),
    ].slice(0, 9);
  }

  // All that is known of a sentence, beside the others.
  show(one) {
    const before = this.current;
    this.current = one;
    if (before?.element) this.#dress(before);
    this.#dress(one);
    const offers = this.#offers(one).map((offer, number) => ({ ...offer, number: number + 1 }));
    const list = (title, items) => (items.length ? [make("h3", {}, title), make("ul", {}, ...items)] : []);
    const parts = [
      ...list(say.memory, offers.filter((offer) => offer.match).map((offer) => this.#offer(one, offer))),
      ...list(say.terms, one.terms.map(termItem)),
      ...list(say.alternatives, offers.filter((offer) => !offer.match).map((offer) => this.#offer(one, offer))),
      ...(one.pair ? list(say.english_caption, [make("li", { lang: "en" }, one.pair)]) : []),
      ...list(say.to_look_at, one.warnings.map((text) => make("li", { class: "why" }, text))),
    ];
    if (!parts.length) parts.push(make("p", { class: "hint" }, say.nothing_known));
    const confirm = make("button", { type: "button", onclick: () => this.#confirm(one) }, say.confirm);
    const back = make("button", { type: "button", class: "quiet", disabled: !one.edited, onclick: () => { this.#edit(one, one.made); this.show(one); } }, say.back_to_made);
    $(".known", this.aside).replaceChildren(...parts);
    $(".acts", this.aside).replaceChildren(confirm, back);
    this.aside.classList.add("open");
  }

  #offer(one, { text, match, number }) {
    const told = match ? make("small", {}, [percent(match), match.origin, match.by, match.when.slice(0, 10)].filter(Boolean).join(" · ")) : "";
    const source = match && match.source !== one.source ? make("div", { class: "from" }, ...unlike(match.source, one.source)) : "";
    const use = () => { this.#edit(one, text); this.show(one); };
    const button = make("button", { type: "button", class: text === one.target ? "offer chosen" : "offer", onclick: use }, make("kbd", {}, String(number)), make("span", { lang: this.target() }, text));
    return make("li", {}, told, source, button);
  }

  leave() {
    const one = this.current;
    this.current = null;
    if (one?.element) this.#dress(one);
    document.activeElement?.blur();
    this.empty();
  }

  empty() {
    this.aside.classList.remove("open");
    $(".known", this.aside).replaceChildren(make("p", { class: "hint" }, say.beside_empty));
    $(".acts", this.aside).replaceChildren();
  }
}

function termItem(term) {
  return make("li", { class: term.found ? "term" : "term missing" }, `${term.found ? "✓" : "✗"} ${term.source} → ${term.target} `, make("small", {}, term.reason));
}

// The words of a text, those marked that another one does not have.
function unlike(text, other) {
  const known = new Set(other.toLowerCase().match(/[\p{L}\p{N}]+/gu));
  return text.split(/([\p{L}\p{N}]+)/u).map((part, number) => (number % 2 && !known.has(part.toLowerCase()) ? make("mark", {}, part) : part));
}
