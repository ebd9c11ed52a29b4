// C++ and JavaScript together: clients of the client SDK receive messages that the C++ client sends, and C++
// WebSocket clients receive messages that clients of the client SDK send to groups.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { ALL_ROLES, connectByUrl, connectPlain, connectReliable } from "./clients.js";
import { until } from "./inbox.js";
import { LocalService } from "./local_service.js";
import { Program } from "./program.js";

const PLAIN = "json.webpubsub.azure.v1";
const RELIABLE = "json.reliable.webpubsub.azure.v1";
const TEXT = "Grüße, 世界";
const BYTES = [0xde, 0xad, 0, 0xbe, 0xef];

let service, hub;
before(async () => {
  service = await LocalService.start();
  hub = service.hub("chat");
});
after(() => service.stop());

/** Runs the C++ program whose path is in the environment variable WEBPUBSUB_INTEROP_PEER. */
const cpp = (...args) =>
  new Program(process.env.WEBPUBSUB_INTEROP_PEER, [service.connectionString, "chat", ...args]);

describe("A message that C++ sends", () => {
  let clients;
  before(async () => {
    const access = (userId) => ({ userId, groups: ["room"] });
    clients = [await connectPlain(hub, access("ann")), await connectReliable(hub, access("bob"))];
  });
  after(() => clients.forEach((one) => one.disconnect()));

  for (const [target, names] of [
    ["all", () => ["-"]],
    ["group", () => ["room"]],
    ["user", () => ["ann", "bob"]],
    ["connection", () => clients.map((one) => one.connectionId)],
  ]) {
    test(`to ${target} reaches plain and reliable clients, in every data type`, async () => {
      const group = { from: "group", group: "room", fromUserId: null };
      const from = target === "group" ? group : { from: "server" };
      for (const [type, content, dataType, data] of [
        ["text", TEXT, "text", TEXT],
        ["json", '{"Foo":[42,null,true]}', "json", { Foo: [42, null, true] }],
        ["hex", "dead00beef", "binary", BYTES],
      ]) {
        for (const name of names())
          assert.equal(await cpp("send", target, name, type, content).exitStatus(), 0);
        for (const client of clients)
          assert.deepEqual(await client.next(), { ...from, dataType, data });
      }
    });
  }

  test("while a reliable client is disconnected reaches it later", async () => {
    const bob = clients[1];
    const acceptClients = await service.rejectClients("chat");
    await service.abort(bob.connectionId);
    await until(async () => !(await service.connection("chat", bob.connectionId)).attached);
    for (const text of ["one", "two", "three"]) {
      assert.equal(await cpp("send", "user", "bob", "text", text).exitStatus(), 0);
    }
    await acceptClients();
    for (const text of ["one", "two", "three"]) assert.equal((await bob.next()).data, text);
  });
});

describe("A client URL that C++ generates", () => {
  for (const protocol of [PLAIN, RELIABLE]) {
    test(`admits a client with ${protocol}`, async () => {
      const url = await cpp("url", "dan", "room").nextLine();
      const client = await connectByUrl(url, protocol);
      assert.equal(client.userId, "dan");
      await client.client.sendToGroup("room", TEXT, "text");
      assert.deepEqual(await client.next(), {
        from: "group",
        group: "room",
        fromUserId: "dan",
        dataType: "text",
        data: TEXT,
      });
      client.disconnect();
    });
  }
});

describe("A message that JavaScript clients send to a group", () => {
  const MESSAGES = [
    { dataType: "text", data: TEXT, raw: `text ${TEXT}` },
    { dataType: "json", data: { Foo: [42, null, true] }, raw: 'text {"Foo":[42,null,true]}' },
    {
      dataType: "binary",
      data: new Uint8Array(BYTES).buffer,
      raw: "hex dead00beef",
      framed: "3q0Avu8=",
    },
  ];

  for (const [name, connect] of [
    ["plain", connectPlain],
    ["reliable", connectReliable],
  ]) {
    test(`reaches C++ clients, from a ${name} client`, async () => {
      const group = `cpp ${name}`;
      const raw = cpp("listen", "raw", group);
      const json = cpp("listen", "json", group, PLAIN);
      const reliable = cpp("listen", "reliable", group, RELIABLE);
      for (const listener of [raw, json, reliable])
        assert.equal(await listener.nextLine(), "connected");
      const frame = async (listener) =>
        JSON.parse((await listener.nextLine()).replace(/^text /, ""));
      for (const listener of [json, reliable])
        assert.equal((await frame(listener)).event, "connected");
      await until(() => hub.userExists("raw"));

      const sender = await connect(hub, { userId: "eve", roles: ALL_ROLES });
      let sequenceId = 0;
      for (const message of MESSAGES) {
        const { dataType, data } = message;
        await sender.client.sendToGroup(group, data, dataType);
        const expected = {
          type: "message",
          from: "group",
          group,
          fromUserId: "eve",
          dataType,
          data: message.framed ?? data,
        };
        assert.equal(await raw.nextLine(), message.raw);
        assert.deepEqual(await frame(json), expected);
        assert.deepEqual(await frame(reliable), { sequenceId: ++sequenceId, ...expected });
      }
      sender.disconnect();

      await hub.group(group).closeAllConnections({ reason: "done" });
      assert.equal(await raw.nextLine(), "closed 1000");
      for (const listener of [json, reliable])
        assert.equal((await frame(listener)).event, "disconnected");
      for (const listener of [raw, json, reliable]) assert.equal(await listener.exitStatus(), 0);
    });
  }
});
