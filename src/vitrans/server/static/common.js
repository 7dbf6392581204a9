// What all views share: messages, elements, requests, files.

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

// The `lang` of a text whose language was found out; none where it is mixed or not known.
export const langOf = (code) => (code === "mixed" || code === "und" ? false : code.slice(0, 2));

// Requests

const key = $("#key");
if (key) {
  key.value = localStorage.getItem("vitrans.key") ?? "";
  key.addEventListener("input", () => localStorage.setItem("vitrans.key", key.value));
}

// The answer to a request, or an error that says why there is none.
export async function call(path, options = {}) {
  const headers = { ...options.headers, ...(key?.value ? { "X-API-Key": key.value } : {}) };
  const answer = await fetch(path, { ...options, headers });
  if (answer.ok) return answer;
  const data = await answer.json().catch(() => ({}));
  throw Object.assign(new Error(data.error || answer.statusText || String(answer.status)), { status: answer.status });
}

export function post(path, body, signal) {
  const options = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal };
  return call(path, options);
}

// A later call ends an earlier one of the same path.
const running = new Map();
export async function ask(path, body) {
  running.get(path)?.abort();
  const control = new AbortController();
  running.set(path, control);
  return (await post(path, body, control.signal)).json();
}

export function form(fields) {
  const made = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (value instanceof File) made.append(name, value, value.name);
    else made.append(name, value);
  }
  return made;
}

export const send = (path, fields, signal) => call(path, { method: "POST", body: form(fields), signal });

// Shows how a piece of work goes; an aborted one says nothing.
export async function shown(state, work) {
  state.classList.remove("bad");
  const waiting = setTimeout(() => (state.textContent = say.working), 250);
  try {
    return await work();
  } catch (error) {
    if (error.name !== "AbortError") failed(state, error);
    return undefined;
  } finally {
    clearTimeout(waiting);
  }
}

export function failed(state, error) {
  state.classList.add("bad");
  state.textContent = tell("failed", { why: error.message });
}

// Results

export function save(name, data) {
  const url = URL.createObjectURL(data instanceof Blob ? data : new Blob([data], { type: "text/plain;charset=utf-8" }));
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

// Saves the file in an answer under the name that it has there.
export async function saveAnswer(answer) {
  const named = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("Content-Disposition") ?? "");
  save(named ? decodeURIComponent(named[1]) : "file", await answer.blob());
}

export async function copy(text, state) {
  await navigator.clipboard.writeText(text);
  state.textContent = say.copied;
}

// Files

const FORMATS = { txt: "text", srt: "srt", vtt: "vtt", md: "markdown", ass: "ass", ssa: "ass" };
const suffix = (name) => name.split(".").pop().toLowerCase();
export const formatOf = (name) => FORMATS[suffix(name)] ?? "text";
// Formats whose texts may be worked on in pieces.
export const divisible = (name) => ["text", "srt"].includes(formatOf(name));

// The text of a file that can stand in a field; null where the server has to read it.
export async function textOf(file) {
  if (!(suffix(file.name) in FORMATS)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return null; // an old encoding: the server tells which
  }
}

// Files that are opened with a button or dropped on an element.
export function onFiles(place, take, button = $(".open", place)) {
  const input = make("input", { type: "file", hidden: true, multiple: true });
  place.append(input);
  button?.addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = "";
    if (files.length) take(files);
  });
  const over = (on) => (event) => {
    if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return false;
    event.preventDefault();
    event.stopPropagation();
    place.classList.toggle("dropping", on);
    return true;
  };
  place.addEventListener("dragover", over(true));
  place.addEventListener("dragleave", over(false));
  place.addEventListener("drop", (event) => over(false)(event) && take([...event.dataTransfer.files]));
}
