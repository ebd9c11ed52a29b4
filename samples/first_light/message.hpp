#pragma once

#include <azure/messaging/webpubsub.hpp>

#include <string>

namespace FirstLight {

/// A message to send, and what the clients receive.
struct Message {
  static Message Text(const std::string& text);
  /// @param json JSON without white space.
  static Message Json(const std::string& json);
  /// @param base64 the same bytes in base64, which is how clients of the JSON subprotocol get them.
  static Message Binary(const std::string& bytes, const std::string& base64);

  /// The content to send.
  Azure::Messaging::WebPubSub::RequestContent Content;
  /// `text`, `json` or `binary`.
  std::string Kind;
  /// What a raw WebSocket client receives.
  std::string Bytes;
  /// What a client of the JSON subprotocol receives in a frame's `data`.
  std::string Data;
};

/// A message that has arrived at a client or at the server, or is expected there.
struct Delivery {
  /// How the data is delivered, for example "text frame" or "json, from group room".
  std::string Form;
  std::string Data;

  bool operator==(const Delivery& other) const { return Form == other.Form && Data == other.Data; }
};

/// Bytes in readable form: printable text unchanged, anything else in hexadecimal digits.
std::string Readable(const std::string& bytes);

}  // namespace FirstLight
