// Runs a program, and gives access to its standard output, line by line.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { Inbox } from "./inbox.js";

export class Program {
  #process;
  #lines;
  #ended;

  constructor(file, args, env = {}) {
    this.#process = spawn(file, args, { env: { ...process.env, ...env } });
    this.#process.stderr.pipe(process.stderr);
    this.#lines = new Inbox(`the output of ${file}`);
    createInterface(this.#process.stdout).on("line", (line) => this.#lines.put(line));
    this.#ended = once(this.#process, "exit");
    process.on("exit", () => this.#process.kill());
  }

  nextLine() {
    return this.#lines.next();
  }

  /** Waits until the program ends, and returns its exit status. */
  async exitStatus() {
    return (await this.#ended)[0];
  }

  /** Stops the program with SIGTERM, and returns its exit status. */
  async stop() {
    this.#process.kill("SIGTERM");
    return this.exitStatus();
  }
}
