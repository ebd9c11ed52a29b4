// Requests to event handlers as the service sends them, for tests without the local service.
import { createHmac } from "node:crypto";

/** The access key of a local service, unless it is started with another one. */
const KEY = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";

export const CONNECTION_STRING = `Endpoint=http://127.0.0.1;AccessKey=${KEY};Version=1.0;`;

const ID = "0f9c97a2f0bf4706afe87a14e0797b11";
const SIGNATURE = `sha256=${createHmac("sha256", KEY).update(ID).digest("hex")}`;
const SENDER = { "webhook-request-origin": "127.0.0.1", "ce-awpsversion": "1.0" };

/** @param headers in lower case; they override the usual ones, and undefined removes one. */
export function validation(headers = {}) {
  return { method: "OPTIONS", headers: { ...SENDER, ...headers } };
}

/** @param type without `azure.webpubsub.`, for example `sys.connect`. */
export function event(type, body = "{}", headers = {}) {
  const usual = {
    ...SENDER,
    "content-type": "application/json; charset=utf-8",
    "ce-specversion": "1.0",
    "ce-type": `azure.webpubsub.${type}`,
    "ce-source": `/hubs/chat/client/${ID}`,
    "ce-id": "1",
    "ce-time": "2026-01-31T12:00:00Z",
    "ce-signature": SIGNATURE,
    "ce-connectionid": ID,
    "ce-hub": "chat",
    "ce-eventname": type.slice(type.indexOf(".") + 1),
  };
  return { method: "POST", headers: { ...usual, ...headers }, body: Buffer.from(body) };
}

export async function send({ method, headers, body }, handler) {
  const present = Object.entries(headers).filter(([, value]) => value !== undefined);
  const response = await fetch(`${handler.url}/event`, { method, headers: present, body });
  return {
    status: response.status,
    allowedOrigin: response.headers.get("webhook-allowed-origin"),
    mediaType: response.headers.get("content-type")?.split(";")[0],
    state: response.headers.get("ce-connectionstate"),
    body: await response.text(),
  };
}
