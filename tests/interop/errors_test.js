// What the service SDK makes of the service's refusals.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { AzureKeyCredential, WebPubSubServiceClient } from "@azure/web-pubsub";
import { WebSocket } from "ws";

import { LocalService } from "./local_service.js";

let service, hub;
before(async () => {
  service = await LocalService.start();
  hub = service.hub("chat");
});
after(() => service.stop());

const permission = { targetName: "room" };

for (const [name, call, expected] of [
  [
    "a connection that isn't there joins no group",
    () => hub.group("room").addConnection("nobody"),
    { statusCode: 404, code: "Error.Connection.NotExisted" },
  ],
  [
    "a user that isn't there joins no group",
    () => hub.group("room").addUser("nobody"),
    { statusCode: 404 },
  ],
  [
    "a connection that isn't there gets no permission",
    () => hub.grantPermission("nobody", "sendToGroup", permission),
    { statusCode: 404, code: "Info.Connection.NotExisted" },
  ],
  [
    "an unknown permission",
    () => hub.grantPermission("nobody", "fly", permission),
    { statusCode: 400, code: "Error.BadRequest" },
  ],
  [
    "a permission for no group",
    () => hub.grantPermission("nobody", "sendToGroup"),
    { statusCode: 400 },
  ],
  [
    "a filter that makes no sense",
    () => hub.sendToAll("hi", { filter: "userId eq" }),
    { statusCode: 400, code: "Error.BadRequest", message: /^Invalid syntax for 'userId eq': / },
  ],
  [
    "a filter of the wrong type",
    () => hub.sendToAll("hi", { filter: "length(userId)" }),
    { statusCode: 400, code: "Error.BadRequest", message: /expect 'bool'/ },
  ],
  [
    // The SDK doesn't read the body of an application/problem+json.
    "a bad filter for many connections",
    () => hub.addConnectionsToGroups(["room"], "userId eq"),
    {
      statusCode: 400,
      message: /"code":"Error.BadRequest","message":"Invalid syntax for 'userId eq': /,
    },
  ],
  [
    "no groups for many connections",
    () => hub.removeConnectionsFromGroups([], "true"),
    { statusCode: 400 },
  ],
  [
    "too long a time to live",
    () => hub.sendToAll("hi", { messageTtlSeconds: 301 }),
    { statusCode: 400 },
  ],
  ["too large a message", () => hub.sendToAll("x".repeat(1024 * 1024)), { statusCode: 400 }],
  [
    "a hub that can't have this name",
    () => service.hub("1chat").sendToAll("hi"),
    { statusCode: 400 },
  ],
  [
    "a page of no connections",
    async () => (await hub.group("room").listConnections({ top: 0 })).next(),
    { statusCode: 400, code: "Error.BadRequest" },
  ],
]) {
  test(`${name}: ${expected.statusCode} ${expected.code ?? ""}`.trimEnd(), () =>
    assert.rejects(call, { name: "RestError", ...expected }),
  );
}

for (const [name, call] of [
  ["sends", (stranger) => stranger.sendToAll("hi")],
  ["asks for users", (stranger) => stranger.userExists("ann")],
  ["closes connections", (stranger) => stranger.closeAllConnections()],
  [
    "lists connections",
    async (stranger) => (await stranger.group("room").listConnections()).next(),
  ],
]) {
  test(`who ${name} with a wrong key: 401`, async () => {
    const options = { allowInsecureConnection: true };
    const stranger = new WebPubSubServiceClient(
      service.endpoint,
      new AzureKeyCredential("wrong"),
      "chat",
      options,
    );
    await assert.rejects(() => call(stranger), { name: "RestError", statusCode: 401 });
  });
}

test("a client whose token is for another hub: 401", async () => {
  const { token } = await service.hub("other").getClientAccessToken();
  const { baseUrl } = await hub.getClientAccessToken();
  const socket = new WebSocket(`${baseUrl}?access_token=${token}`);
  const error = await new Promise((resolve) => socket.on("error", resolve));
  assert.match(error.message, /401/);
});
