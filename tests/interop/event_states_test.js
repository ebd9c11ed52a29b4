// The states of a connection pass between JavaScript and C++: the first event handler of the hub sets them, and the
// second one reads and changes them.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { connectByUrl, PLAIN } from "./clients.js";
import { ExpressHandler } from "./express_handler.js";
import { CppHandler } from "./handler_peer.js";
import { LocalService } from "./local_service.js";

const STATES = {
  integer: 3,
  negative: -7,
  largest: Number.MAX_SAFE_INTEGER,
  fraction: 0.1 + 0.2,
  huge: 1e300,
  tiny: 5e-324,
  yes: true,
  nothing: null,
  text: 'say "hi"\\\n\t\u0001\u2028',
  letters: "Żółw, 世界, 😀",
  empty: "",
  "": "no name",
  "a name, with=signs": [],
  list: [1, [2, { three: "3" }], null],
  object: { zero: 0, nested: { deeper: {} } },
};

for (const [Writer, Reader] of [
  [ExpressHandler, CppHandler],
  [CppHandler, ExpressHandler],
]) {
  describe(`What ${Writer.title} remembers`, () => {
    let writer, reader, service, client;
    before(async () => {
      [writer, reader] = await Promise.all([Writer.start(), Reader.start()]);
      service = await LocalService.start(
        ...["--event-handler", `chat=${writer.url}/{event}`],
        ...["--user-events", "remember", "--system-events", "connect"],
        ...["--event-handler", `chat=${reader.url}/{event}`],
      );
      const { url } = await service.hub("chat").getClientAccessToken({ userId: "ann" });
      client = await connectByUrl(`${url}&states=${encodeURIComponent('{"turns":3}')}`, PLAIN);
    });
    after(async () => {
      client.disconnect();
      await service?.stop();
      await Promise.all([writer.stop(), reader.stop()]);
    });

    async function states() {
      await client.client.sendEvent("states", "", "text");
      return (await client.next()).data;
    }

    test(`${Reader.title} knows when the client connects`, async () => {
      assert.equal((await reader.nextEvent()).event, "connected");
      assert.deepEqual(await states(), { turns: 3 });
    });

    for (const [name, value] of Object.entries(STATES)) {
      test(`${Reader.title} knows: ${JSON.stringify({ [name]: value })}`, async () => {
        await client.client.sendEvent("remember", { [name]: value }, "json");
        assert.deepEqual((await states())[name], value);
      });
    }

    test(`${Reader.title} knows, all at once`, async () => {
      await client.client.sendEvent("remember", STATES, "json");
      assert.deepEqual(await states(), { turns: 3, ...STATES });
    });
  });
}
