// Runs the quick start from the documentation of Azure Web PubSub.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { LocalService } from "./local_service.js";
import { Program } from "./program.js";

let service;
before(async () => (service = await LocalService.start()));
after(() => service.stop());

test("A subscriber prints the message of a publisher", async () => {
  const environment = { WebPubSubConnectionString: service.connectionString };
  const node = (...args) => new Program(process.execPath, args, environment);
  const subscriber = node("quick_start/subscribe.cjs");
  assert.equal(await subscriber.nextLine(), "connected");

  const publisher = node("quick_start/publish.cjs", "Hello World");
  assert.equal(await publisher.exitStatus(), 0);
  assert.equal(await subscriber.nextLine(), "Message received: Hello World");
  await subscriber.stop();
});
