// Requests to the chat's own server, which makes the URL to connect with. Messages don't pass through it.

export class Refused extends Error {}

async function request(method, path, { body, adminToken } = {}) {
  const headers = {};
  if (body) headers["Content-Type"] = "application/json";
  if (adminToken) headers.Authorization = `Bearer ${adminToken}`;
  const response = await fetch(path, { method, headers, body: body && JSON.stringify(body), cache: "no-store" });
  const result = await response.json().catch(() => ({}));
  if (response.ok) return result;
  const message = result.error ?? `the server responded with status ${response.status}`;
  // The server would refuse the same request again. Any other failure may be temporary.
  throw response.status < 500 ? new Refused(message) : new Error(message);
}

export const negotiate = (user, key) => request("POST", "/negotiate", { body: { user, key } });

export const members = (room, adminToken) =>
  request("GET", `/members?room=${encodeURIComponent(room)}`, { adminToken });

export const broadcast = (text, adminToken) => request("POST", "/admin/broadcast", { body: { text }, adminToken });

export const closeConnection = (connectionId, reason, adminToken) =>
  request("POST", "/admin/close", { body: { connectionId, reason }, adminToken });
