// The chat: joins and leaves rooms, sends and receives messages, and handles a lost or closed connection.
import * as backend from "./backend.js";
import { Connection } from "./connection.js";
import * as view from "./view.js";

const { byId } = view;
const MEMBERS_MS = 2_000;

const adminToken = takeAdminToken();
let user = "";
let rooms = []; // { name, joined, unread }
let current = "";
let isConnected = false;
let lastMembers = "";

const connection = new Connection(async () => {
  // With the key, this tab can claim its name again. Other tabs can't claim the name.
  const response = await backend.negotiate(user, sessionStorage.getItem(`key of ${user}`) ?? undefined);
  sessionStorage.setItem(`key of ${user}`, response.key);
  if (rooms.length === 0) rooms = response.rooms.map((name) => ({ name, joined: false, unread: 0 }));
  return response.url;
});

// The token follows the # in the URL, which browsers don't send to servers. Remove it from the address bar at once.
function takeAdminToken() {
  const given = new URLSearchParams(location.hash.slice(1)).get("admin");
  if (given) {
    sessionStorage.setItem("admin token", given);
    history.replaceState(null, "", location.pathname);
  }
  return sessionStorage.getItem("admin token");
}

const roomOf = (name) => rooms.find((room) => room.name === name);
const showRooms = () => view.showRooms(rooms, current, enter);
const notice = (text) => (byId("notice").textContent = text);

// Makes a text a sentence: with a capital letter at the beginning and punctuation at the end.
const sentence = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;

async function enter(name) {
  const room = roomOf(name);
  current = name;
  room.unread = 0;
  view.showRoom(name);
  showRooms();
  byId("leave").disabled = false;
  byId("message").focus();
  if (!room.joined) await join(room);
  updateMembers();
}

async function join(room) {
  try {
    await connection.join(room.name);
    room.joined = true;
    view.addNote(room.name, `You joined ${room.name}.`);
  } catch (error) {
    notice(`You are not in ${room.name}: ${sentence(error.message)}`);
  }
  showRooms();
}

async function leave() {
  const room = roomOf(current);
  try {
    await connection.leave(room.name);
  } catch (error) {
    return notice(`You are still in ${room.name}: ${sentence(error.message)}`);
  }
  room.joined = false;
  view.addNote(room.name, `You left ${room.name}.`);
  const other = rooms.find((each) => each.joined);
  byId("leave").disabled = true;
  showRooms();
  if (other) enter(other.name);
  else updateMembers();
}

// Joins the rooms again after a reconnection, and says in each that messages may be missing.
async function rejoin() {
  for (const room of rooms.filter((each) => each.joined)) {
    await connection.join(room.name).catch(() => (room.joined = false));
    if (room.joined) view.addNote(room.name, "Connected again. Messages may have passed meanwhile.");
  }
  showRooms();
}

function show({ state, detail }) {
  isConnected = state === "connected";
  byId("composer").dataset.connected = `${isConnected}`;
  if (!isConnected) forgetMembers();
  if (state === "connecting") view.setStatus(state, "Connecting…");
  if (state === "waiting") view.setStatus(state, `Disconnected. Trying again in ${detail} s`);
  if (state === "connected") onConnected();
  if (state === "closed") {
    view.setStatus(state, "Disconnected");
    view.showFarewell(detail);
  }
  if (state === "refused") onRefused(detail);
}

function onConnected() {
  view.setStatus("connected", `Connected as ${user}`);
  view.hideFarewell();
  notice("");
  byId("entrance").hidden = true;
  byId("chat").hidden = false;
  if (current === "") enter(rooms[0].name);
  else rejoin().then(updateMembers);
}

function onRefused(why) {
  view.setStatus("closed", "Not connected");
  byId("entrance-error").textContent = sentence(why);
  byId("chat").hidden = true;
  byId("entrance").hidden = false;
  byId("name").focus();
}

// The server sends announcements as text, and what it has heard as JSON.
function receiveFromServer({ dataType, data }) {
  const toAll = (show, text) => rooms.forEach((room) => show(room.name, text));
  if (dataType !== "json") return toAll(view.addAnnouncement, `${data}`);
  if (data.error) notice(sentence(data.error));
  if (data.here) view.addNote(current, `Here now: ${data.here.join(", ")}.`);
  if (data.came) toAll(view.addNote, `${data.came} came.`);
  if (data.went) toAll(view.addNote, `${data.went} went.`);
  if (data.came || data.went) updateMembers();
}

function receive(message) {
  if (message.from === "server") return receiveFromServer(message);
  const room = roomOf(message.group);
  if (!room) return;
  const from = message.fromUserId ?? "somebody";
  view.addMessage(room.name, { user: from, text: `${message.data}`, isOwn: from === user });
  if (room.name === current) return;
  room.unread += 1;
  showRooms();
}

async function send(event) {
  event.preventDefault();
  const input = byId("message");
  const text = input.value.trim();
  if (text === "") return;
  notice("");
  if (!isConnected) return notice("Not sent: you are not connected.");
  if (!roomOf(current).joined) return notice(`Not sent: you are not in ${current}.`);
  input.value = "";
  try {
    await (text.startsWith("/") ? connection.command(text) : connection.send(current, text));
  } catch (error) {
    notice(`Perhaps not sent: ${sentence(error.message)}`);
    if (input.value === "") input.value = text;
  }
}

async function updateMembers() {
  if (!isConnected || document.hidden) return;
  const room = current;
  try {
    const { members } = await backend.members(room, adminToken);
    if (room !== current) return;
    const list = JSON.stringify([room, members]);
    if (list !== lastMembers) view.showMembers(members, user, adminToken ? close : null);
    lastMembers = list;
  } catch (error) {
    forgetMembers();
    if (error instanceof backend.Refused) notice(sentence(error.message));
  }
}

// Keeps the list, but marks it as outdated.
function forgetMembers() {
  byId("members-title").textContent = "Who was here";
  lastMembers = "";
}

async function close({ user: name, connectionId }) {
  const reason = await view.askForReason(name);
  if (!reason) return;
  try {
    await backend.closeConnection(connectionId, reason, adminToken);
    updateMembers();
  } catch (error) {
    notice(`${name} was not closed: ${sentence(error.message)}`);
  }
}

async function broadcast(event) {
  event.preventDefault();
  const input = byId("announcement");
  try {
    await backend.broadcast(input.value.trim(), adminToken);
    input.value = "";
    notice("");
  } catch (error) {
    notice(`Not broadcast: ${sentence(error.message)}`);
  }
}

connection.addEventListener("state", ({ detail }) => show(detail));
connection.addEventListener("message", ({ detail }) => receive(detail));
byId("entrance").addEventListener("submit", (event) => {
  event.preventDefault();
  byId("entrance-error").textContent = "";
  user = byId("name").value.trim().toLowerCase();
  connection.open();
});
byId("return").addEventListener("click", () => connection.open());
byId("leave").addEventListener("click", leave);
byId("composer").addEventListener("submit", send);
byId("broadcast").addEventListener("submit", broadcast);
byId("admin-badge").hidden = byId("broadcast").hidden = !adminToken;
document.addEventListener("visibilitychange", updateMembers);
setInterval(updateMembers, MEMBERS_MS);
byId("name").focus();
