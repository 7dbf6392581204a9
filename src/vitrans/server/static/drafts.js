// What is worked on survives a reload: values by name, in the browser's own store.

const WAIT = 400; // milliseconds without a change before something is kept
const opened = new Promise((done) => {
  const request = indexedDB.open("vitrans", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("drafts");
  request.onsuccess = () => done(request.result);
  request.onerror = () => done(null); // without a store the work goes on, and a reload loses it
});

async function asked(mode, work) {
  const store = await opened;
  if (!store) return undefined;
  return new Promise((done) => {
    const request = work(store.transaction("drafts", mode).objectStore("drafts"));
    request.onsuccess = () => done(request.result);
    request.onerror = () => done(undefined);
  });
}

export const draft = (name) => asked("readonly", (drafts) => drafts.get(name));

// Keeps what a function returns, once there is a pause.
const due = new Map();
export function keepDraft(name, value) {
  clearTimeout(due.get(name)?.timer);
  due.set(name, { value, timer: setTimeout(() => write(name), WAIT) });
}

function write(name) {
  const { value, timer } = due.get(name);
  clearTimeout(timer);
  due.delete(name);
  return asked("readwrite", (drafts) => drafts.put(value(), name));
}

addEventListener("pagehide", () => [...due.keys()].forEach(write));
addEventListener("visibilitychange", () => document.hidden && [...due.keys()].forEach(write));

// Text that is typed: there again after a reload, kept when it changes.
export async function keep(field, changed) {
  if (!field.value) field.value = (await draft(field.id)) ?? "";
  field.addEventListener("input", () => {
    keepDraft(field.id, () => field.value);
    changed?.();
  });
}
