#include <azure/messaging/webpubsub/content.hpp>

#include <istream>
#include <memory>
#include <utility>

#include "core/arguments.hpp"
#include "core/text.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

constexpr const char* TextPlain = "text/plain";
constexpr const char* ApplicationJson = "application/json";
constexpr const char* OctetStream = "application/octet-stream";

// Reads through the stream and not from its buffer: the stream turns an exception of the buffer
// into a bad state.
std::string ReadAll(std::istream& stream) {
  Detail::Require(!stream.fail(), "stream", "must be readable");
  std::string bytes;
  char piece[4096];
  do {
    stream.read(piece, sizeof piece);
    bytes.append(piece, static_cast<std::size_t>(stream.gcount()));
  } while (stream);
  Detail::Require(!stream.bad(), "stream", "failed before its end");
  return bytes;
}

// A client must close its connection when it receives a text that isn't UTF-8 (RFC 6455, 8.1).
std::shared_ptr<const std::string> Utf8(std::string text) {
  Detail::CheckText(text, "text");
  return std::make_shared<const std::string>(std::move(text));
}

}  // namespace

RequestContent::RequestContent(std::string bytes, std::string contentType)
    : bytes_(std::make_shared<const std::string>(std::move(bytes))),
      contentType_(std::move(contentType)) {
  Detail::Require(
      !Detail::IsBlank(*contentType_) && Detail::AllOf(*contentType_, Detail::IsPrintableAscii),
      "contentType", "must be visible ASCII characters and blanks, and not empty");
}

RequestContent::RequestContent(std::shared_ptr<const std::string> bytes, const char* contentType)
    : bytes_(std::move(bytes)), contentType_(contentType) {}

RequestContent::RequestContent(std::string_view text)
    : RequestContent(Utf8(std::string(text)), TextPlain) {}

RequestContent::RequestContent(const std::string& text) : RequestContent(Utf8(text), TextPlain) {}

RequestContent::RequestContent(std::string&& text)
    : RequestContent(Utf8(std::move(text)), TextPlain) {}

RequestContent::RequestContent(const char* text, std::string contentType)
    : RequestContent(std::string(Detail::NotNull(text, "text")), std::move(contentType)) {}

RequestContent::RequestContent(const char* text)
    : RequestContent(Utf8(std::string(Detail::NotNull(text, "text"))), TextPlain) {}

RequestContent RequestContent::Text(std::string text) {
  return RequestContent(Utf8(std::move(text)), TextPlain);
}

RequestContent RequestContent::Json(std::string text) {
  return RequestContent(Utf8(std::move(text)), ApplicationJson);
}

RequestContent RequestContent::Json(const char* text) {
  return Json(std::string(Detail::NotNull(text, "text")));
}

void RequestContent::RefuseValue(const char* reason) { Detail::RefuseArgument("value", reason); }

std::string RequestContent::CopyOf(const void* data, std::size_t size) {
  Detail::Require(data != nullptr || size == 0, "data", "must not be null");
  return size == 0 ? std::string() : std::string(static_cast<const char*>(data), size);
}

RequestContent RequestContent::Binary(const void* data, std::size_t size) {
  return {std::make_shared<const std::string>(CopyOf(data, size)), OctetStream};
}

RequestContent RequestContent::FromStream(std::istream& stream, std::string contentType) {
  return RequestContent(ReadAll(stream), std::move(contentType));
}

}  // namespace Azure::Messaging::WebPubSub
