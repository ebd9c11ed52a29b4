// A connection to Azure Web PubSub with the subprotocol json.webpubsub.azure.v1 and the browser's WebSocket. It
// reconnects when it is lost, and reports each change of its state.
import { Refused } from "./backend.js";

const SUBPROTOCOL = "json.webpubsub.azure.v1";
const PING_MS = 15_000; // without pings, a lost network would go unnoticed
const TIMEOUT_MS = 10_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 20_000;
const CLOSED_BY_SERVER = /^Application server closed the connection\.(?: Reason: (.*))?$/s;

export class Connection extends EventTarget {
  #negotiate;
  #state = "closed";
  #socket = null;
  #farewell = null;
  #waiting = new Map(); // requests that the service has not acknowledged yet, by ackId
  #lastAckId = 0;
  #failures = 0;
  #timer = null;
  #pinger = null;
  #pongTimer = null;

  /** @param negotiate an async function that returns a URL to connect with. */
  constructor(negotiate) {
    super();
    this.#negotiate = negotiate;
    // Don't wait any longer once the network is back.
    addEventListener("online", () => this.#timer !== null && this.open());
  }

  /** Connects. Reports "state" events: connecting, connected, waiting, closed, refused. */
  async open() {
    if (this.#state === "connecting" || this.#state === "connected") return;
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#setState("connecting");
    try {
      const url = await this.#negotiate();
      this.#connect(url);
    } catch (error) {
      if (error instanceof Refused) this.#setState("refused", error.message);
      else this.#retry();
    }
  }

  join = (group) => this.#request({ type: "joinGroup", group });
  leave = (group) => this.#request({ type: "leaveGroup", group });
  send = (group, text) => this.#request({ type: "sendToGroup", group, dataType: "text", data: text });
  /** Sends a command to the chat's own server, which replies with a message. */
  command = (text) => this.#request({ type: "event", event: "command", dataType: "text", data: text });

  #connect(url) {
    const socket = new WebSocket(url, SUBPROTOCOL);
    const timeout = setTimeout(() => socket.close(), TIMEOUT_MS);
    this.#socket = socket;
    this.#farewell = null;
    socket.onopen = () => clearTimeout(timeout);
    socket.onmessage = ({ data }) => this.#receive(JSON.parse(data));
    socket.onclose = ({ code }) => {
      clearTimeout(timeout);
      if (socket === this.#socket) this.#end(code);
    };
  }

  #receive(frame) {
    if (frame.type === "pong") clearTimeout(this.#pongTimer);
    else if (frame.type === "ack") this.#settle(frame);
    else if (frame.type === "message") this.dispatchEvent(new CustomEvent("message", { detail: frame }));
    else if (frame.type === "system" && frame.event === "connected") this.#begin();
    else if (frame.type === "system" && frame.event === "disconnected") this.#farewell = frame.message ?? "";
  }

  #begin() {
    this.#failures = 0;
    this.#pinger = setInterval(() => this.#ping(), PING_MS);
    this.#setState("connected");
  }

  #ping() {
    this.#socket.send(JSON.stringify({ type: "ping" }));
    clearTimeout(this.#pongTimer);
    const socket = this.#socket;
    // close() alone would wait for the service, which doesn't respond.
    this.#pongTimer = setTimeout(() => {
      socket.close();
      if (socket === this.#socket) this.#end(1006);
    }, TIMEOUT_MS);
  }

  #end(code) {
    this.#socket = null;
    clearInterval(this.#pinger);
    clearTimeout(this.#pongTimer);
    for (const { reject } of this.#waiting.values()) reject(new Error("the connection was lost"));
    this.#waiting.clear();
    // Don't reconnect if the service closed this connection on purpose. When it restarts, it closes with 1001.
    if (this.#farewell === null || code !== 1000) return this.#retry();
    const byServer = CLOSED_BY_SERVER.exec(this.#farewell);
    this.#setState("closed", { byApplication: byServer !== null, reason: byServer ? byServer[1] : this.#farewell });
  }

  // Waits longer after each failure, with jitter so that clients don't all reconnect at once.
  #retry() {
    const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures++);
    const pause = longest * (0.5 + Math.random() / 2);
    this.#timer = setTimeout(() => this.open(), pause);
    this.#setState("waiting", Math.ceil(pause / 1000));
  }

  #request(frame) {
    const socket = this.#socket;
    if (socket?.readyState !== WebSocket.OPEN) return Promise.reject(new Error("you are not connected"));
    const ackId = ++this.#lastAckId;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#settle({ ackId, error: { message: "no response arrived" } }), TIMEOUT_MS);
      this.#waiting.set(ackId, { resolve, reject, timer });
      socket.send(JSON.stringify({ ...frame, ackId }));
    });
  }

  #settle({ ackId, success, error }) {
    const request = this.#waiting.get(ackId);
    if (!request) return;
    this.#waiting.delete(ackId);
    clearTimeout(request.timer);
    if (success) request.resolve();
    else request.reject(new Error(error?.message ?? "the service refused it"));
  }

  #setState(state, detail = "") {
    this.#state = state;
    this.dispatchEvent(new CustomEvent("state", { detail: { state, detail } }));
  }
}
