#include "local_service/json_client.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>

#include "local_service/metadata.hpp"
#include "local_service/raw_json.hpp"
#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

using nlohmann::json;

// Thrown for a message that doesn't follow the protocol.
struct InvalidMessage {};

// A member of an object, or a discarded value if it is absent. Callers check its type, and reject
// null unless the protocol allows it.
const json& Member(const json& object, const char* name) {
  static const json absent(json::value_t::discarded);
  const auto found = object.find(name);
  return found == object.end() ? absent : *found;
}

std::string RequiredText(const json& object, const char* name) {
  const json& member = Member(object, name);
  if (!member.is_string()) throw InvalidMessage();
  return member.get<std::string>();
}

std::string RequiredGroup(const json& object) {
  std::string group = RequiredText(object, "group");
  if (!IsGroupName(group)) throw InvalidMessage();
  return group;
}

std::optional<std::uint64_t> AckId(const json& object) {
  const json& member = Member(object, "ackId");
  if (member.is_discarded() || member.is_null()) return std::nullopt;
  if (!member.is_number_unsigned()) throw InvalidMessage();
  return member.get<std::uint64_t>();
}

bool Flag(const json& object, const char* name) {
  const json& member = Member(object, name);
  if (member.is_discarded()) return false;
  if (!member.is_boolean()) throw InvalidMessage();
  return member.get<bool>();
}

// When a message expires; nothing if it never does.
std::optional<Time> Expiry(const json& object, Time now) {
  const json& member = Member(object, "ttlSeconds");
  if (member.is_discarded()) return std::nullopt;
  if (!member.is_number_unsigned() || member.get<std::uint64_t>() > 300) throw InvalidMessage();
  const std::chrono::seconds timeToLive(member.get<int>());
  return timeToLive.count() == 0 ? std::nullopt : std::optional(now + timeToLive);
}

// `text` is the whole message, because only the text shows whether a name occurs twice.
Metadata ReadMetadata(const json& object, std::string_view text) {
  Metadata metadata;
  const json& member = Member(object, "metadata");
  if (member.is_discarded() || member.is_null()) return metadata;
  if (!member.is_object()) throw InvalidMessage();
  for (const RawMember& one : ReadRawMembers(FindRawMember(text, "metadata"))) {
    const json& value = member.at(one.Name);
    if (!value.is_string()) throw InvalidMessage();
    metadata.emplace_back(one.Name, value.get<std::string>());
  }
  if (metadata.size() != member.size() || FindMetadataError(metadata)) throw InvalidMessage();
  return metadata;
}

DataType ReadDataType(const json& object) {
  const json& member = Member(object, "dataType");
  if (member.is_discarded()) return DataType::Json;
  if (!member.is_string()) throw InvalidMessage();
  const std::string name = ToLower(member.get<std::string>());
  if (name == "json") return DataType::Json;
  if (name == "text") return DataType::Text;
  if (name == "binary") return DataType::Binary;
  throw InvalidMessage();
}

// `text` is the whole message, because JSON data is forwarded byte for byte.
void ReadData(const json& object, std::string_view text, Message& message) {
  const json& data = Member(object, "data");
  if (data.is_discarded() && !message.Metadata.empty()) {
    message.Type = DataType::Text;
    return;
  }
  message.Type = ReadDataType(object);
  switch (message.Type) {
    case DataType::Json:
      if (data.is_discarded() || data.is_null()) throw InvalidMessage();
      message.Data = FindRawMember(text, "data");
      return;
    case DataType::Text:
      message.Data = RequiredText(object, "data");
      return;
    case DataType::Binary: {
      auto bytes = DecodeBase64(RequiredText(object, "data"));
      if (!bytes) throw InvalidMessage();
      message.Data = *std::move(bytes);
      return;
    }
    case DataType::Protobuf:
      throw InvalidMessage();
  }
}

// A client that has lost its socket misses the reply.
void Reply(Connection& client, std::string text) {
  if (client.Channel != nullptr) client.Channel->Send(TextFrame(std::move(text)));
}

class JsonClient {
 public:
  JsonClient(Hub& hub, Connection& client, Time now, const ClientLog& log,
             const UserEventSink& sendEvent)
      : hub_(hub), client_(client), now_(now), log_(log), sendEvent_(sendEvent) {}

  void Handle(std::string_view text) {
    if (text.substr(0, 3) == "\xef\xbb\xbf") throw InvalidMessage();
    const json object = json::parse(text, nullptr, false);
    if (!object.is_object()) throw InvalidMessage();
    const std::string type = ToLower(RequiredText(object, "type"));
    if (type == "ping") return Reply(client_, JsonFrames::Pong());
    if (type == "sequenceack") {
      const json& sequenceId = Member(object, "sequenceId");
      if (!sequenceId.is_number_unsigned()) throw InvalidMessage();
      return client_.Replay.Acknowledge(sequenceId.get<std::uint64_t>());
    }
    ackId_ = AckId(object);
    if (type == "joingroup") return ChangeMembership(RequiredGroup(object), true);
    if (type == "leavegroup") return ChangeMembership(RequiredGroup(object), false);
    if (type == "sendtogroup") return Send(object, text);
    if (type == "event") return Event(object, text);
    throw InvalidMessage();
  }

 private:
  void Fail(std::string_view error, const std::string& message) {
    ReportFailure(client_, ackId_, error, message, log_);
  }

  // Whether the message is not a duplicate. Reports a failure if it is.
  bool IsNew() {
    if (!ackId_ || !client_.IsProcessed(*ackId_)) return true;
    Fail("Duplicate", "Message with ack-id: " + std::to_string(*ackId_) + " has been processed");
    return false;
  }

  bool IsAllowed(Permission permission, const std::string& group, const std::string& action) {
    if (client_.Allowed.Allows(permission, group)) return true;
    Fail("Forbidden",
         "The client does not have permission to " + action + " group '" + group + "'.");
    return false;
  }

  void ChangeMembership(const std::string& group, bool joins) {
    if (!IsNew() || !IsAllowed(Permission::JoinLeaveGroup, group, joins ? "join" : "leave")) return;
    if (joins) {
      client_.Groups.insert(group);
    } else {
      client_.Groups.erase(group);
    }
    log_((joins ? "joined group " : "left group ") + QuoteJson(group));
    ReportSuccess(client_, ackId_);
  }

  void Send(const json& object, std::string_view text) {
    Message message;
    message.Group = RequiredGroup(object);
    message.FromUser = client_.UserId;
    message.FromConnection = client_.Id;
    message.Metadata = ReadMetadata(object, text);
    message.Expires = Expiry(object, now_);
    ReadData(object, text, message);
    const bool echoes = !Flag(object, "noEcho");
    if (!IsNew() || !IsAllowed(Permission::SendToGroup, *message.Group, "send to")) return;
    log_(DescribePublished(message));
    hub_.Publish(message, echoes, now_);
    // The delivery may have removed the sender: its own replay buffer may have become overfull.
    if (hub_.Find(*message.FromConnection) != nullptr) ReportSuccess(client_, ackId_);
  }

  // The acknowledgement follows when the handler has responded.
  void Event(const json& object, std::string_view text) {
    Message message;
    message.Metadata = ReadMetadata(object, text);
    UserEvent event;
    event.Name = RequiredText(object, "event");
    if (!IsEventName(event.Name)) throw InvalidMessage();
    ReadData(object, text, message);
    if (!IsNew()) return;
    event.Type = message.Type;
    event.Data = std::move(message.Data);
    event.Metadata = std::move(message.Metadata);
    event.AckId = ackId_;
    if (!sendEvent_(event)) Fail("InternalServerError", "Internal server error");
  }

  Hub& hub_;
  Connection& client_;
  const Time now_;
  const ClientLog& log_;
  const UserEventSink& sendEvent_;
  std::optional<std::uint64_t> ackId_;
};

}  // namespace

bool HandleJsonMessage(std::string_view text, Hub& hub, Connection& client, Time now,
                       const ClientLog& log, const UserEventSink& sendEvent) {
  try {
    JsonClient(hub, client, now, log, sendEvent).Handle(text);
    return true;
  } catch (const InvalidMessage&) {
    return false;
  }
}

void ReportSuccess(Connection& client, std::optional<std::uint64_t> ackId) {
  if (!ackId) return;
  client.SetProcessed(*ackId);
  Reply(client, JsonFrames::Ack(*ackId));
}

void ReportFailure(Connection& client, std::optional<std::uint64_t> ackId, std::string_view error,
                   const std::string& message, const ClientLog& log) {
  log("received an error: " + std::string(error) + ". " + message);
  if (ackId) Reply(client, JsonFrames::FailedAck(*ackId, error, message));
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
