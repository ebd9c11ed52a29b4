// Runs the program webpubsub-local on a free port, and accesses it as its users do.
import { WebPubSubServiceClient } from "@azure/web-pubsub";

import { Program } from "./program.js";

export class LocalService {
  #program;

  /** Starts the program whose path is in the environment variable WEBPUBSUB_LOCAL. */
  static async start(...args) {
    const program = new Program(process.env.WEBPUBSUB_LOCAL, ["--port", "0", ...args]);
    return new LocalService(program, await program.nextLine());
  }

  constructor(program, connectionString) {
    this.#program = program;
    this.connectionString = connectionString;
    this.endpoint = /Endpoint=([^;]*);/.exec(connectionString)[1];
  }

  /** A client of the service SDK. */
  hub(name) {
    return new WebPubSubServiceClient(this.connectionString, name, {
      allowInsecureConnection: true,
    });
  }

  /** Closes a client's TCP connection without a close frame. */
  async abort(connectionId) {
    await this.#control("POST", `clients/${connectionId}/abort`);
  }

  /** Rejects all clients that connect or reconnect to a hub, until the caller calls the returned function. */
  async rejectClients(hub) {
    const match = { method: "GET", path: `/client/hubs/${hub}`, count: 0 };
    await this.#control("POST", "faults", [{ match, action: { status: 503 } }]);
    return () => this.#control("POST", "faults", []);
  }

  async advanceClock(seconds) {
    await this.#control("POST", "clock", { advanceSeconds: seconds });
  }

  /** The service's description of a client; undefined if there is no such client. */
  async connection(hub, connectionId) {
    const { hubs } = await (await this.#control("GET", "state")).json();
    return hubs[hub]?.connections.find((one) => one.connectionId === connectionId);
  }

  stop() {
    return this.#program.stop();
  }

  async #control(method, path, body) {
    const response = await fetch(`${this.endpoint}/_local/${path}`, {
      method,
      body: body && JSON.stringify(body),
    });
    if (!response.ok)
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  }
}
