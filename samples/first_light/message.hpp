#pragma once

#include <azure/messaging/webpubsub.hpp>

#include <string>

namespace FirstLight {

/// A message to send, and what is to be seen of it at the other end.
struct Message {
  static Message Text(const std::string& text);
  /// @param json as a JSON writer would put it: without blanks.
  static Message Json(const std::string& json);
  /// @param base64 the same bytes: JSON has no other way to carry them.
  static Message Binary(const std::string& bytes, const std::string& base64);

  /// What is sent.
  Azure::Messaging::WebPubSub::RequestContent Content;
  /// `text`, `json` or `binary`.
  std::string Kind;
  /// What a raw WebSocket client receives.
  std::string Bytes;
  /// What a client of the JSON subprotocol finds in a frame's `data`.
  std::string Data;
};

/// Bytes as people can read them: printable text as it is, anything else in hexadecimal digits.
std::string Readable(const std::string& bytes);

}  // namespace FirstLight
