#include "message.hpp"

#include <algorithm>
#include <iomanip>
#include <sstream>

namespace FirstLight {

using Azure::Messaging::WebPubSub::RequestContent;

Message Message::Text(const std::string& text) {
  return {RequestContent(text), "text", text, text};
}

Message Message::Json(const std::string& json) {
  return {RequestContent::Json(json), "json", json, json};
}

Message Message::Binary(const std::string& bytes, const std::string& base64) {
  return {RequestContent::Binary(bytes), "binary", bytes, base64};
}

std::string Readable(const std::string& bytes) {
  const auto isPrintable = [](char byte) { return byte >= ' ' && byte <= '~'; };
  if (std::all_of(bytes.begin(), bytes.end(), isPrintable)) return bytes;

  std::ostringstream digits;
  digits << std::hex << std::setfill('0');
  for (const char byte : bytes) {
    if (digits.tellp() > 0) digits << ' ';
    digits << std::setw(2) << unsigned{static_cast<unsigned char>(byte)};
  }
  return digits.str();
}

}  // namespace FirstLight
