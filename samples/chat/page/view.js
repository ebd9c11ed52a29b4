// The elements of the page. Everything that users write becomes text, never markup.

const MOST_MESSAGES = 300; // in each room

export const byId = (id) => document.getElementById(id);

/** Makes an element with attributes and content: texts and elements. */
function element(name, attributes = {}, ...content) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...content);
  return made;
}

const hourAndMinute = (time) => time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

// A decoration, which always has the same colour for the same name.
function avatar(user) {
  let sum = 0;
  for (const letter of user) sum = (sum * 31 + letter.codePointAt(0)) % 6;
  return element("span", { class: `avatar colour-${sum}`, "aria-hidden": "true" }, user.slice(0, 1).toUpperCase());
}

export function setStatus(state, text) {
  byId("status").dataset.state = state;
  byId("status").textContent = text;
}

/** Shows the list of rooms. */
export function showRooms(rooms, current, onChoose) {
  const items = rooms.map((room) => {
    const button = element("button", { type: "button", "data-room": room.name }, `# ${room.name}`);
    if (room.name === current) button.setAttribute("aria-current", "true");
    if (room.unread > 0) {
      button.append(" ", element("span", { class: "unread" }, `${room.unread}`, element("span", { class: "unseen" }, " unread")));
    }
    if (room.joined) button.classList.add("joined");
    button.addEventListener("click", () => onChoose(room.name));
    return element("li", {}, button);
  });
  const focused = document.activeElement?.dataset?.room;
  byId("rooms").replaceChildren(...items);
  if (focused) byId("rooms").querySelector(`[data-room="${CSS.escape(focused)}"]`)?.focus();
}

function logOf(room) {
  const id = `log-${room}`;
  if (!byId(id)) {
    const label = `Messages in ${room}`;
    const attributes = { id, class: "log", role: "log", "aria-live": "polite", "aria-label": label, tabindex: "0" };
    byId("logs").append(element("div", { ...attributes, hidden: "" }));
  }
  return byId(id);
}

/** Shows a room's messages and hides those of the other rooms. */
export function showRoom(room) {
  byId("room-title").textContent = `# ${room}`;
  const shown = logOf(room);
  for (const log of byId("logs").children) log.hidden = log !== shown;
  shown.scrollTop = shown.scrollHeight;
}

function append(room, item) {
  const log = logOf(room);
  const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  log.append(item);
  if (log.childElementCount > MOST_MESSAGES) log.firstElementChild.remove();
  // Don't scroll if the user is reading older messages.
  if (isAtEnd) log.scrollTop = log.scrollHeight;
}

export function addMessage(room, { user, text, isOwn }) {
  const time = new Date();
  const head = element("p", { class: "head" }, element("strong", {}, user), " ",
    element("time", { datetime: time.toISOString() }, hourAndMinute(time)));
  const body = element("div", { class: "body" }, head, element("p", { class: "text" }, text));
  const message = element("article", { class: isOwn ? "message own" : "message", "data-user": user }, avatar(user), body);
  // Consecutive messages of the same user show the name only once.
  if (logOf(room).lastElementChild?.dataset.user === user) message.classList.add("follows");
  append(room, message);
}

export function addAnnouncement(room, text) {
  const head = element("strong", {}, "Announcement");
  append(room, element("article", { class: "announcement" }, head, element("p", { class: "text" }, text)));
}

export const addNote = (room, text) => append(room, element("p", { class: "note" }, text));

/** Shows the members of the room. Unless onClose is null, each has a button to close the connection. */
export function showMembers(list, self, onClose) {
  byId("members-title").textContent = `Who is here (${list.length})`;
  const items = list.map(({ user, connectionId }) => {
    const name = element("span", { class: "name" }, user, ...(user === self ? [element("small", {}, " you")] : []));
    const item = element("li", {}, avatar(user), name);
    if (onClose && connectionId) {
      const button = element("button", { type: "button", "aria-label": `Close ${user}’s connection`, "data-connection": connectionId }, "Close");
      button.addEventListener("click", () => onClose({ user, connectionId }));
      item.append(button);
    }
    return item;
  });
  const focused = document.activeElement?.dataset?.connection;
  byId("members").replaceChildren(...items);
  if (focused) byId("members").querySelector(`[data-connection="${CSS.escape(focused)}"]`)?.focus();
}

/** Shows why the connection was closed, with a button to reconnect. */
export function showFarewell({ byApplication, reason }) {
  const who = byApplication ? "An administrator" : "The service";
  byId("farewell-title").textContent = `${who} closed your connection.`;
  byId("farewell-reason").textContent = reason ? `Reason: ${reason}` : "No reason was given.";
  byId("farewell").hidden = false;
  byId("return").focus();
}

export const hideFarewell = () => (byId("farewell").hidden = true);

/** Asks an administrator for a reason. Returns null if they cancel. */
export function askForReason(user) {
  const dialog = byId("closing");
  byId("closing-title").textContent = `Close ${user}’s connection?`;
  byId("reason").value = "";
  dialog.returnValue = "cancel";
  dialog.showModal();
  byId("reason").focus();
  byId("keep").onclick = () => dialog.close("cancel");
  return new Promise((resolve) => {
    dialog.addEventListener(
      "close",
      () => resolve(dialog.returnValue === "close" ? byId("reason").value.trim() : null),
      { once: true },
    );
  });
}
