// Two people chat, each in a browser of their own, and a developer watches the local service.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { checkAccessibility } from "./accessibility.mjs";
import { Chat, comeIn, say } from "./chat.mjs";
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

test("Before anybody is in, the page can be used by everybody", async () => {
  await bob.open(chat.page);
  await checkAccessibility(bob);
});

test("Two people come in, and see each other", async () => {
  await Promise.all([comeIn(ann, chat.adminPage, "ann"), comeIn(bob, chat.page, "bob")]);
  await Promise.all([ann.sees("#members", "bob"), bob.sees("#members", "ann")]);
  assert.equal(await ann.text("#members-title"), "Who is here (2)");
});

test("The administrator's token doesn't stay in the address bar", async () => {
  assert.equal(await ann.run(() => location.href), chat.page);
});

test("They chat, in markup as well, which stays text", async () => {
  await say(ann, "Hello, Bob!");
  await bob.sees("#log-lobby", "Hello, Bob!");
  await say(bob, MARKUP);
  await ann.sees("#log-lobby", MARKUP);
  await bob.sees("#log-lobby .own", MARKUP);
  assert.deepEqual(await ann.all("#log-lobby img, #log-lobby b"), []);
  assert.equal(await ann.run(() => document.title), "Chat");
});

test("What is said in another room is counted, and read there", async () => {
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

test("The administrator broadcasts, and nobody else can", async () => {
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

test("A name is for one person", async () => {
  await developer.open(chat.page);
  await developer.type("#name", "ann\n");
  await developer.sees("#entrance-error", "Somebody is already called ann.");
});

test("Who loses the connection is told so, and comes back", async () => {
  const seen = await bob.run(() => {
    window.states = [];
    const status = document.getElementById("status");
    new MutationObserver(() => window.states.push(status.textContent)).observe(status, { childList: true });
    return status.textContent;
  });
  assert.equal(seen, "Connected as bob");
  await chat.cut("bob");
  await bob.sees("#log-lobby", "Connected again. Messages may have passed meanwhile.");
  const states = await bob.run(() => window.states);
  assert.match(states[0], /^Disconnected\. Trying again in \d+ s$/);
  assert.deepEqual(states.slice(1), ["Connecting…", "Connected as bob"]);
  await say(ann, "There you are");
  await bob.sees("#log-lobby", "There you are");
});

test("Everybody can use the page while they chat", async () => {
  await checkAccessibility(ann);
  await checkAccessibility(bob);
  const log = await ann.run(() => {
    const { role, ariaLive } = document.getElementById("log-lobby");
    return { role, ariaLive };
  });
  assert.deepEqual(log, { role: "log", ariaLive: "polite" });
  assert.equal(await ann.run(() => document.getElementById("status").role), "status");
});

test("Who is closed sees why, and comes back when they want to", async () => {
  const reason = 'Too loud <b>for "us"</b>';
  // Bob came back before with another connection, which the list shows a moment later.
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

test("The local service shows what passes", async () => {
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

test("The pages say so when they are alone", async () => {
  await developer.click("#pause");
  await developer.sees("#status", "Live");
  assert.equal(await chat.stop(), 0);
  await bob.sees("#status", "Disconnected. Trying again in");
  await developer.sees("#status", "The service doesn’t respond.");
});
