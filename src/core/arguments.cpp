#include "core/arguments.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "core/text.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

constexpr std::size_t LongestHub = 128;
constexpr std::size_t LongestGroup = 1024;
constexpr std::size_t LongestMetadataName = 256;
constexpr std::size_t LongestMetadataValue = 1024;
constexpr std::size_t LargestMetadata = 8192;
constexpr std::chrono::seconds LongestTimeToLive{300};

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool IsHubCharacter(char c) {
  return IsLetter(c) || (c >= '0' && c <= '9') ||
         std::string_view("_`,.[]").find(c) != std::string_view::npos;
}

// The length of the UTF-8 sequence at the beginning of a text, 0 if there is no valid one (RFC
// 3629).
std::size_t SequenceLength(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto continues = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xbf) {
    return i < text.size() && byte(i) >= low && byte(i) <= high;
  };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return continues(1) ? 2 : 0;
  if (lead >= 0xe0 && lead <= 0xef) {
    const unsigned low = lead == 0xe0 ? 0xa0 : 0x80;   // not overlong
    const unsigned high = lead == 0xed ? 0x9f : 0xbf;  // not a surrogate
    return continues(1, low, high) && continues(2) ? 3 : 0;
  }
  if (lead >= 0xf0 && lead <= 0xf4) {
    const unsigned low = lead == 0xf0 ? 0x90 : 0x80;
    const unsigned high = lead == 0xf4 ? 0x8f : 0xbf;
    return continues(1, low, high) && continues(2) && continues(3) ? 4 : 0;
  }
  return 0;
}

// How long a UTF-8 text is in UTF-16.
std::size_t Utf16Length(std::string_view text) {
  std::size_t length = 0;
  while (!text.empty()) {
    const std::size_t bytes = SequenceLength(text);
    length += bytes == 4 ? 2 : 1;
    text.remove_prefix(bytes);
  }
  return length;
}

void CheckMetadataEntry(const std::string& name, const std::string& value) {
  if (name.empty() || name.size() > LongestMetadataName ||
      !std::all_of(name.begin(), name.end(), IsTokenCharacter)) {
    RefuseArgument("options.Metadata",
                   "a name must be an HTTP token of 1 to 256 letters, digits or !#$%&'*+-.^_`|~");
  }
  const bool printable =
      std::all_of(value.begin(), value.end(), [](char c) { return IsVisibleAscii(c) || c == ' '; });
  if (value.size() > LongestMetadataValue || !printable || value.find(',') != std::string::npos ||
      (!value.empty() && (value.front() == ' ' || value.back() == ' '))) {
    RefuseArgument("options.Metadata",
                   "a value must be at most 1024 printable ASCII characters, without a comma and "
                   "without a blank at either end");
  }
}

}  // namespace

void RefuseArgument(std::string_view parameter, std::string_view rule) {
  throw std::invalid_argument(std::string(parameter).append(": ").append(rule));
}

void CheckHub(std::string_view hub) {
  if (hub.empty() || hub.size() > LongestHub || !IsLetter(hub.front()) ||
      !std::all_of(hub.begin(), hub.end(), IsHubCharacter)) {
    RefuseArgument("hub", "must be a letter, then up to 127 letters, digits or _`,.[]");
  }
}

void CheckText(std::string_view text, std::string_view parameter) {
  while (!text.empty()) {
    const std::size_t length = SequenceLength(text);
    if (length == 0) RefuseArgument(parameter, "must be UTF-8");
    text.remove_prefix(length);
  }
}

void CheckName(std::string_view name, std::string_view parameter) {
  if (IsBlank(name)) RefuseArgument(parameter, "must not be empty or blank");
  if (name == "." || name == "..") RefuseArgument(parameter, "must not be . or ..");
  CheckText(name, parameter);
}

void CheckGroup(std::string_view group, std::string_view parameter) {
  CheckName(group, parameter);
  if (Utf16Length(group) > LongestGroup) {
    RefuseArgument(parameter, "must be at most 1024 characters");
  }
}

void CheckExcluded(const std::vector<std::string>& excluded) {
  for (const std::string& connectionId : excluded) {
    if (connectionId.empty()) RefuseArgument("options.Excluded", "must not hold an empty id");
    CheckText(connectionId, "options.Excluded");
  }
}

void CheckMetadata(const std::map<std::string, std::string>& metadata) {
  std::size_t size = 0;
  std::set<std::string> names;
  for (const auto& [name, value] : metadata) {
    CheckMetadataEntry(name, value);
    if (!names.insert(ToLowerAscii(name)).second) {
      RefuseArgument("options.Metadata", "must not hold a name twice; case doesn't count");
    }
    size += name.size() + value.size();
  }
  if (size > LargestMetadata) {
    RefuseArgument("options.Metadata", "must be at most 8192 bytes in all");
  }
}

void CheckMessageTtl(std::chrono::seconds timeToLive) {
  if (timeToLive < std::chrono::seconds(0) || timeToLive > LongestTimeToLive) {
    RefuseArgument("options.MessageTtl", "must be 0 to 300 seconds");
  }
}

void CheckRange(const std::optional<int>& value, int limit, std::string_view parameter) {
  if (value && (*value < 1 || *value > limit)) {
    RefuseArgument(parameter, "must be 1 to " + std::to_string(limit));
  }
}

void CheckVersion(ServiceVersion used, ServiceVersion needed, std::string_view feature) {
  if (used >= needed) return;
  RefuseArgument(feature, std::string("needs the service version ")
                              .append(ToString(needed))
                              .append(" or later; this client uses ")
                              .append(ToString(used)));
}

}  // namespace Azure::Messaging::WebPubSub
