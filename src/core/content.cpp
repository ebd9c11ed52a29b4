#include <azure/messaging/webpubsub/content.hpp>

#include <algorithm>
#include <istream>
#include <stdexcept>

#include "core/arguments.hpp"
#include "core/text.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

constexpr const char* TextPlain = "text/plain";
constexpr const char* ApplicationJson = "application/json";
constexpr const char* OctetStream = "application/octet-stream";

std::string TextFrom(const char* text) {
  if (text == nullptr) RefuseArgument("text", "must not be null");
  return text;
}

// Through the stream, not its buffer: the stream turns a buffer's exception into a bad state.
std::string ReadAll(std::istream& stream) {
  if (!stream) RefuseArgument("stream", "must be readable");
  std::string bytes;
  char piece[4096];
  do {
    stream.read(piece, sizeof piece);
    bytes.append(piece, static_cast<std::size_t>(stream.gcount()));
  } while (stream);
  if (stream.bad()) RefuseArgument("stream", "failed before its end");
  return bytes;
}

}  // namespace

RequestContent::RequestContent(std::string bytes, std::string contentType)
    : bytes_(std::make_shared<const std::string>(std::move(bytes))),
      contentType_(std::move(contentType)) {
  const bool printable = std::all_of(contentType_.begin(), contentType_.end(),
                                     [](char c) { return IsVisibleAscii(c) || c == ' '; });
  if (IsBlank(contentType_) || !printable) {
    RefuseArgument("contentType", "must be visible ASCII characters and blanks, and not empty");
  }
}

RequestContent::RequestContent(std::string_view text)
    : RequestContent(std::string(text), TextPlain) {}

RequestContent::RequestContent(const std::string& text) : RequestContent(text, TextPlain) {}

RequestContent::RequestContent(std::string&& text) : RequestContent(std::move(text), TextPlain) {}

RequestContent::RequestContent(const char* text, std::string contentType)
    : RequestContent(TextFrom(text), std::move(contentType)) {}

RequestContent::RequestContent(const char* text) : RequestContent(TextFrom(text), TextPlain) {}

RequestContent RequestContent::Text(std::string text) {
  return RequestContent(std::move(text), TextPlain);
}

RequestContent RequestContent::Json(std::string text) {
  return RequestContent(std::move(text), ApplicationJson);
}

RequestContent RequestContent::Json(const char* text) { return Json(TextFrom(text)); }

std::string RequestContent::CopyOf(const void* data, std::size_t size) {
  if (data == nullptr && size != 0) RefuseArgument("data", "must not be null");
  return size == 0 ? std::string() : std::string(static_cast<const char*>(data), size);
}

RequestContent RequestContent::Binary(const void* data, std::size_t size) {
  return RequestContent(CopyOf(data, size), OctetStream);
}

RequestContent RequestContent::FromStream(std::istream& stream, std::string contentType) {
  return RequestContent(ReadAll(stream), std::move(contentType));
}

}  // namespace Azure::Messaging::WebPubSub
