// The JavaScript event handler, behind Express. It does the same as handler_peer.cpp: clients choose its replies by
// the parameters of their URLs and by the names of their events.
import { once } from "node:events";
import { readFileSync } from "node:fs";

import express from "express";

import { Inbox } from "./inbox.js";

// Another version of the package has another name in package.json.
const PACKAGE = process.env.WEBPUBSUB_INTEROP_EXPRESS ?? "@azure/web-pubsub-express";
const { WebPubSubEventHandler } = await import(PACKAGE);
const manifest = new URL(`node_modules/${PACKAGE}/package.json`, import.meta.url);
export const { name, version } = JSON.parse(readFileSync(manifest, "utf8"));

export class ExpressHandler {
  static title = `${name} ${version} on Node.js ${process.version}`;
  #server;
  #events = new Inbox("the JavaScript handler");

  /** @param options additional options for the package, which override the usual ones. */
  static async start(options) {
    const handler = new ExpressHandler(options);
    await once(handler.#server, "listening");
    handler.url = `http://127.0.0.1:${handler.#server.address().port}/eventhandler`;
    return handler;
  }

  constructor(options) {
    const app = express();
    app.set("env", "test"); // In other environments, Express logs errors.
    app.use(
      new WebPubSubEventHandler("chat", {
        path: "/eventhandler",
        allowedEndpoints: ["http://127.0.0.1"],
        handleConnect: (request, response) => this.#connect(request, response),
        handleUserEvent: reply,
        onConnected: ({ context }) => this.#put(context, {}),
        onDisconnected: ({ context, reason }) => this.#put(context, { reason }),
        ...options,
      }).getMiddleware(),
    );
    this.#server = app.listen(0, "127.0.0.1");
  }

  /** The next system event that it has received. */
  nextEvent() {
    return this.#events.next();
  }

  async stop() {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  #connect({ context, claims, queries, subprotocols }, response) {
    this.#put(context, { sub: claims?.sub?.[0] ?? "", query: queries, subprotocols });
    const find = (name) => queries[name]?.[0];
    if (find("status")) return response.fail(Number(find("status")), "no entry");
    if (find("mqtt")) {
      const mqtt = { code: Number(find("mqtt")), reason: "no entry", userProperties: [] };
      return response.failWith({ mqtt });
    }
    const accepted = {};
    if ("user" in queries) accepted.userId = find("user");
    if ("group" in queries) accepted.groups = [find("group")];
    if ("role" in queries) accepted.roles = find("role") ? [find("role")] : [];
    if ("subprotocol" in queries) accepted.subprotocol = find("subprotocol");
    if ("states" in queries) setStates(JSON.parse(find("states")), response);
    response.success(Object.keys(accepted).length > 0 ? accepted : undefined);
  }

  #put({ eventName: event, connectionId, userId }, more) {
    const user = userId === undefined ? {} : { userId };
    this.#events.put({ event, connectionId, ...user, ...more });
  }
}

function reply({ context: { eventName, states }, data, dataType }, response) {
  if (eventName === "fail" || data === "fail") return response.fail(400, "no reply");
  if (eventName === "quiet") return response.success();
  if (eventName === "states") return response.success(JSON.stringify(states), "json");
  if (eventName === "remember") {
    setStates(data, response);
    return response.success();
  }
  response.success(dataType === "json" ? JSON.stringify(data) : data, dataType);
}

function setStates(states, response) {
  for (const [name, value] of Object.entries(states)) response.setState(name, value);
}
