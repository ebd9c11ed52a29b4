// Connected clients of a hub: plain and reliable clients of the client SDK, and raw WebSockets. Each client
// puts the messages that it receives into its inbox, in a common format.
import { once } from "node:events";

import {
  WebPubSubClient,
  WebPubSubJsonProtocol,
  WebPubSubJsonReliableProtocol,
} from "@azure/web-pubsub-client";
import { WebSocket } from "ws";

import { Inbox, until } from "./inbox.js";

/** The roles for all permissions of a client. */
export const ALL_ROLES = ["webpubsub.joinLeaveGroup", "webpubsub.sendToGroup"];

const PROTOCOLS = [WebPubSubJsonProtocol(), WebPubSubJsonReliableProtocol()];
export const [PLAIN, RELIABLE] = PROTOCOLS.map((protocol) => protocol.name);

const urlFor = async (hub, access) => (await hub.getClientAccessToken(access)).url;

export const connectPlain = async (hub, access, options) =>
  connectByUrl(await urlFor(hub, access), PLAIN, options);
export const connectReliable = async (hub, access, options) =>
  connectByUrl(await urlFor(hub, access), RELIABLE, options);

// By default, clients retry nothing, so that the first response counts. Keep-alive timers are off, because they
// would delay the end of the tests.
const ONCE = {
  autoReconnect: false,
  messageRetryOptions: { maxRetries: 0 },
  keepAliveIntervalInMs: 0,
  keepAliveTimeoutInMs: 0,
};

/** @param options additional options for the client SDK, which override ONCE. */
export async function connectByUrl(url, protocolName, options) {
  const protocol = PROTOCOLS.find((one) => one.name === protocolName);
  const client = new WebPubSubClient(url, { ...ONCE, ...options, protocol });
  const inbox = new Inbox(`a client by ${protocolName}`);
  const ended = new Inbox(`the end of a client by ${protocolName}`);
  client.on("server-message", ({ message }) => inbox.put(received(message)));
  client.on("group-message", ({ message }) => inbox.put(received(message)));
  client.on("disconnected", (event) => ended.put(event.message?.message));
  const connected = new Promise((resolve) => client.on("connected", resolve));
  await client.start();
  const { connectionId, userId } = await connected;
  return {
    client,
    connectionId,
    userId,
    next: () => inbox.next(),
    /** Waits for the end of the connection, and returns the service's message, if there is one. */
    ended: () => ended.next(),
    disconnect: () => client.stop(),
  };
}

function received({ kind, group, fromUserId, dataType, data }) {
  const message = { from: "server", dataType, data };
  if (kind === "groupData") Object.assign(message, { from: "group", group, fromUserId });
  if (dataType === "binary") message.data = [...new Uint8Array(data)];
  return message;
}

/** @param query additional parameters for the URL, such as `&webpubsub_mode=sendToGroup&group=room`. */
export async function connectRaw(hub, access, query = "") {
  const socket = new WebSocket((await urlFor(hub, access)) + query);
  const inbox = new Inbox("a raw client");
  socket.on("message", (data, isBinary) => inbox.put(isBinary ? [...data] : data.toString()));
  const closed = once(socket, "close");
  await once(socket, "open");
  // A raw client receives no connected message, so this waits until the service knows the client.
  await until(() => hub.userExists(access.userId));
  return {
    socket,
    next: () => inbox.next(),
    ended: async () => (await closed)[0],
    disconnect: () => socket.terminate(),
  };
}

/** The status with which the service refuses a client. */
export async function statusOfRefusal(url) {
  const [error] = await once(new WebSocket(url, PLAIN), "error");
  return Number(/^Unexpected server response: (\d+)$/.exec(error.message)[1]);
}
