// The local service calls event handlers: one in JavaScript and one in C++, which do the same.
import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, describe, test } from "node:test";

import { WebSocket } from "ws";

import { connectByUrl, connectRaw, PLAIN, RELIABLE, statusOfRefusal } from "./clients.js";
import { ExpressHandler } from "./express_handler.js";
import { CppHandler } from "./handler_peer.js";
import { Inbox, until } from "./inbox.js";
import { LocalService } from "./local_service.js";

const TEXT = "Grüße, 世界";
const BYTES = [0xde, 0xad, 0, 0xbe, 0xef];
const BUFFER = new Uint8Array(BYTES).buffer;
const GROUPS = ["webpubsub.joinLeaveGroup", "webpubsub.sendToGroup"];

for (const Handler of [ExpressHandler, CppHandler]) {
  describe(Handler.title, () => {
    let handler, service, hub;
    before(async () => {
      handler = await Handler.start();
      service = await LocalService.start("--event-handler", `chat=${handler.url}/{event}`);
      hub = service.hub("chat");
    });
    after(async () => {
      await service?.stop();
      await handler.stop();
    });

    const urlFor = async (access, query = "") =>
      (await hub.getClientAccessToken(access)).url + query;

    async function connect(access, { query, protocol = PLAIN } = {}) {
      const client = await connectByUrl(await urlFor(access, query), protocol);
      assert.equal((await handler.nextEvent()).event, "connect");
      assert.equal((await handler.nextEvent()).event, "connected");
      return client;
    }

    async function disconnect({ connectionId }) {
      await hub.closeConnection(connectionId);
      const { event, ...disconnected } = await handler.nextEvent();
      assert.equal(event, "disconnected");
      assert.equal(disconnected.connectionId, connectionId);
    }

    /** Ends the socket of a reliable client. The returned function lets it recover its connection. */
    async function interrupt(client) {
      const acceptClients = await service.rejectClients("chat");
      await service.abort(client.connectionId);
      await until(async () => !(await isAttached(client)));
      return acceptClients;
    }
    const isAttached = async (client) =>
      (await service.connection("chat", client.connectionId)).attached;

    test("hears who comes and goes", async () => {
      const url = await urlFor({ userId: "ann" }, "&room=7&room=8");
      const ann = await connectByUrl(url, PLAIN);
      const { connectionId } = ann;
      const of = { userId: "ann", connectionId };
      const request = { sub: "ann", query: { room: ["7", "8"] }, subprotocols: [PLAIN] };
      const connect = { event: "connect", ...of, ...request };
      assert.deepEqual(await handler.nextEvent(), connect);
      assert.deepEqual(await handler.nextEvent(), { event: "connected", ...of });
      await hub.closeConnection(connectionId, { reason: "late" });
      const reason = "Application server closed the connection. Reason: late";
      assert.deepEqual(await handler.nextEvent(), { event: "disconnected", ...of, reason });
    });

    test("hears nothing when a client recovers its connection", async () => {
      const bob = await connect({ userId: "bob" }, { protocol: RELIABLE });
      const acceptClients = await interrupt(bob);
      await acceptClients();
      await until(() => isAttached(bob));
      await hub.sendToConnection(bob.connectionId, "welcome back", { contentType: "text/plain" });
      assert.equal((await bob.next()).data, "welcome back");
      await bob.client.sendEvent("echo", "still here", "text");
      assert.equal((await bob.next()).data, "still here");
      await disconnect(bob);
    });

    test("hears when a client doesn't recover its connection", async () => {
      const bob = await connect({ userId: "bob" }, { protocol: RELIABLE });
      const acceptClients = await interrupt(bob);
      await service.advanceClock(31);
      const { event, reason } = await handler.nextEvent();
      assert.deepEqual(
        [event, reason],
        ["disconnected", "The connection recovery timeout expired."],
      );
      await acceptClients();
      await bob.ended();
    });

    test("keeps what the token says, unless it says something else", async () => {
      const access = { userId: "ann", groups: ["old"], roles: GROUPS };
      const group = "&group=new";
      for (const [query, userId, groups, canSend, canJoin] of [
        ["", "ann", ["old"], true, true],
        ["&user=bob", "bob", ["old"], true, true],
        [group, "ann", ["new"], true, true],
        ["&role=webpubsub.sendToGroup", "ann", ["old"], true, false],
        ["&role=", "ann", ["old"], false, false],
        [`&user=cat${group}&role=`, "cat", ["new"], false, false],
      ]) {
        const client = await connect(access, { query });
        assert.equal(client.userId, userId);
        const state = await service.connection("chat", client.connectionId);
        assert.deepEqual(state.groups, groups);
        const succeeds = (call) => call.then(() => true).catch(() => false);
        assert.equal(await succeeds(client.client.sendToGroup("x", "hi", "text")), canSend, query);
        assert.equal(await succeeds(client.client.joinGroup("x")), canJoin, query);
        await disconnect(client);
      }
    });

    test("selects a subprotocol of its own", async () => {
      const url = await urlFor({ userId: "dan" }, "&subprotocol=mine.v1");
      const socket = new WebSocket(url, [PLAIN, "mine.v1"]);
      const inbox = new Inbox("a client with a subprotocol of its own");
      socket.on("message", (data) => inbox.put(data.toString()));
      const opened = once(socket, "open");
      assert.deepEqual((await handler.nextEvent()).subprotocols, [PLAIN, "mine.v1"]);
      assert.equal((await handler.nextEvent()).event, "connected");
      await opened;
      assert.equal(socket.protocol, "mine.v1");
      socket.send("raw text");
      assert.equal(await inbox.next(), "raw text");
      socket.close();
      assert.equal((await handler.nextEvent()).event, "disconnected");
    });

    for (const status of [400, 401, 403, 404, 429]) {
      test(`refuses a client with ${status}`, async () => {
        const url = await urlFor({ userId: "eve" }, `&status=${status}`);
        assert.equal(await statusOfRefusal(url), status);
        assert.equal((await handler.nextEvent()).event, "connect");
        // It hears of nothing else before the next client.
        await disconnect(await connect({ userId: "fay" }));
      });
    }

    for (const protocol of [PLAIN, RELIABLE]) {
      test(`replies to a client with ${protocol}`, async () => {
        const ann = await connect({ userId: "ann" }, { protocol });
        for (const [dataType, data, received = data] of [
          ["text", TEXT],
          ["json", { Foo: [42, null, true], text: TEXT }],
          ["json", "a string"],
          ["binary", BUFFER, BYTES],
        ]) {
          const { isDuplicated } = await ann.client.sendEvent("echo", data, dataType);
          assert.equal(isDuplicated, false);
          assert.deepEqual(await ann.next(), { from: "server", dataType, data: received });
        }
        await ann.client.sendEvent("quiet", TEXT, "text");
        await assert.rejects(ann.client.sendEvent("fail", TEXT, "text"), ({ errorDetail }) => {
          return errorDetail.name === "InternalServerError";
        });
        await ann.client.sendEvent("connect", "an event of a client", "text");
        assert.equal((await ann.next()).data, "an event of a client");
        await disconnect(ann);
      });
    }

    test("replies to a raw client", async () => {
      const raw = await connectRaw(hub, { userId: "raw" });
      for (const event of ["connect", "connected"])
        assert.equal((await handler.nextEvent()).event, event);
      raw.socket.send(TEXT);
      assert.equal(await raw.next(), TEXT);
      raw.socket.send(new Uint8Array(BYTES));
      assert.deepEqual(await raw.next(), BYTES);
      raw.socket.send("fail");
      assert.equal(await raw.ended(), 1011);
      assert.equal((await handler.nextEvent()).event, "disconnected");
    });

    test("remembers states from the first event to the last", async () => {
      const ann = await connect({ userId: "ann" }, { query: "&states=%7B%22turns%22:3%7D" });
      const states = async () => {
        await ann.client.sendEvent("states", "", "text");
        return (await ann.next()).data;
      };
      assert.deepEqual(await states(), { turns: 3 });
      await ann.client.sendEvent("remember", { name: TEXT, list: [1, null] }, "json");
      assert.deepEqual(await states(), { turns: 3, name: TEXT, list: [1, null] });
      await ann.client.sendEvent("remember", { turns: 4 }, "json");
      assert.deepEqual(await states(), { turns: 4, name: TEXT, list: [1, null] });
      await disconnect(ann);
    });
  });
}
