// The local service repeats an event that a handler fails with 500: after 1, 3 and 5 seconds. So the tests run at the
// same time.
import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { connectByUrl, PLAIN, statusOfRefusal } from "./clients.js";
import { ExpressHandler } from "./express_handler.js";
import { CppHandler } from "./handler_peer.js";
import { LocalService } from "./local_service.js";

const ATTEMPTS = 4;

async function start(Handler) {
  const handler = await Handler.start();
  const service = await LocalService.start("--event-handler", `chat=${handler.url}/{event}`);
  const urlFor = async (query) =>
    (await service.hub("chat").getClientAccessToken({ userId: "ann" })).url + query;
  const stop = async () => {
    await service.stop();
    await handler.stop();
  };
  return { handler, urlFor, stop };
}

describe("A failure with 500", { concurrency: true }, () => {
  for (const Handler of [ExpressHandler, CppHandler]) {
    test(`of ${Handler.title} refuses a client after four attempts`, async () => {
      const { handler, urlFor, stop } = await start(Handler);
      assert.equal(await statusOfRefusal(await urlFor("&status=500")), 500);
      const attempts = [];
      for (let i = 0; i < ATTEMPTS; ++i) attempts.push(await handler.nextEvent());
      const [{ connectionId }] = attempts;
      for (const attempt of attempts)
        assert.deepEqual(attempt, {
          event: "connect",
          connectionId,
          userId: "ann",
          sub: "ann",
          query: { status: ["500"] },
          subprotocols: [PLAIN],
        });
      const next = await connectByUrl(await urlFor(""), PLAIN);
      assert.equal((await handler.nextEvent()).connectionId, next.connectionId);
      next.disconnect();
      await stop();
    });
  }
});
