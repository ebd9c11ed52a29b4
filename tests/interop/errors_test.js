// The errors of the service SDK for requests that the service rejects.
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
    "adding a missing connection to a group",
    () => hub.group("room").addConnection("nobody"),
    { statusCode: 404, code: "Error.Connection.NotExisted" },
  ],
  [
    "adding a missing user to a group",
    () => hub.group("room").addUser("nobody"),
    { statusCode: 404 },
  ],
  [
    "granting a permission to a missing connection",
    () => hub.grantPermission("nobody", "sendToGroup", permission),
    { statusCode: 404, code: "Info.Connection.NotExisted" },
  ],
  [
    "an unknown permission",
    () => hub.grantPermission("nobody", "fly", permission),
    { statusCode: 400, code: "Error.BadRequest" },
  ],
  [
    "a permission without a group",
    () => hub.grantPermission("nobody", "sendToGroup"),
    { statusCode: 400 },
  ],
  [
    "a filter with a syntax error",
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
    "an invalid filter in a bulk operation",
    () => hub.addConnectionsToGroups(["room"], "userId eq"),
    {
      statusCode: 400,
      message: /"code":"Error.BadRequest","message":"Invalid syntax for 'userId eq': /,
    },
  ],
  [
    "a bulk operation without groups",
    () => hub.removeConnectionsFromGroups([], "true"),
    { statusCode: 400 },
  ],
  [
    "a time to live that is too long",
    () => hub.sendToAll("hi", { messageTtlSeconds: 301 }),
    { statusCode: 400 },
  ],
  ["a message that is too large", () => hub.sendToAll("x".repeat(1024 * 1024)), { statusCode: 400 }],
  [
    "an invalid hub name",
    () => service.hub("1chat").sendToAll("hi"),
    { statusCode: 400 },
  ],
  [
    "a list of at most 0 connections",
    async () => (await hub.group("room").listConnections({ top: 0 })).next(),
    { statusCode: 400, code: "Error.BadRequest" },
  ],
]) {
  test(`${name}: ${expected.statusCode} ${expected.code ?? ""}`.trimEnd(), () =>
    assert.rejects(call, { name: "RestError", ...expected }),
  );
}

for (const [name, call] of [
  ["sending", (stranger) => stranger.sendToAll("hi")],
  ["looking up a user", (stranger) => stranger.userExists("ann")],
  ["closing connections", (stranger) => stranger.closeAllConnections()],
  [
    "listing connections",
    async (stranger) => (await stranger.group("room").listConnections()).next(),
  ],
]) {
  test(`${name} with a wrong key: 401`, async () => {
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

test("connecting a client with a token for another hub: 401", async () => {
  const { token } = await service.hub("other").getClientAccessToken();
  const { baseUrl } = await hub.getClientAccessToken();
  const socket = new WebSocket(`${baseUrl}?access_token=${token}`);
  const error = await new Promise((resolve) => socket.on("error", resolve));
  assert.match(error.message, /401/);
});
