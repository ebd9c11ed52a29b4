// The chat's own server. It makes the URL to connect with; messages don't pass through it.

export class Refused extends Error {}

async function ask(method, path, { body, adminToken } = {}) {
  const headers = {};
  if (body) headers["Content-Type"] = "application/json";
  if (adminToken) headers.Authorization = `Bearer ${adminToken}`;
  const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body), cache: "no-store" });
  const said = await answer.json().catch(() => ({}));
  if (answer.ok) return said;
  const message = said.error ?? `the server answered with status ${answer.status}`;
  // What the server refuses once, it refuses again; anything else may pass.
  throw answer.status < 500 ? new Refused(message) : new Error(message);
}

export const negotiate = (user, key) => ask("POST", "/negotiate", { body: { user, key } });

export const members = (room, adminToken) =>
  ask("GET", `/members?room=${encodeURIComponent(room)}`, { adminToken });

export const broadcast = (text, adminToken) => ask("POST", "/admin/broadcast", { body: { text }, adminToken });

export const closeConnection = (connectionId, reason, adminToken) =>
  ask("POST", "/admin/close", { body: { connectionId, reason }, adminToken });
