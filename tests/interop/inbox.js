// Keeps items in order of arrival until a test reads them.

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

  /** The next item; fails if none arrives in time. */
  next() {
    if (this.#arrived.length > 0) return Promise.resolve(this.#arrived.shift());
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`nothing arrived at ${this.#name}`)),
        PATIENCE_MS,
      );
      this.#waiting.push((item) => {
        clearTimeout(timer);
        resolve(item);
      });
    });
  }
}

/** Waits until a condition is true. `what` describes the condition in the error after a timeout. */
export async function until(condition, what = "it") {
  const end = Date.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`timed out waiting for this: ${what}`);
    await new Promise(setImmediate);
  }
}
