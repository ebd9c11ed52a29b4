// The event handlers in JavaScript and in C++ respond to the same requests, without the local service.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { ExpressHandler } from "./express_handler.js";
import { CppHandler } from "./handler_peer.js";
import { event, send, validation } from "./signed_request.js";

let javaScript, cpp;
before(
  async () => ([javaScript, cpp] = await Promise.all([ExpressHandler.start(), CppHandler.start()])),
);
after(() => Promise.all([javaScript.stop(), cpp.stop()]));

const connect = (query, more = {}, headers = {}) =>
  event("sys.connect", JSON.stringify({ query, ...more }), headers);
const mqtt = (protocolVersion, query) =>
  connect(
    query,
    { mqtt: { protocolVersion } },
    { "ce-subprotocol": "mqtt", "ce-physicalconnectionid": "1" },
  );

/** Sends a request to both, and checks that they respond alike. */
async function respondAlike(request, expected) {
  for (const handler of [javaScript, cpp]) {
    const response = await send(request, handler);
    for (const [member, value] of Object.entries(expected))
      assert.deepEqual(response[member], value, `${member} of ${handler.url}`);
  }
}

describe("The same response of both handlers:", () => {
  for (const [name, request, expected] of [
    ["a validation", validation(), { status: 200, allowedOrigin: "127.0.0.1", body: "" }],
    [
      "a validation without an origin",
      validation({ "webhook-request-origin": undefined }),
      { status: 400, allowedOrigin: null },
    ],
    [
      "an event of another hub",
      event("sys.connected", "{}", { "ce-hub": "news" }),
      { status: 404 },
    ],
    [
      "an event of the hub in capitals",
      event("user.quiet", "{}", { "ce-hub": "CHAT" }),
      { body: "" },
    ],
    ["another method", { ...validation(), method: "DELETE" }, { allowedOrigin: null }],
  ]) {
    test(name, () => respondAlike(request, expected));
  }

  for (const [query, body] of [
    [{ user: ["bob"] }, '{"userId":"bob"}'],
    [{ user: ["Żółw"] }, '{"userId":"Żółw"}'],
    [{ user: [""] }, '{"userId":""}'],
    [{ group: ["a/b"] }, '{"groups":["a/b"]}'],
    [{ role: ["webpubsub.sendToGroup.x"] }, '{"roles":["webpubsub.sendToGroup.x"]}'],
    [{ role: [""] }, '{"roles":[]}'],
    [{ subprotocol: ["mine.v1"] }, '{"subprotocol":"mine.v1"}'],
    [
      { user: ["bob"], group: ["a"], role: ["r"], subprotocol: ["p"] },
      '{"userId":"bob","groups":["a"],"roles":["r"],"subprotocol":"p"}',
    ],
  ]) {
    test(`a client is accepted as ${body}`, () =>
      respondAlike(connect(query), {
        status: 200,
        mediaType: "application/json",
        state: null,
        body,
      }));
  }
  test("a client is accepted as it is", () =>
    respondAlike(connect({}), { status: 204, mediaType: undefined, state: null, body: "" }));

  for (const status of [400, 401, 403, 429, 500, 503]) {
    test(`a client is refused with ${status}`, () =>
      respondAlike(connect({ status: [`${status}`] }), { status, state: null, body: "no entry" }));
  }

  for (const states of [
    '{"turns":3}',
    '{"name":"Żółw","turns":3.5}',
    '{"a":[1,{"b":null}],"b":"\\u0001\\""}',
    "{}",
  ]) {
    const state = states === "{}" ? null : Buffer.from(states).toString("base64");
    test(`a state is ${states}`, () =>
      respondAlike(connect({ states: [states] }), { status: 204, state }));
    test(`a state becomes ${states}`, () =>
      respondAlike(event("user.remember", states), { state, body: "" }));
  }

  for (const [mediaType, body] of [
    ["text/plain", "Grüße, 世界"],
    ["application/json", '{"Foo":[42,null,true]}'],
    ["application/octet-stream", "\u0000\u0001ü"],
  ]) {
    test(`a message back is ${mediaType}`, () =>
      respondAlike(event("user.echo", body, { "content-type": mediaType }), {
        status: 200,
        mediaType,
        body,
      }));
  }
  test("a message fails", () =>
    respondAlike(event("user.fail"), { status: 400, body: "no reply" }));
});

test("Both take the states of .NET for texts in base64", () =>
  respondAlike(event("user.states", "{}", { "ce-connectionstate": "eyJ0dXJucyI6Ik13PT0ifQ==" }), {
    status: 200,
    body: '{"turns":"Mw=="}',
  }));

test("Both read a state that JavaScript has cut within a character", async () => {
  const states = JSON.stringify({ cut: "a fish 🐟".slice(0, -1), turns: 3 });
  const request = event("user.states", "{}", { "ce-connectionstate": btoa(states) });
  for (const handler of [javaScript, cpp]) {
    const { cut, turns } = JSON.parse((await send(request, handler)).body);
    assert.deepEqual([cut.toWellFormed(), turns], ["a fish \ufffd", 3]);
  }
});

describe("The same refusal of MQTT clients by both handlers:", () => {
  const V5_CODES = Array.from({ length: 32 }, (_, index) => 128 + index);
  for (const [version, codes] of [
    [4, [1, 2, 3, 4, 5]],
    [5, V5_CODES],
  ]) {
    for (const code of codes) {
      test(`the code ${code}`, async () => {
        const request = mqtt(version, { mqtt: [`${code}`] });
        const response = await send(request, cpp);
        assert.equal(JSON.parse(response.body).mqtt.code, code);
        assert.deepEqual(response, await send(request, javaScript));
      });
    }
    for (const status of [400, 401, 403, 429, 500]) {
      test(`the status ${status} with version ${version}`, async () => {
        const request = mqtt(version, { status: [`${status}`] });
        const [expected, response] = [await send(request, javaScript), await send(request, cpp)];
        assert.equal(response.status, expected.status);
        const { mqtt: refusal } = JSON.parse(response.body);
        assert.deepEqual(refusal, { ...JSON.parse(expected.body).mqtt, userProperties: [] });
      });
    }
  }
});
