// The publisher of the quick start in subscribe.cjs. It sends its argument to all clients.
const { WebPubSubServiceClient } = require("@azure/web-pubsub");

const connectionString = process.env.WebPubSubConnectionString;
const service = new WebPubSubServiceClient(connectionString, "pubsub", {
  allowInsecureConnection: true,
});
service.sendToAll(process.argv[2], { contentType: "text/plain" });
