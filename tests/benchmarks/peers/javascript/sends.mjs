// Times the JavaScript SDK: node sends.mjs URL. Prints a JSON object.
import { createRequire } from "node:module";
import { WebPubSubServiceClient } from "@azure/web-pubsub";

const key = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGH";
const message = "x".repeat(64);
const client = new WebPubSubServiceClient(`Endpoint=${process.argv[2]};AccessKey=${key};Version=1.0;`, "chat", {
  allowInsecureConnection: true,
});
const send = () => client.sendToAll(message, { contentType: "text/plain" });

async function measure(sends, inFlight) {
  let left = sends;
  const sender = async () => {
    while (left-- > 0) await send();
  };
  const cpu = process.cpuUsage();
  const began = process.hrtime.bigint();
  await Promise.all(Array.from({ length: inFlight }, sender));
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  const { user, system } = process.cpuUsage(cpu);
  return { requestsPerSecond: sends / seconds, cpuMicroseconds: (user + system) / sends };
}

const { version } = createRequire(import.meta.url)("./node_modules/@azure/web-pubsub/package.json");
await measure(2000, 64); // warm up
const result = { name: "JavaScript", version, oneAtATime: await measure(3000, 1), inFlight64: await measure(6000, 64) };
console.log(JSON.stringify(result));
process.exit(0);
