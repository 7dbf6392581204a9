// A long list of rows, of which only those near the window are in the page. Rows come in parts; a
// part is an array that `draw` makes elements of.
import { make } from "./common.js";

const ROWS = 25, AROUND = "900px", LINE = 46;
const parted = new WeakMap();

// The rows of an answer in parts, the same parts whenever they are asked for.
export function parts(owner, rows) {
  if (!parted.has(owner)) {
    const made = rows();
    const all = [];
    for (let at = 0; at < made.length; at += ROWS) all.push(made.slice(at, at + ROWS));
    parted.set(owner, all);
  }
  return parted.get(owner);
}

export class Sheet {
  constructor(root, draw) {
    this.root = root;
    this.draw = draw;
    this.held = new Map(); // part -> element
    this.rows = [];
    this.changed = this.drawn = () => {}; // told of other rows, and of rows that are in the page now
    const options = { root, rootMargin: `${AROUND} 0px`, scrollMargin: `${AROUND} 0px` };
    this.watcher = new IntersectionObserver((seen) => seen.forEach((one) => this.#see(one)), options);
    // On a phone the page scrolls, not the sheet.
    this.page = new IntersectionObserver((seen) => seen.forEach((one) => this.#see(one)), { rootMargin: `${AROUND} 0px` });
  }

  #scrolls() { return getComputedStyle(this.root).overflowY !== "visible"; }

  set(all, ...behind) {
    this.rows = all.flat();
    const wanted = new Set(all);
    for (const [part, element] of this.held) {
      if (wanted.has(part)) continue;
      this.watcher.unobserve(element);
      this.page.unobserve(element);
      this.held.delete(part);
      element.remove();
    }
    const watcher = this.#scrolls() ? this.watcher : this.page;
    let place = null;
    for (const part of all) {
      let element = this.held.get(part);
      if (!element) {
        element = make("div", { class: "part" });
        element.style.height = `${part.length * LINE}px`;
        element.rows = part;
        this.held.set(part, element);
      }
      const next = place ? place.nextSibling : this.root.firstChild;
      if (next !== element) this.root.insertBefore(element, next);
      watcher.observe(element);
      place = element;
    }
    while (place?.nextSibling) place.nextSibling.remove();
    if (!place) this.root.replaceChildren();
    this.root.append(...behind);
    for (const part of all.slice(0, 2)) this.#fill(this.held.get(part)); // no blank first sight
    this.changed();
  }

  // Draws again what is drawn, in another way or with other values.
  refresh() {
    for (const element of this.held.values()) {
      if (element.childNodes.length) element.replaceChildren(...element.rows.map(this.draw));
    }
    this.changed();
  }

  // Has the part with a row in the page, and returns its element.
  reveal(row) {
    for (const [part, element] of this.held) {
      if (part.includes(row)) {
        this.#fill(element);
        return element;
      }
    }
    return null;
  }

  // The element of a row, which it puts into the page.
  element(row) {
    const part = this.reveal(row);
    return part && part.children[part.rows.indexOf(row)];
  }

  // The rows that are in the page, each with its element.
  *seen() {
    for (const { rows, children } of this.held.values()) {
      for (let at = 0; at < children.length; at++) yield [rows[at], children[at]];
    }
  }

  #see({ target, isIntersecting }) {
    if (isIntersecting) this.#fill(target);
    else if (target.childNodes.length && !target.contains(document.activeElement)) {
      target.style.height = `${target.offsetHeight}px`;
      target.replaceChildren();
    }
  }

  #fill(element) {
    if (element.childNodes.length) return;
    element.replaceChildren(...element.rows.map(this.draw));
    element.style.height = "";
    this.drawn();
  }
}
