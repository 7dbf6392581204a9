// A long text in blocks, asked for one after the other: what comes is shown at once, and what has
// not changed is not asked for again.

const ENDS = /[.!?…:;”"»)\]]$/;

// Where a text may be cut: at blank lines or behind sentences once it is long enough, at any line
// once it is far too long.
function* cut(text, most) {
  let start = 0, at = 0;
  while (at < text.length) {
    at = text.indexOf("\n", at) + 1 || text.length;
    const size = at - start;
    if (size < most) continue;
    const line = text.slice(text.lastIndexOf("\n", at - 2) + 1, at).trim();
    if (!line || ENDS.test(line) || size > 2 * most) {
      yield text.slice(start, at);
      start = at;
    }
  }
  if (start < text.length) yield text.slice(start);
}

// The blocks of a text, those of them that were there before as they were.
export function renewed(old, text, most) {
  let head = 0, tail = old.length, at = 0, end = text.length;
  while (head < tail && text.startsWith(old[head].text, at)) at += old[head++].text.length;
  while (tail > head) {
    const { length } = old[tail - 1].text;
    if (end - length < at || text.slice(end - length, end) !== old[tail - 1].text) break;
    end -= length;
    tail--;
  }
  // The first block beside a change grows with it, so that blocks do not become ever smaller.
  if (at < end && head) at -= old[--head].text.length;
  const made = [...cut(text.slice(at, end), most)].map((part) => ({ text: part, answer: null }));
  return [...old.slice(0, head), ...made, ...old.slice(tail)];
}

export class Blocks {
  // `request(block, signal)` returns the answer, `changed(block)` is told of each that has come.
  constructor({ most, request, changed, failed }) {
    Object.assign(this, { most, request, changed, failed, list: [], before: [] });
    this.running = null;
  }

  // Takes a text; one that cannot be cut is one block.
  set(text, whole = false) {
    const old = this.list;
    this.list = renewed(old, text, whole ? Infinity : this.most);
    const kept = new Set(this.list);
    const gone = old.filter((one) => one.answer && !kept.has(one));
    this.before = [...this.before, ...gone].slice(-8);
    this.#run();
  }

  // Asks for all of it again.
  reset(text, whole) {
    this.before = [...this.before, ...this.list.filter((one) => one.answer)].slice(-8);
    this.list = [];
    this.set(text, whole);
  }

  clear() {
    this.list = [];
    this.before = [];
    this.stop();
  }

  // Asks for no more; what is there stays.
  stop() {
    this.running?.control.abort();
    this.running = null;
  }

  get answers() { return this.list.map((one) => one.answer).filter(Boolean); }
  get done() { return this.answers.length; }
  get whole() { return this.list.length > 0 && this.done === this.list.length; }

  async #run() {
    if (this.running) {
      if (this.list.includes(this.running.block)) return;
      this.running.control.abort();
    }
    const block = this.list.find((one) => !one.answer);
    if (!block) return void (this.running = null);
    const mine = (this.running = { block, control: new AbortController() });
    try {
      const answer = await this.request(block, mine.control.signal);
      if (this.running !== mine) return;
      block.answer = answer;
    } catch (error) {
      if (this.running !== mine) return;
      this.running = null;
      this.failed(error);
      return;
    }
    this.running = null;
    this.#run();
    this.changed(block, this.before);
  }
}

// What a person decided of sentences goes over to the same sentences of a new answer; what was
// decided last comes first.
export function carried(blocks, segments, take) {
  const known = new Map();
  for (const { answer } of blocks.toReversed()) {
    for (const one of answer.segments) known.set(one.source, [...(known.get(one.source) ?? []), one]);
  }
  for (const one of segments) {
    const same = known.get(one.source)?.shift();
    if (same) take(one, same);
  }
}
