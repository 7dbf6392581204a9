// The glossaries that the server keeps: chosen, added as files, taken away.
import { $, call, make, say, send, shown, tell } from "./common.js";

const KINDS = /\.(csv|tsv|tab|tbx)$/i;
export const isGlossary = (file) => KINDS.test(file.name);

export class Terms {
  constructor(place, state, target) {
    Object.assign(this, { place, state, target, list: [] });
    this.menu = $("select", place);
    this.away = $(".away", place);
    this.menu.addEventListener("change", () => this.#chosen());
    this.away.addEventListener("click", () => shown(state, () => this.#remove()));
  }

  get chosen() { return this.menu.selectedOptions[0]?.disabled ? "" : this.menu.value; }

  async load(chosen = "") {
    const answer = await call("/glossaries").catch(() => null); // where a key is asked for, and none given
    this.list = answer ? (await answer.json()).glossaries : [];
    this.show(chosen);
  }

  show(chosen = this.menu.value) {
    const code = this.target();
    const options = this.list.map(({ id, name, terms }) => make("option", { value: id, disabled: !terms[code] }, `${name} (${terms[code] ?? 0})`));
    this.menu.replaceChildren(make("option", { value: "" }, say.no_glossary), ...options);
    this.menu.value = this.list.some((one) => one.id === chosen) ? chosen : "";
    this.#chosen();
  }

  async add(file) {
    await shown(this.state, async () => {
      const made = await (await send("/glossaries", { file, target: this.target() })).json();
      this.list.push(made);
      this.show(made.id);
      const count = made.terms[this.target()] ?? 0;
      this.state.textContent = tell(made.problems.length ? "glossary_partly" : "glossary_added", { name: made.name, n: count, left: made.problems.length });
      this.state.title = made.problems.join("\n");
    });
  }

  async #remove() {
    const id = this.menu.value;
    await call(`/glossaries/${id}`, { method: "DELETE" });
    this.list = this.list.filter((one) => one.id !== id);
    this.show("");
  }

  #chosen() {
    this.away.hidden = !this.menu.value;
  }
}
