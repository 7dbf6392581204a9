// What all views share: messages, requests, files, drafts.

export const say = JSON.parse(document.getElementById("messages").textContent);

export function tell(name, values = {}) {
  return say[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

export const $ = (selector, root = document) => root.querySelector(selector);

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

// The answer to JSON, or an error that says why there is none. A later call ends an earlier one.
const running = new Map();
export async function ask(path, body, lane = path) {
  running.get(lane)?.abort();
  const control = new AbortController();
  running.set(lane, control);
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal: control.signal,
  });
  return answered(answer);
}

export async function answered(answer) {
  const data = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(data.error || answer.statusText || String(answer.status));
  return data;
}

// Shows how a piece of work goes; an aborted one says nothing.
export async function shown(state, work) {
  state.classList.remove("bad");
  const waiting = setTimeout(() => (state.textContent = say.working), 250);
  try {
    return await work();
  } catch (error) {
    if (error.name === "AbortError") return undefined;
    state.classList.add("bad");
    state.textContent = tell("failed", { why: error.message });
    return undefined;
  } finally {
    clearTimeout(waiting);
  }
}

export function save(name, data) {
  const url = URL.createObjectURL(data instanceof Blob ? data : new Blob([data], { type: "text/plain;charset=utf-8" }));
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export async function copy(text, state) {
  await navigator.clipboard.writeText(text);
  state.textContent = say.copied;
}

// What is typed survives a reload.
export function keep(field, changed) {
  const name = `vitrans.draft.${field.id}`;
  if (!field.value) field.value = localStorage.getItem(name) ?? "";
  field.addEventListener("input", () => {
    try {
      localStorage.setItem(name, field.value);
    } catch {
      // A full store loses the draft, not the work.
    }
    changed?.();
  });
}

const TEXTS = /\.(txt|srt|vtt|md|ass|ssa)$/i;
const FORMATS = { srt: "srt", vtt: "vtt", md: "markdown", ass: "ass", ssa: "ass" };
export const formatOf = (name) => FORMATS[name.split(".").pop().toLowerCase()] ?? "text";

// Files that are opened or dropped: texts go into the field, documents to the server.
export function takeFiles(section, field, onText, onDocument) {
  const input = make("input", { type: "file", hidden: true });
  section.append(input);
  $(".open", section)?.addEventListener("click", () => input.click());
  input.addEventListener("change", () => take(input.files[0]));
  const over = (on) => (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    section.classList.toggle("dropping", on);
  };
  section.addEventListener("dragover", over(true));
  section.addEventListener("dragleave", over(false));
  section.addEventListener("drop", (event) => {
    over(false)(event);
    take(event.dataTransfer.files[0]);
  });
  async function take(file) {
    input.value = "";
    if (!file) return;
    const text = TEXTS.test(file.name) ? decoded(await file.arrayBuffer()) : null;
    if (text == null) return onDocument?.(file);
    field.value = text;
    field.dispatchEvent(new Event("input"));
    onText(file.name);
  }
}

function decoded(data) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(data);
  } catch {
    return null; // an old encoding: the server tells which
  }
}

// Sends a document and saves what it became.
export async function work(file, fields, state) {
  await shown(state, async () => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append("file", file);
    let job = await answered(await fetch("/documents", { method: "POST", body: form }));
    while (job.state === "queued" || job.state === "translating") {
      state.textContent = tell("document", { name: file.name, done: job.done, total: job.total });
      await new Promise((done) => setTimeout(done, 400));
      job = await answered(await fetch(`/documents/${job.id}`));
    }
    if (job.state === "error") throw new Error(job.error);
    const result = await fetch(`/documents/${job.id}/result`);
    save(job.name, await result.blob());
    state.textContent = tell("document_ready", { name: job.name });
  });
}
