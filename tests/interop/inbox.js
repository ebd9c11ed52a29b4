// What arrives while a test looks elsewhere, kept in order.

const PATIENCE_MS = 60_000;

export class Inbox {
  #name;
  #arrived = [];
  #waiting = [];

  constructor(name) {
    this.#name = name;
  }

  put(item) {
    const waiting = this.#waiting.shift();
    if (waiting) waiting(item);
    else this.#arrived.push(item);
  }

  /** The next one; fails if none comes in time. */
  next() {
    if (this.#arrived.length > 0) return Promise.resolve(this.#arrived.shift());
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`nothing came to ${this.#name}`)),
        PATIENCE_MS,
      );
      this.#waiting.push((item) => {
        clearTimeout(timer);
        resolve(item);
      });
    });
  }
}

/** Waits for what comes true on its own soon; `what` names it if it doesn't. */
export async function until(condition, what = "it") {
  const end = Date.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`never came true: ${what}`);
    await new Promise(setImmediate);
  }
}
