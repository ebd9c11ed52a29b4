// Two people chat, each in their own browser, and a developer watches the local service.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { checkAccessibility } from "./accessibility.mjs";
import { Chat, join, say } from "./chat.mjs";
import { Driver } from "./webdriver.mjs";

const MARKUP = `<img src=x onerror="document.title='broken in'"> & <b>bold</b>`;

let driver;
let chat;
let ann; // the administrator
let bob;
let developer;

before(async () => {
  chat = await Chat.start();
  driver = await Driver.start();
  [ann, bob, developer] = await Promise.all([driver.browser(), driver.browser(), driver.browser()]);
});

after(() => Promise.all([driver?.stop(), chat?.stop()]));

test("The page is accessible before anyone joins", async () => {
  await bob.open(chat.page);
  await checkAccessibility(bob);
});

test("Two people join and see each other", async () => {
  await Promise.all([join(ann, chat.adminPage, "ann"), join(bob, chat.page, "bob")]);
  await Promise.all([ann.sees("#members", "bob"), bob.sees("#members", "ann")]);
  assert.equal(await ann.text("#members-title"), "Who is here (2)");
});

test("The administrator's token doesn't stay in the address bar", async () => {
  assert.equal(await ann.run(() => location.href), chat.page);
});

test("Messages arrive, and markup in them stays text", async () => {
  await say(ann, "Hello, Bob!");
  await bob.sees("#log-lobby", "Hello, Bob!");
  await say(bob, MARKUP);
  await ann.sees("#log-lobby", MARKUP);
  await bob.sees("#log-lobby .own", MARKUP);
  assert.deepEqual(await ann.all("#log-lobby img, #log-lobby b"), []);
  assert.equal(await ann.run(() => document.title), "Chat");
});

test("Messages in another room are counted, and can be read there", async () => {
  await bob.click("[data-room=lunch]");
  await bob.sees("#log-lunch", "You joined lunch.");
  await ann.click("[data-room=lunch]");
  await ann.sees("#log-lunch", "You joined lunch.");
  await ann.click("[data-room=lobby]");
  await say(bob, "Pizza today");
  await ann.sees("[data-room=lunch] .unread", "1");
  await ann.click("[data-room=lunch]");
  await ann.sees("#log-lunch", "Pizza today");
  await ann.click("#leave");
  await bob.sees("#members-title", "Who is here (1)");
  await bob.click("[data-room=lobby]");
});

test("Each hears from the server who comes and goes, and asks it who is here", async () => {
  await join(developer, chat.page, "cleo");
  await Promise.all([ann, bob].map((one) => one.sees("#log-lobby", "cleo came.")));
  assert.doesNotMatch(await developer.text("#log-lobby"), /cleo came/);
  await say(developer, "/who");
  await developer.sees("#log-lobby", "Here now: ann, bob, cleo.");
  await say(developer, "/nothing");
  await developer.sees("#notice", "There is no such command; /who says who is here.");
  await developer.open("about:blank");
  await Promise.all([ann, bob].map((one) => one.sees("#log-lobby", "cleo went.")));
  assert.doesNotMatch(await bob.text("#log-lobby"), /who/);
});

test("Only the administrator can broadcast", async () => {
  await ann.type("#announcement", "The kitchen closes at nine.");
  await ann.click("#broadcast button");
  await Promise.all([ann, bob].map((one) => one.sees("#log-lobby .announcement", "The kitchen closes at nine.")));
  assert.equal(await bob.text("#broadcast"), "");
  const status = await bob.run(() =>
    fetch("/admin/broadcast", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ text: "hi" }),
    }).then(({ status }) => status),
  );
  assert.equal(status, 403);
});

test("Two people can't have the same name", async () => {
  await developer.open(chat.page);
  await developer.type("#name", "ann\n");
  await developer.sees("#entrance-error", "Somebody is already called ann.");
});

test("A client that loses its connection shows this and reconnects", async () => {
  const seen = await bob.run(() => {
    window.states = [];
    const status = document.getElementById("status");
    new MutationObserver(() => window.states.push(status.textContent)).observe(status, { childList: true });
    return status.textContent;
  });
  assert.equal(seen, "Connected as bob");
  await chat.abort("bob");
  await bob.sees("#log-lobby", "Connected again. Messages may have passed meanwhile.");
  const states = await bob.run(() => window.states);
  assert.match(states[0], /^Disconnected\. Trying again in \d+ s$/);
  assert.deepEqual(states.slice(1), ["Connecting…", "Connected as bob"]);
  await say(ann, "There you are");
  await bob.sees("#log-lobby", "There you are");
});

test("The page is accessible during the chat", async () => {
  await checkAccessibility(ann);
  await checkAccessibility(bob);
  const log = await ann.run(() => {
    const { role, ariaLive } = document.getElementById("log-lobby");
    return { role, ariaLive };
  });
  assert.deepEqual(log, { role: "log", ariaLive: "polite" });
  assert.equal(await ann.run(() => document.getElementById("status").role), "status");
});

test("A person whose connection is closed sees the reason and can return", async () => {
  const reason = 'Too loud <b>for "us"</b>';
  // Bob has reconnected with a new connection, which the list shows after a moment.
  await ann.click(`#members button[data-connection="${await chat.connectionOf("bob")}"]`);
  await checkAccessibility(ann);
  await ann.type("#reason", `${reason}\n`);
  await bob.sees("#farewell", "An administrator closed your connection.");
  await bob.sees("#farewell", `Reason: ${reason}`);
  assert.equal(await bob.text("#status"), "Disconnected");
  assert.equal(await bob.text("#members-title"), "Who was here");
  await checkAccessibility(bob);
  await ann.sees("#members-title", "Who is here (1)");
  await say(bob, "Hello?");
  await bob.sees("#notice", "Not sent: you are not connected.");
  await bob.click("#return");
  await bob.sees("#status", "Connected as bob");
  await ann.sees("#members-title", "Who is here (2)");
});

test("The live page of the local service shows the traffic", async () => {
  await developer.open(chat.livePage);
  await developer.sees("#hubs", "ann");
  await developer.sees("#status", "Live");
  await say(bob, `Seen from outside ${MARKUP}`);
  await developer.sees("#messages", `Seen from outside ${MARKUP}`);
  for (const receiver of ["ann", "bob"]) await developer.sees("#messages tr td:nth-child(4)", receiver);
  await developer.sees("#requests", "/groups/lobby/connections");
  assert.deepEqual(await developer.all("#messages img, #messages b"), []);
  await checkAccessibility(developer);
  await developer.click("#pause");
  await developer.sees("#status", "Paused");
  const source = await developer.run(() => document.documentElement.outerHTML);
  assert.doesNotMatch(source, /access_token|Bearer|AccessKey|eyJ/);
});

test("The pages show when the service has stopped", async () => {
  await developer.click("#pause");
  await developer.sees("#status", "Live");
  assert.equal(await chat.stop(), 0);
  await bob.sees("#status", "Disconnected. Trying again in");
  await developer.sees("#status", "The service doesn’t respond.");
});
