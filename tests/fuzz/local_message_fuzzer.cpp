// Messages from a client of a JSON subprotocol to the local service, one a line. Whatever they are,
// the other clients receive valid JSON.

#include <nlohmann/json.hpp>

#include "fuzz_target.hpp"
#include "local_service/json_client.hpp"

using namespace Azure::Messaging::WebPubSub::LocalService;

namespace {

class Channel final : public ClientChannel {
 public:
  void Send(const Frame& frame) override {
    Fuzz::Require(frame.Binary || nlohmann::json::accept(*frame.Bytes), "frames are JSON");
  }
  void Close(int, const std::string&) override {}
  void Abort() override {}
  [[nodiscard]] std::size_t Queued() const override { return 0; }
};

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Channel channel;
  Hubs hubs;
  Hub& hub = hubs["chat"];
  for (const char* id : {"a", "b"}) {
    Connection connection;
    connection.Id = id;
    connection.UserId = "ann";
    connection.Allowed = Permissions({"webpubsub.joinLeaveGroup", "webpubsub.sendToGroup"});
    connection.Protocol = id[0] == 'a' ? ClientProtocol::Json : ClientProtocol::ReliableJson;
    connection.Groups = {"g"};
    connection.Channel = &channel;
    hub.Add(std::move(connection));
  }
  std::string_view rest = Fuzz::Text(data, size);
  while (!rest.empty()) {
    Connection* const client = hub.Find("a");
    if (client == nullptr || !HandleJsonMessage(Fuzz::TakeLine(rest), hub, *client, Time())) break;
  }
  return 0;
}
