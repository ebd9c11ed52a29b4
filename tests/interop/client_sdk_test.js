// The client SDK, @azure/web-pubsub-client, plain and reliable, with groups, acknowledgements and recovery.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { ALL_ROLES, connectPlain, connectRaw, connectReliable } from "./clients.js";
import { Inbox, until } from "./inbox.js";
import { LocalService } from "./local_service.js";

const TEXT = { contentType: "text/plain" };
const BYTES = [0xde, 0xad, 0, 0xbe, 0xef];

let service, hub;
before(async () => {
  service = await LocalService.start();
  hub = service.hub("chat");
});
after(() => service.stop());

const nameOf = (error) => error.errorDetail?.name;

for (const [name, connect] of [
  ["A plain client", connectPlain],
  ["A reliable client", connectReliable],
]) {
  describe(name, () => {
    let ann, bob;
    before(async () => {
      ann = await connect(hub, { userId: "ann", roles: ALL_ROLES });
      bob = await connect(hub, { userId: "bob", roles: ["webpubsub.joinLeaveGroup.room"] });
    });
    after(() => [ann, bob].forEach((one) => one.disconnect()));

    test("receives messages of every type from a group between joining and leaving it", async () => {
      assert.deepEqual(await bob.client.joinGroup("room"), { ackId: 1, isDuplicated: false });
      for (const [dataType, data, received = data] of [
        ["text", "Grüße, 世界"],
        ["json", { Foo: [42, null, true] }],
        ["json", "a string"],
        ["binary", new Uint8Array(BYTES).buffer, BYTES],
      ]) {
        await ann.client.sendToGroup("room", data, dataType);
        const expected = {
          from: "group",
          group: "room",
          fromUserId: "ann",
          dataType,
          data: received,
        };
        assert.deepEqual(await bob.next(), expected);
      }
      await bob.client.leaveGroup("room");
      await ann.client.sendToGroup("room", "not for bob", "text");
      await hub.sendToUser("bob", "the end", TEXT);
      assert.equal((await bob.next()).data, "the end");
    });

    test("receives its own messages, unless it disables the echo", async () => {
      await ann.client.joinGroup("mirror");
      await ann.client.sendToGroup("mirror", "echo", "text");
      await ann.client.sendToGroup("mirror", "no echo", "text", { noEcho: true });
      await ann.client.sendToGroup("mirror", "no ack", "text", { fireAndForget: true });
      assert.equal((await ann.next()).data, "echo");
      assert.equal((await ann.next()).data, "no ack");
    });

    test("can do only what its roles permit", async () => {
      await assert.rejects(bob.client.joinGroup("other"), (error) => nameOf(error) === "Forbidden");
      await assert.rejects(
        bob.client.leaveGroup("other"),
        (error) => nameOf(error) === "Forbidden",
      );
      await assert.rejects(
        bob.client.sendToGroup("room", "hi", "text"),
        (error) => nameOf(error) === "Forbidden",
      );
      assert.equal(await hub.groupExists("other"), false);
    });

    test("learns that an acknowledged message is a duplicate, which has no effect", async () => {
      await bob.client.joinGroup("room");
      const once = await ann.client.sendToGroup("room", "once", "text", { ackId: 1000 });
      const twice = await ann.client.sendToGroup("room", "twice", "text", { ackId: 1000 });
      assert.deepEqual([once.isDuplicated, twice.isDuplicated], [false, true]);
      await hub.sendToUser("bob", "the end", TEXT);
      assert.equal((await bob.next()).data, "once");
      assert.equal((await bob.next()).data, "the end");
    });

    test("receives an error for an event, because there are no event handlers", async () => {
      await assert.rejects(ann.client.sendEvent("question", "who?", "text"), (error) => {
        return nameOf(error) === "InternalServerError";
      });
    });

    test("receives messages that raw WebSocket clients publish", async () => {
      const mode = "&webpubsub_mode=sendToGroup&group=wire";
      const raw = await connectRaw(hub, { userId: "rob", roles: ALL_ROLES }, mode);
      await hub.group("wire").addUser("bob");
      raw.socket.send("text");
      raw.socket.send(new Uint8Array(BYTES));
      const from = { from: "group", group: "wire", fromUserId: "rob" };
      assert.deepEqual(await bob.next(), { ...from, dataType: "text", data: "text" });
      assert.deepEqual(await bob.next(), { ...from, dataType: "binary", data: BYTES });
      raw.disconnect();
    });
  });
}

describe("A lost connection", () => {
  test("costs a reliable client no messages and causes no duplicates", async () => {
    const client = await connectReliable(hub, {
      userId: "cat",
      roles: ALL_ROLES,
      groups: ["news"],
    });
    const sent = [];
    const send = async (count) => {
      for (let i = 0; i < count; ++i) {
        sent.push(`message ${sent.length}`);
        await hub.group("news").sendToAll(sent.at(-1), TEXT);
      }
    };
    for (let loss = 0; loss < 3; ++loss) {
      await send(5);
      const acceptClients = await service.rejectClients("chat");
      await service.abort(client.connectionId);
      await until(async () => !(await service.connection("chat", client.connectionId)).attached);
      await send(5);
      await acceptClients();
      await until(async () => (await service.connection("chat", client.connectionId)).attached);
      await send(5);
    }
    for (const text of sent) assert.equal((await client.next()).data, text);

    await client.client.sendToGroup("news", "still the same", "text");
    assert.equal((await client.next()).data, "still the same");
    assert.equal(await hub.connectionExists(client.connectionId), true);
    // The service discards acknowledged messages.
    await until(
      async () => (await service.connection("chat", client.connectionId)).unacknowledged === 0,
    );
    client.disconnect();
  });

  test("ends the connection of a plain client", async () => {
    const client = await connectPlain(hub, { userId: "dan" });
    await service.abort(client.connectionId);
    assert.equal(await client.ended(), undefined);
    await until(async () => !(await hub.userExists("dan")));
  });

  test("ends the connection of a reliable client that does not recover it in time", async () => {
    const client = await connectReliable(hub, { userId: "eve" });
    const acceptClients = await service.rejectClients("chat");
    await service.abort(client.connectionId);
    await until(async () => !(await service.connection("chat", client.connectionId)).attached);
    await service.advanceClock(31);
    await acceptClients();
    await client.ended();
    assert.equal(await hub.userExists("eve"), false);
  });

  test("makes a client with automatic reconnection join its groups again", async () => {
    const connected = new Inbox("connections of fay");
    const client = await connectPlain(
      hub,
      { userId: "fay", roles: ALL_ROLES },
      { autoReconnect: true },
    );
    client.client.on("connected", (event) => connected.put(event.connectionId));
    await client.client.joinGroup("room");
    await service.abort(client.connectionId);
    assert.notEqual(await connected.next(), client.connectionId);
    await hub.group("room").sendToAll("welcome back", TEXT);
    assert.equal((await client.next()).data, "welcome back");
    client.disconnect();
  });
});

test("A plain client that stops is removed at once; a reliable one, which closes without a code, after the recovery window", async () => {
  const plain = await connectPlain(hub, { userId: "gil" });
  const reliable = await connectReliable(hub, { userId: "hal" });
  for (const client of [plain, reliable]) {
    client.disconnect();
    await client.ended();
  }
  await until(async () => !(await hub.connectionExists(plain.connectionId)));
  await until(async () => !(await service.connection("chat", reliable.connectionId)).attached);
  await service.advanceClock(31);
  assert.equal(await hub.connectionExists(reliable.connectionId), false);
});
