// Where @azure/web-pubsub-express differs from the service's rules, and the C++ handler follows them. README.md lists
// the same.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { statusOfRefusal } from "./clients.js";
import { ExpressHandler, version } from "./express_handler.js";
import { CppHandler } from "./handler_peer.js";
import { LocalService } from "./local_service.js";
import { event, send, validation } from "./signed_request.js";

const ELSEWHERE = { "webhook-request-origin": "elsewhere.example" };
const TWO = { "webhook-request-origin": "elsewhere.example, 127.0.0.1" };
const UTF8 = Buffer.from("Łü").toString("latin1"); // as a header carries it
const MQTT_CONNECT = '{"query":{"status":["401"]},"mqtt":{"protocolVersion":5}}';
const typed = (type) => ({ "content-type": type });
const knowsGroupEvents = Number(version.split(".")[1]) >= 1;

describe(`${ExpressHandler.title} differs from the rules:`, () => {
  let javaScript, cpp;
  before(async () => {
    [javaScript, cpp] = await Promise.all([ExpressHandler.start(), CppHandler.start()]);
  });
  after(() => Promise.all([javaScript.stop(), cpp.stop()]));

  test("it reads a user's id as Latin-1 instead of UTF-8", async () => {
    for (const [handler, userId] of [
      [javaScript, UTF8],
      [cpp, "Łü"],
    ]) {
      await send(event("sys.connected", "{}", { "ce-userid": UTF8 }), handler);
      assert.equal((await handler.nextEvent()).userId, userId);
    }
  });

  for (const [name, request, actual, correct] of [
    [
      "it accepts events without a signature",
      event("user.quiet", "{}", { "ce-signature": undefined }),
      { status: 200 },
      { status: 401 },
    ],
    [
      "it accepts events that another key has signed",
      event("user.quiet", "{}", { "ce-signature": `sha256=${"0".repeat(64)}` }),
      { status: 200 },
      { status: 401 },
    ],
    [
      "it accepts events of a service that isn't allowed",
      event("user.quiet", "{}", ELSEWHERE),
      { status: 200 },
      { status: 403 },
    ],
    [
      "it responds to the validation of such a service with the allowed one, which has the same effect",
      validation(ELSEWHERE),
      { status: 200, allowedOrigin: "127.0.0.1" },
      { status: 403, allowedOrigin: null },
    ],
    [
      "it names one of several hosts in the validation of a service that has them",
      validation(TWO),
      { status: 200, allowedOrigin: "127.0.0.1" },
      { status: 200, allowedOrigin: "*" },
    ],
    [
      "it requires the undocumented ce-awpsversion",
      event("user.quiet", "{}", { "ce-awpsversion": undefined }),
      { status: 404 },
      { status: 204 },
    ],
    [
      "it refuses messages of other media types",
      event("user.echo", "bytes", typed("application/x-protobuf")),
      { status: 404 },
      { status: 200, mediaType: "application/x-protobuf", body: "bytes" },
    ],
    [
      "it refuses messages without a media type",
      event("user.quiet", "bytes", typed(undefined)),
      { status: 404 },
      { status: 204 },
    ],
    [
      "it compares media types with case",
      event("user.quiet", "text", typed("Text/Plain")),
      { status: 404 },
      { status: 204 },
    ],
    [
      "it responds with 500 to malformed JSON",
      event("sys.connect", "{"),
      { status: 500 },
      { status: 400 },
    ],
    [
      "it refuses events that come with a later version of the service",
      event("gp.renamed"),
      { status: 404 },
      { status: 204 },
    ],
    [
      knowsGroupEvents ? "it takes group events" : "it refuses group events",
      event("gp.joined", '{"group":"lobby"}'),
      { status: knowsGroupEvents ? 200 : 404 },
      { status: 204 },
    ],
    [
      "it takes an MQTT client without ce-subprotocol for another one",
      event("sys.connect", MQTT_CONNECT, { "ce-physicalconnectionid": "1" }),
      { status: 401, mediaType: undefined, body: "no entry" },
      { status: 401, mediaType: "application/json" },
    ],
    [
      "it loses the state __proto__",
      event("user.remember", '{"__proto__":{"turns":3}}'),
      { state: Buffer.from("{}").toString("base64") },
      { state: Buffer.from('{"__proto__":{"turns":3}}').toString("base64") },
    ],
  ]) {
    test(name, async () => {
      for (const [handler, expected] of [
        [javaScript, actual],
        [cpp, correct],
      ]) {
        const response = await send(request, handler);
        for (const member of Object.keys(expected))
          assert.deepEqual(response[member], expected[member], `${member} of ${handler.url}`);
      }
    });
  }
});

describe(`${ExpressHandler.title} differs from its documentation:`, () => {
  async function respond(handleUserEvent, request) {
    const handler = await ExpressHandler.start({ handleUserEvent });
    const response = await send(request, handler);
    await handler.stop();
    return response;
  }

  test("it can't send an ArrayBuffer", async () => {
    const data = new Uint8Array([1, 2]);
    const reply = (type) =>
      respond((_, response) => response.success(type, "binary"), event("user.buy"));
    assert.equal((await reply(data.buffer)).status, 500);
    assert.equal((await reply(data)).body, "\u0001\u0002");
  });

  test("it never sets the subprotocol of a connection", async () => {
    const request = event("user.buy", "{}", { "ce-subprotocol": "json.webpubsub.azure.v1" });
    const show = ({ context }, response) => response.success(typeof context.subprotocol, "text");
    assert.equal((await respond(show, request)).body, "undefined");
  });

  test("it compares an allowed endpoint with its port, which the service doesn't send", async () => {
    const port = await start({ allowedEndpoints: ["http://127.0.0.1:8080"] });
    assert.deepEqual(await port.refusal(), 500);
    await port.stop();
  });

  test("it handles no events outside of its path", async () => {
    const elsewhere = await start({ path: "/elsewhere" });
    assert.deepEqual(await elsewhere.refusal(), 500);
    await elsewhere.stop();
  });
});

/** A local service with a handler that doesn't pass the validation. */
async function start(options) {
  const handler = await ExpressHandler.start(options);
  const service = await LocalService.start("--event-handler", `chat=${handler.url}/{event}`);
  return {
    refusal: async () => statusOfRefusal((await service.hub("chat").getClientAccessToken()).url),
    stop: () => Promise.all([service.stop(), handler.stop()]),
  };
}
