// Calls every operation of the service SDK, @azure/web-pubsub.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";

import { AzureKeyCredential, odata, WebPubSubServiceClient } from "@azure/web-pubsub";

import { ALL_ROLES, connectPlain, connectRaw, connectReliable } from "./clients.js";
import { LocalService } from "./local_service.js";

const BYTES = [0xde, 0xad, 0, 0xbe, 0xef];

// The messages, and how raw clients and clients of the client SDK receive them.
const MESSAGES = [
  {
    name: "text",
    content: "Grüße, 世界",
    options: { contentType: "text/plain" },
    raw: "Grüße, 世界",
    dataType: "text",
  },
  {
    name: "a JSON object",
    content: { Foo: [42, null, true] },
    raw: '{"Foo":[42,null,true]}',
    dataType: "json",
  },
  { name: "a JSON string", content: 'say "hi"', raw: '"say \\"hi\\""', dataType: "json" },
  { name: "a JSON number", content: 1.5, raw: "1.5", dataType: "json" },
  { name: "bytes", content: new Uint8Array(BYTES), raw: BYTES, dataType: "binary", data: BYTES },
  {
    name: "an ArrayBuffer",
    content: new Uint8Array(BYTES).buffer,
    raw: BYTES,
    dataType: "binary",
    data: BYTES,
  },
];

const asReceived = ({ content, dataType, data = content }) => ({ from: "server", dataType, data });
const fromRoom = (message) => ({ ...message, from: "group", group: "room", fromUserId: null });
const text = (data) => ({ from: "server", dataType: "text", data });

let service;
before(async () => (service = await LocalService.start()));
after(() => service.stop());

describe("A hub", () => {
  const TEXT = { contentType: "text/plain" };
  let hub, room, raw, plain, reliable;

  beforeEach(async () => {
    hub = service.hub("chat");
    room = hub.group("room");
    raw = await connectRaw(hub, { userId: "ann", groups: ["room"] });
    plain = await connectPlain(hub, { userId: "bob", groups: ["room"] });
    reliable = await connectReliable(hub, { userId: "cat", groups: ["room"] });
  });
  afterEach(() => [raw, plain, reliable].forEach((one) => one.disconnect()));

  // Sends a last message to all clients. Any unexpected message would arrive before it.
  async function assertNothingElseCame() {
    await hub.sendToAll("the end", TEXT);
    assert.equal(await raw.next(), "the end");
    for (const client of [plain, reliable]) assert.deepEqual(await client.next(), text("the end"));
  }

  for (const message of MESSAGES) {
    const { name, content, options } = message;

    test(`sends ${name} to all`, async () => {
      await hub.sendToAll(content, options);
      assert.deepEqual(await raw.next(), message.raw);
      for (const client of [plain, reliable])
        assert.deepEqual(await client.next(), asReceived(message));
    });

    test(`sends ${name} to a group`, async () => {
      await room.sendToAll(content, options);
      assert.deepEqual(await raw.next(), message.raw);
      for (const client of [plain, reliable])
        assert.deepEqual(await client.next(), fromRoom(asReceived(message)));
    });

    test(`sends ${name} to a user`, async () => {
      await hub.sendToUser("ann", content, options);
      await hub.sendToUser("cat", content, options);
      assert.deepEqual(await raw.next(), message.raw);
      assert.deepEqual(await reliable.next(), asReceived(message));
      await assertNothingElseCame();
    });

    test(`sends ${name} to a connection`, async () => {
      await hub.sendToConnection(plain.connectionId, content, options);
      assert.deepEqual(await plain.next(), asReceived(message));
      await assertNothingElseCame();
    });
  }

  test("does not send to excluded connections", async () => {
    const options = { ...TEXT, excludedConnections: [plain.connectionId, reliable.connectionId] };
    await hub.sendToAll("to all", options);
    await room.sendToAll("to the group", options);
    assert.equal(await raw.next(), "to all");
    assert.equal(await raw.next(), "to the group");
    await assertNothingElseCame();
  });

  test("filters the receivers", async () => {
    const filter = odata`userId ne ${"ann"} and length(userId) eq ${3} and connectionId ne ${plain.connectionId}`;
    await hub.sendToAll("to all", { ...TEXT, filter });
    await room.sendToAll("to the group", { ...TEXT, filter });
    await hub.sendToUser("cat", "to a user", { ...TEXT, filter: "'room' in groups" });
    await hub.sendToUser("cat", "to nobody", { ...TEXT, filter: "not ('room' in groups)" });
    assert.deepEqual(await reliable.next(), text("to all"));
    assert.deepEqual(await reliable.next(), fromRoom(text("to the group")));
    assert.deepEqual(await reliable.next(), text("to a user"));
    await assertNothingElseCame();
  });

  test("discards messages whose time to live has passed", async () => {
    const group = hub.group("long");
    await group.addConnection(reliable.connectionId);
    const acceptClients = await service.rejectClients("chat");
    await service.abort(reliable.connectionId);
    const brief = { ...TEXT, messageTtlSeconds: 5 };
    await hub.sendToAll("too late", brief);
    await group.sendToAll("too late", brief);
    await hub.sendToUser("cat", "too late", brief);
    await hub.sendToConnection(reliable.connectionId, "too late", brief);
    await hub.sendToUser("cat", "in time", { ...TEXT, messageTtlSeconds: 300 });
    await service.advanceClock(6);
    await acceptClients();
    assert.deepEqual(await reliable.next(), text("in time"));
  });

  test("reports which connections, users and groups exist", async () => {
    assert.equal(await hub.connectionExists(plain.connectionId), true);
    assert.equal(await hub.connectionExists("nobody"), false);
    assert.equal(await hub.userExists("bob"), true);
    assert.equal(await hub.userExists("Bob"), false);
    assert.equal(await hub.groupExists("room"), true);
    assert.equal(await hub.groupExists("empty"), false);
    assert.equal(await service.hub("other").userExists("bob"), false);
  });

  test("adds connections and users to groups and removes them", async () => {
    const groups = async (client) => (await service.connection("chat", client.connectionId)).groups;
    const side = hub.group("side/100% ä");
    await side.addConnection(plain.connectionId);
    await side.addUser("cat");
    assert.deepEqual(await groups(plain), ["room", "side%2F100% ä"]);
    assert.deepEqual(await groups(reliable), ["room", "side%2F100% ä"]);
    await side.sendToAll("aside", TEXT);
    for (const client of [plain, reliable]) assert.equal((await client.next()).data, "aside");

    await side.removeConnection(plain.connectionId);
    await side.removeUser("cat");
    assert.deepEqual(await groups(plain), ["room"]);
    assert.deepEqual(await groups(reliable), ["room"]);

    await hub.removeConnectionFromAllGroups(plain.connectionId);
    await hub.removeUserFromAllGroups("cat");
    assert.deepEqual(await groups(plain), []);
    assert.deepEqual(await groups(reliable), []);
    assert.equal(await hub.groupExists("room"), true, "ann is still there");
  });

  test("changes the groups of many connections at once", async () => {
    const groups = async (client) => (await service.connection("chat", client.connectionId)).groups;
    await hub.addConnectionsToGroups(["one", "two"], odata`userId in (${"bob"}, ${"cat"})`);
    assert.deepEqual(await groups(plain), ["one", "room", "two"]);
    assert.deepEqual(await groups(reliable), ["one", "room", "two"]);
    await hub.removeConnectionsFromGroups(["two", "room"], "startswith(userId, 'b')");
    assert.deepEqual(await groups(plain), ["one"]);
    assert.deepEqual(await groups(reliable), ["one", "room", "two"]);
    await hub.addConnectionsToGroups(["everybody"], "");
    assert.deepEqual(await groups(plain), ["everybody", "one"]);
    await hub.sendToAll("not by ann", {
      ...TEXT,
      filter: "userId eq 'ann' and 'everybody' in groups",
    });
    assert.equal(await raw.next(), "not by ann");
  });

  test("grants, checks and revokes permissions", async () => {
    const target = { targetName: "room" };
    const id = plain.connectionId;
    for (const permission of ["sendToGroup", "joinLeaveGroup"]) {
      assert.equal(await hub.hasPermission(id, permission, target), false);
      await hub.grantPermission(id, permission, target);
      assert.equal(await hub.hasPermission(id, permission, target), true);
      assert.equal(await hub.hasPermission(id, permission, { targetName: "other" }), false);
    }
    await plain.client.sendToGroup("room", "allowed", "text", { noEcho: true });
    assert.equal(await raw.next(), "allowed");

    await hub.revokePermission(id, "sendToGroup", target);
    assert.equal(await hub.hasPermission(id, "sendToGroup", target), false);
    assert.equal(await hub.hasPermission(id, "joinLeaveGroup", target), true);
    await assert.rejects(plain.client.sendToGroup("room", "rejected", "text"), (error) => {
      assert.equal(error.errorDetail.name, "Forbidden");
      return true;
    });
  });

  test("closes a connection with a reason", async () => {
    await hub.closeConnection(plain.connectionId, { reason: "too loud & rude" });
    assert.equal(
      await plain.ended(),
      "Application server closed the connection. Reason: too loud & rude",
    );
    assert.equal(await hub.connectionExists(plain.connectionId), false);
    assert.equal(await hub.userExists("ann"), true);
  });

  test("closes a user's connections", async () => {
    await hub.closeUserConnections("cat", { reason: "late" });
    assert.equal(await reliable.ended(), "Application server closed the connection. Reason: late");
    assert.equal(await hub.userExists("cat"), false);
    assert.equal(await hub.userExists("bob"), true);
  });

  test("closes a group's connections", async () => {
    await room.removeUser("bob");
    await room.closeAllConnections({ reason: "the room is closed" });
    assert.equal(
      await reliable.ended(),
      "Application server closed the connection. Reason: the room is closed",
    );
    assert.equal(await raw.ended(), 1000);
    assert.equal(await hub.groupExists("room"), false);
    assert.equal(await hub.userExists("bob"), true);
  });

  test("closes all connections", async () => {
    await hub.closeAllConnections();
    assert.equal(await plain.ended(), "Application server closed the connection.");
    assert.equal(await reliable.ended(), "Application server closed the connection.");
    assert.equal(await raw.ended(), 1000);
    for (const user of ["ann", "bob", "cat"]) assert.equal(await hub.userExists(user), false);
  });
});

describe("A client's token", () => {
  test("carries its user, groups and roles", async () => {
    const hub = service.hub("tokens");
    const access = {
      userId: "dora",
      groups: ["one", "two"],
      roles: [...ALL_ROLES, "webpubsub.sendToGroup.one"],
    };
    const client = await connectPlain(hub, { ...access, expirationTimeInMinutes: 5 });
    assert.equal(client.userId, "dora");
    assert.deepEqual((await service.connection("tokens", client.connectionId)).groups, [
      "one",
      "two",
    ]);
    await client.client.sendToGroup("two", "hi", "text");
    assert.deepEqual(await client.next(), {
      ...fromRoom(text("hi")),
      group: "two",
      fromUserId: "dora",
    });
    client.disconnect();
  });

  test("is signed by an explicit key", async () => {
    const key = new AzureKeyCredential(/AccessKey=([^;]*);/.exec(service.connectionString)[1]);
    const hub = new WebPubSubServiceClient(service.endpoint, key, "tokens", {
      allowInsecureConnection: true,
    });
    const client = await connectReliable(hub, { userId: "eve" });
    assert.equal(await hub.userExists("eve"), true);
    client.disconnect();
  });
});

describe("A group's connections", () => {
  const COUNT = 7;
  const hubName = "lists";
  let hub, clients;
  before(async () => {
    hub = service.hub(hubName);
    clients = [];
    for (let i = 0; i < COUNT; ++i)
      clients.push(await connectPlain(hub, { userId: `user ${i}`, groups: ["crowd"] }));
  });
  after(() => clients.forEach((one) => one.disconnect()));

  const sorted = (members) =>
    members.toSorted((a, b) => (a.connectionId < b.connectionId ? -1 : 1));

  for (const [name, options, pageSizes] of [
    ["on one page", {}, [7]],
    ["page by page", { maxPageSize: 3 }, [3, 3, 1]],
    ["up to the requested number", { maxPageSize: 3, top: 5 }, [3, 2]],
  ]) {
    test(`are listed ${name}`, async () => {
      const expected = sorted(
        clients.map(({ connectionId, userId }) => ({ connectionId, userId })),
      );
      const count = pageSizes.reduce((sum, size) => sum + size);
      const listed = [];
      for await (const member of await hub.group("crowd").listConnections(options))
        listed.push(member);
      assert.deepEqual(listed, expected.slice(0, count));

      const pages = [];
      for await (const page of (await hub.group("crowd").listConnections(options)).byPage())
        pages.push(page.length);
      assert.deepEqual(pages, pageSizes);
    });
  }

  test("are empty for a group without members", async () => {
    for await (const member of await hub.group("nobody").listConnections())
      assert.fail(member.connectionId);
  });
});
