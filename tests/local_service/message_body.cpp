#include "local_service/message_body.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

#include "local_service/metadata.hpp"
#include "local_service/raw_json.hpp"
#include "local_service/rest_errors.hpp"
#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

constexpr std::size_t MaxJsonDepth = 64;

std::string_view Trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

struct ContentType {
  std::string Name;
  std::string Charset;
};

ContentType ParseContentType(std::string_view header) {
  ContentType type;
  type.Name = ToLower(Trim(header.substr(0, header.find(';'))));
  for (std::size_t at = header.find(';'); at != std::string_view::npos;
       at = header.find(';', at + 1)) {
    const std::string_view parameter =
        Trim(header.substr(at + 1, header.find(';', at + 1) - at - 1));
    const std::size_t equals = parameter.find('=');
    if (equals == std::string_view::npos || ToLower(Trim(parameter.substr(0, equals))) != "charset")
      continue;
    type.Charset = ToLower(Trim(parameter.substr(equals + 1)));
    if (type.Charset.size() >= 2 && type.Charset.front() == '"') {
      type.Charset = type.Charset.substr(1, type.Charset.size() - 2);
    }
  }
  return type;
}

void AppendUtf8(std::string& text, char32_t character) {
  const auto append = [&](char32_t byte) { text += static_cast<char>(byte); };
  if (character < 0x80) return append(character);
  if (character < 0x800) {
    append(0xc0 | character >> 6);
  } else {
    if (character < 0x10000) {
      append(0xe0 | character >> 12);
    } else {
      append(0xf0 | character >> 18);
      append(0x80 | (character >> 12 & 0x3f));
    }
    append(0x80 | (character >> 6 & 0x3f));
  }
  append(0x80 | (character & 0x3f));
}

std::string FromUtf16(std::string_view bytes) {
  constexpr char32_t Replacement = 0xfffd;
  bool bigEndian = bytes.substr(0, 2) == "\xfe\xff";
  if (bigEndian || bytes.substr(0, 2) == "\xff\xfe") bytes.remove_prefix(2);
  const auto unit = [&](std::size_t at) -> char32_t {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return bigEndian ? static_cast<char32_t>(first << 8 | second)
                     : static_cast<char32_t>(second << 8 | first);
  };
  std::string text;
  for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
    char32_t character = unit(at);
    const bool isHigh = character >= 0xd800 && character < 0xdc00;
    if (isHigh && at + 3 < bytes.size() && unit(at + 2) >= 0xdc00 && unit(at + 2) < 0xe000) {
      character = 0x10000 + ((character - 0xd800) << 10) + (unit(at + 2) - 0xdc00);
      at += 2;
    } else if (character >= 0xd800 && character < 0xe000) {
      character = Replacement;
    }
    AppendUtf8(text, character);
  }
  return text;
}

// Converts text to UTF-8; nothing if the charset is unknown.
std::optional<std::string> ToUtf8(const std::string& bytes, const std::string& charset) {
  if (charset.empty() || charset == "utf-8" || charset == "us-ascii") return bytes;
  if (charset == "utf-16") return FromUtf16(bytes);
  if (charset != "iso-8859-1") return std::nullopt;
  std::string text;
  for (const char c : bytes) AppendUtf8(text, static_cast<unsigned char>(c));
  return text;
}

DataType ReadDataType(const ContentType& type) {
  if (type.Name.empty() || type.Name == "application/octet-stream") return DataType::Binary;
  if (type.Name == "text/plain") return DataType::Text;
  if (type.Name == "application/json") return DataType::Json;
  throw RestFailure{EmptyResponse(415)};
}

}  // namespace

bool IsJson(const std::string& text) {
  std::string ascii = text;
  for (char& c : ascii) {
    if (static_cast<unsigned char>(c) >= 0x80) c = 'x';
  }
  return nlohmann::json::accept(ascii) && NestingDepth(ascii) <= MaxJsonDepth;
}

Message ReadMessage(const RestRequest& request) {
  const ContentType type = ParseContentType(request.Header("content-type"));
  Message message;
  message.Type = ReadDataType(type);
  const auto text = message.Type == DataType::Binary ? std::optional(request.Body)
                                                     : ToUtf8(request.Body, type.Charset);
  if (!text) throw RestFailure{EmptyResponse(415)};
  message.Data = *text;
  if (message.Type == DataType::Json && !IsJson(message.Data)) {
    FailBadBody("The request body is not a valid JSON.");
  }
  message.Metadata = ReadMetadataHeaders(request.Headers);
  if (const auto error = FindMetadataError(message.Metadata)) FailBadRequest(*error);
  return message;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
