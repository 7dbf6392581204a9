// Documents that the server works on: how far each is, its result, both languages of it.
import { call, failed, make, saveAnswer, say, send, tell } from "./common.js";
import { draft, keepDraft } from "./drafts.js";

const WAIT = 500;
const FORMS = { docx: "Word", html: "HTML", xliff: "XLIFF", tmx: "TMX", tsv: "TSV" };

export class Desk {
  // `place` gets a row for each document; `name` is what the list is kept by.
  constructor(place, name) {
    Object.assign(this, { place, name, jobs: [] });
  }

  async load() {
    this.jobs = (await draft(this.name)) ?? [];
    this.jobs.forEach((job) => this.#follow(job));
  }

  async add(file, fields) {
    const job = { id: "", name: file.name, state: "queued", error: "", done: 0, total: 0, task: fields.task };
    this.jobs.unshift(job);
    const row = this.#row(job);
    try {
      Object.assign(job, await (await send("/documents", { ...fields, file })).json());
      this.#follow(job, row);
    } catch (error) {
      Object.assign(job, { state: "error", error: error.message });
      this.#show(job, row);
    }
    this.#keep();
  }

  #row(job) {
    const row = make("li", {}, make("b", {}), make("progress", { "aria-label": job.name }), make("span", { role: "status" }), make("span", { class: "tools" }));
    this.place.prepend(row);
    this.place.hidden = false;
    this.#show(job, row);
    return row;
  }

  async #follow(job, row = this.#row(job)) {
    try {
      while (job.state === "queued" || job.state === "translating") {
        await new Promise((done) => setTimeout(done, WAIT));
        if (!this.jobs.includes(job)) return;
        Object.assign(job, await (await call(`/documents/${job.id}`)).json());
        this.#show(job, row);
      }
    } catch (error) {
      Object.assign(job, { state: "error", error: error.message });
    }
    this.#show(job, row);
    this.#keep();
  }

  #show(job, row) {
    const [name, bar, state, tools] = row.children;
    const over = job.state === "done" || job.state === "error";
    name.textContent = job.name;
    bar.hidden = over;
    if (job.total) Object.assign(bar, { max: job.total, value: job.done });
    state.textContent = job.state === "error" ? tell("failed", { why: job.error }) : job.state === "done" ? say.ready : job.total ? tell("progress", { done: job.done, total: job.total }) : say.waiting;
    state.className = job.state === "error" ? "bad" : "";
    if (tools.dataset.state === job.state) return;
    tools.dataset.state = job.state;
    tools.replaceChildren(...(job.state === "done" ? this.#fetching(job, state) : []), this.#closing(job, row));
  }

  #fetching(job, state) {
    const fetched = (path) => call(`/documents/${job.id}/${path}`).then(saveAnswer).catch((error) => failed(state, error));
    const result = make("button", { type: "button", class: "quiet result", onclick: () => fetched("result") }, say.download);
    if (job.task === "restore") return [result];
    return [result, bilingualMenu((one) => fetched(`bilingual?form=${one}`))];
  }

  #closing(job, row) {
    const close = () => {
      this.jobs = this.jobs.filter((one) => one !== job);
      row.remove();
      this.place.hidden = !this.jobs.length;
      if (job.id) call(`/documents/${job.id}`, { method: "DELETE" }).catch(() => {}); // gone already
      this.#keep();
    };
    return make("button", { type: "button", class: "quiet", "aria-label": tell("let_go", { name: job.name }), onclick: close }, "×");
  }

  #keep() { keepDraft(this.name, () => this.jobs.map((job) => ({ ...job }))); }
}

// Which form a bilingual file is to have.
export function bilingualMenu(chosen) {
  const menu = make("select", { class: "both", "aria-label": say.bilingual }, make("option", { value: "" }, say.bilingual), ...Object.entries(FORMS).map(([form, name]) => make("option", { value: form }, name)));
  menu.addEventListener("change", () => {
    if (menu.value) chosen(menu.value);
    menu.value = "";
  });
  return menu;
}
