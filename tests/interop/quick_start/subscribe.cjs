// The subscriber of the service's quick start "Publish and subscribe messages using WebSocket API and Azure Web
// PubSub service SDK", JavaScript: the same calls in the same order, plus allowInsecureConnection.
// https://learn.microsoft.com/azure/azure-web-pubsub/tutorial-pub-sub-messages
const { WebPubSubServiceClient } = require("@azure/web-pubsub");
const WebSocket = require("ws");

(async () => {
  const connectionString = process.env.WebPubSubConnectionString;
  const service = new WebPubSubServiceClient(connectionString, "pubsub", {
    allowInsecureConnection: true,
  });
  const { url } = await service.getClientAccessToken();
  const socket = new WebSocket(url);
  socket.on("open", () => console.log("connected"));
  socket.on("message", (data) => console.log("Message received: %s", data));
})();
