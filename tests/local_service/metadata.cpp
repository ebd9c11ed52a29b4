#include "local_service/metadata.hpp"

#include <algorithm>
#include <string_view>

#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

constexpr std::string_view MetadataPrefix = "x-webpubsub-metadata-";
constexpr std::size_t MaxNameSize = 256;
constexpr std::size_t MaxValueSize = 1024;
constexpr std::size_t MaxTotalSize = 8192;

bool IsLetterOrDigit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool IsTokenCharacter(char c) {
  return IsLetterOrDigit(c) ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool IsNotAscii(char c) { return static_cast<unsigned char>(c) >= 0x80; }

void Set(Metadata& metadata, const std::string& name, std::string value) {
  const auto found = std::find_if(metadata.begin(), metadata.end(),
                                  [&](const auto& one) { return one.first == name; });
  if (found == metadata.end()) {
    metadata.emplace_back(name, std::move(value));
  } else {
    found->second = std::move(value);
  }
}

}  // namespace

Metadata ReadMetadataHeaders(const std::vector<std::pair<std::string, std::string>>& headers) {
  Metadata metadata;
  for (const auto& [name, value] : headers) {
    if (name.compare(0, MetadataPrefix.size(), MetadataPrefix) != 0) continue;
    const std::string_view last = std::string_view(value).substr(value.rfind(',') + 1);
    Set(metadata, name.substr(MetadataPrefix.size()), std::string(TrimBlanks(last)));
  }
  return metadata;
}

std::optional<std::string> FindMetadataError(const Metadata& metadata) {
  std::size_t size = 0;
  for (const auto& [name, value] : metadata) {
    if (name.empty() || !std::all_of(name.begin(), name.end(), IsTokenCharacter)) {
      return "Metadata key '" + name + "' contains invalid characters.";
    }
    if (name.size() > MaxNameSize) return "Metadata key '" + name + "' exceeds 256 bytes.";
    if (value.size() > MaxValueSize)
      return "Metadata value for key '" + name + "' exceeds 1024 bytes.";
    if (std::any_of(value.begin(), value.end(), IsNotAscii)) {
      return "Metadata value for key '" + name + "' contains invalid characters.";
    }
    size += name.size() + value.size();
  }
  if (size > MaxTotalSize) return "Metadata exceeds 8192 bytes.";
  return std::nullopt;
}

bool IsEventName(const std::string& name) {
  constexpr std::size_t MaxSize = 128;
  const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !name.empty() && name.size() <= MaxSize && isLetter(name.front()) &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return IsLetterOrDigit(c) || c == '_' || c == '.' || c == '-'; });
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
