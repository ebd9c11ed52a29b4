// The C++ event handler, as a program.
import { Program } from "./program.js";
import { CONNECTION_STRING } from "./signed_request.js";

export class CppHandler {
  static title = "the C++ handler";
  #program;

  /** Starts the program whose path is in the environment variable WEBPUBSUB_INTEROP_HANDLER. */
  static async start() {
    const program = new Program(process.env.WEBPUBSUB_INTEROP_HANDLER, [], {
      WebPubSubConnectionString: CONNECTION_STRING,
    });
    return new CppHandler(program, await program.nextLine());
  }

  constructor(program, url) {
    this.#program = program;
    this.url = url;
  }

  /** The next system event that it has received. */
  async nextEvent() {
    return JSON.parse(await this.#program.nextLine());
  }

  stop() {
    return this.#program.stop();
  }
}
