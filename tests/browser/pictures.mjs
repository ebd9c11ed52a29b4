// The pictures of the documents: node pictures.mjs FOLDER
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { Chat, join as comeIn, say } from "./chat.mjs";
import { Driver } from "./webdriver.mjs";

const folder = process.argv[2];
const chat = await Chat.start();
const driver = await Driver.start();
const [ann, bob, developer] = await Promise.all([driver.browser(), driver.browser(), driver.browser()]);

async function take(browser, name) {
  for (const scheme of ["light", "dark"]) {
    await browser.prefer(scheme);
    await writeFile(join(folder, `${name}-${scheme}.png`), await browser.picture());
  }
}

async function talk(browser, text, ...others) {
  await say(browser, text);
  await Promise.all([browser, ...others].map((one) => one.sees("#log-lobby", text)));
}

await comeIn(ann, chat.adminPage, "ann");
await comeIn(bob, chat.page, "bob");
await talk(ann, "Morning! Did the new build reach you?", bob);
await talk(bob, "It did, ten minutes ago.", ann);
await talk(bob, "Everything is green: GCC, clang and the sanitizers.", ann);
await talk(ann, "Then let us ship it before lunch", bob);
await ann.type("#announcement", "The staging servers restart at noon.");
await ann.click("#broadcast button");
await Promise.all([ann, bob].map((one) => one.sees("#log-lobby .announcement", "at noon")));
await talk(bob, "Noted. Pizza afterwards?", ann);
await bob.click("[data-room=lunch]");
await bob.sees("#log-lunch", "You joined lunch.");
await ann.click("[data-room=lunch]");
await ann.sees("#log-lunch", "You joined lunch.");
await ann.click("[data-room=lobby]");
await say(bob, "Table for six, booked.");
await ann.sees("[data-room=lunch] .unread", "1");
await ann.sees("#members-title", "Who is here (2)");
await take(ann, "chat");

await developer.open(chat.livePage);
await developer.sees("#messages", "Table for six");
await take(developer, "live");

await Promise.all([driver.stop(), chat.stop()]);
