// Polls the local service once a second and shows its traffic. Everything that comes from clients is inserted
// as text, never as markup.
"use strict";

const PAUSE_MS = 1000;
const MAX_CLIENTS = 200; // of a hub; more would slow down the browser

const byId = (id) => document.getElementById(id);

/** An element with a class (or none) and its content: texts and elements. */
function element(name, className, ...content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

const tag = (text, kind = "") => element("span", `tag ${kind}`, text);

function timeOf(milliseconds) {
  const time = new Date(milliseconds);
  const made = element("td", "time", time.toTimeString().slice(0, 8));
  made.title = time.toISOString();
  return made;
}

function clientItem(client) {
  const name = client.userId ?? "no user";
  const item = element("li", "", element("strong", "", name), " ");
  if (!client.attached) item.append(tag("disconnected, can reconnect", "bad"));
  for (const group of client.groups) item.append(tag(group));
  item.append(element("span", "id", client.connectionId));
  item.append(element("span", "id", client.protocol ?? "raw WebSocket"));
  return item;
}

const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

function hubSection(name, { connections }) {
  const groups = new Set(connections.flatMap((client) => client.groups));
  const summary = `${count(connections.length, "client")}, ${count(groups.size, "group")}`;
  const list = element("ul", "", ...connections.slice(0, MAX_CLIENTS).map(clientItem));
  const left = connections.length - MAX_CLIENTS;
  if (left > 0) list.append(element("li", "faint", `and ${left} more`));
  return element("div", "", element("h3", "", name, element("small", "", summary)), list);
}

function receiversOf(message) {
  if (message.receivers === 0) return tag("no receivers", "bad");
  const more = message.receivers - message.firstReceivers.length;
  const names = message.firstReceivers.join(", ") + (more > 0 ? ` and ${more} more` : "");
  return element("span", message.group === null ? "" : "faint", names);
}

function messageRow(message) {
  const sender = message.fromConnection === null ? "server" : (message.fromUser ?? "no user");
  const to = element("td", "to");
  if (message.group !== null) to.append(tag(message.group), " ");
  to.append(receiversOf(message));
  const kind = `${message.dataType}, ${count(message.size, "byte")}`;
  const shown = element("td", "", element("code", "", message.preview));
  const hub = element("td", "", message.hub);
  return element("tr", "", timeOf(message.time), hub, element("td", "", sender), to, shown, element("td", "kind", kind));
}

function requestRow(request) {
  const hasResponse = request.status !== 0;
  const status = tag(hasResponse ? `${request.status}` : "none yet", request.status < 400 && hasResponse ? "good" : "bad");
  const shown = element("code", "", `${request.method} ${request.path}`);
  return element("tr", "", timeOf(request.time), element("td", "", status), element("td", "", shown));
}

function eventOutcome(event) {
  if (!event.hasEnded) return tag("none yet", "bad");
  const isGood = event.status >= 200 && event.status < 300;
  const outcome = element("span", "", tag(event.status !== 0 ? `${event.status}` : event.error, isGood ? "good" : "bad"));
  if (event.attempts > 1) outcome.append(` after ${event.attempts} attempts`);
  return outcome;
}

function eventRow(event) {
  const cell = (...content) => element("td", "", ...content);
  const sender = cell(event.userId || event.connectionId);
  const handler = cell(element("code", "", event.url));
  return element("tr", "", timeOf(event.time), cell(event.hub), cell(event.event), sender, handler, cell(eventOutcome(event)));
}

function fill(id, rows, columns, nothing) {
  const empty = element("td", "empty", nothing);
  empty.colSpan = columns;
  byId(id).replaceChildren(...(rows.length > 0 ? rows : [element("tr", "", empty)]));
}

function show({ state, messages, events, requests }) {
  const hubs = Object.entries(state.hubs).filter(([, hub]) => hub.connections.length > 0);
  const noClients = element("p", "empty", "No clients are connected.");
  byId("hubs").replaceChildren(...(hubs.length > 0 ? hubs.map((hub) => hubSection(...hub)) : [noClients]));
  fill("messages", messages.reverse().map(messageRow), 6, "No messages yet.");
  byId("events-section").hidden = events.length === 0;
  fill("events", events.reverse().map(eventRow), 6, "No events yet.");
  fill("requests", requests.reverse().map(requestRow), 3, "No requests yet.");
}

// Screen readers announce the status on each change of the element, so it changes only with the text.
function setStatus(text, isBad = false) {
  const status = byId("status");
  if (status.textContent !== text) status.textContent = text;
  status.classList.toggle("bad", isBad);
}

let shown = "";
let paused = false;

async function update() {
  try {
    const response = await fetch("/_local/live", { cache: "no-store" });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const text = await response.text();
    if (paused) return;
    // Replacing the elements would clear the user's selection, so they stay while the data is the same.
    if (text !== shown) show(JSON.parse(text));
    shown = text;
    setStatus("Live");
  } catch {
    if (!paused) setStatus("The service doesn’t respond. The page shows the last data.", true);
  }
}

async function keepUpdating() {
  if (!paused && !document.hidden) await update();
  setTimeout(keepUpdating, PAUSE_MS);
}

byId("pause").addEventListener("click", () => {
  paused = !paused;
  byId("pause").setAttribute("aria-pressed", `${paused}`);
  if (paused) setStatus("Paused");
  else update();
});

byId("address").textContent = location.origin;
keepUpdating();
