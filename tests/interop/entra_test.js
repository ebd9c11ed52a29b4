// The service SDK with a credential of Microsoft Entra, for which it requires https.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { WebPubSubServiceClient } from "@azure/web-pubsub";
import { WebSocket } from "ws";

import { PLAIN } from "./clients.js";
import { Inbox } from "./inbox.js";
import { LocalService } from "./local_service.js";

let folder, ca, service;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "webpubsub-"));
  const [certificate, key] = [join(folder, "certificate.pem"), join(folder, "key.pem")];
  const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1"];
  const files = ["-addext", "subjectAltName=IP:127.0.0.1", "-out", certificate, "-keyout", key];
  execFileSync("openssl", [...request, ...files], { stdio: "pipe" });
  ca = readFileSync(certificate);
  const tls = ["--tls-certificate", certificate, "--tls-key", key];
  service = await LocalService.start("--allow-any-entra-token", ...tls);
});
after(async () => {
  await service?.stop();
  rmSync(folder, { recursive: true });
});

/** A client of the service SDK with a token that nobody has signed. */
function hubFor(audience) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const seconds = Math.floor(Date.now() / 1000);
  const claims = { aud: audience, nbf: seconds - 60, exp: seconds + 3600 };
  const token = `${part({ alg: "RS256", typ: "JWT" })}.${part(claims)}.${part("unsigned")}`;
  const getToken = async () => ({ token, expiresOnTimestamp: claims.exp * 1000 });
  const tlsOptions = { ca };
  return new WebPubSubServiceClient(service.endpoint, { getToken }, "chat", { tlsOptions });
}

test("A credential sends messages, and gets URLs for clients from the service", async () => {
  const hub = hubFor("https://webpubsub.azure.com");
  const { url } = await hub.getClientAccessToken({ userId: "ann", groups: ["room"] });
  const socket = new WebSocket(url, PLAIN, { ca });
  const inbox = new Inbox("the client");
  socket.on("message", (data) => inbox.put(JSON.parse(data)));
  const connected = await inbox.next();
  assert.deepEqual([connected.event, connected.userId], ["connected", "ann"]);
  await hub.group("room").sendToAll("hi", { contentType: "text/plain" });
  assert.equal((await inbox.next()).data, "hi");
  socket.terminate();
});

test("A token for another service is refused", () =>
  assert.rejects(hubFor("https://storage.azure.com").userExists("ann"), { statusCode: 401 }));
