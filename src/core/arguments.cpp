#include "core/arguments.hpp"

#include <azure/messaging/webpubsub/filter.hpp>

#include <set>
#include <stdexcept>

#include "core/text.hpp"
#include "core/utf8.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

constexpr std::size_t LongestHub = 128;
constexpr std::size_t LongestGroup = 1024;
constexpr std::size_t LongestNameInMessage = 64;
constexpr std::size_t LongestMetadataName = 256;
constexpr std::size_t LongestMetadataValue = 1024;
constexpr std::size_t LargestMetadata = 8192;
constexpr std::chrono::seconds LongestTimeToLive{300};

bool IsHubCharacter(char c) {
  return IsAlphanumeric(c) || std::string_view("_`,.[]").find(c) != std::string_view::npos;
}

bool IsMetadataValue(std::string_view value) {
  const bool hasOuterBlank = !value.empty() && (value.front() == ' ' || value.back() == ' ');
  return value.size() <= LongestMetadataValue && AllOf(value, IsPrintableAscii) &&
         value.find(',') == std::string_view::npos && !hasOuterBlank;
}

void CheckNotBlank(std::string_view name, std::string_view parameter) {
  Require(!IsBlank(name), parameter, "must not be empty or blank");
}

void CheckNoDotSegment(std::string_view name, std::string_view parameter) {
  Require(name != "." && name != "..", parameter, "must not be . or ..");
}

std::string FilterFor(std::string_view property, std::string_view name) {
  if (name.size() > LongestNameInMessage) name = "...";
  const auto filter = ClientConnectionFilter::Create("{}", name);
  return InOneLine(std::string(property).append(" eq ").append(filter.Expression()));
}

}  // namespace

void RefuseArgument(std::string_view parameter, std::string_view rule) {
  throw std::invalid_argument(std::string(parameter).append(": ").append(rule));
}

void CheckContent(const RequestContent& content, std::string_view parameter) {
  Require(!content.ContentType().empty(), parameter, MovedFromRule);
}

std::string_view NotNull(const char* text, std::string_view parameter) {
  Require(text != nullptr, parameter, "must not be null");
  return text;
}

void CheckHub(std::string_view hub) {
  Require(!hub.empty() && hub.size() <= LongestHub && IsLetter(hub.front()) &&
              AllOf(hub, IsHubCharacter),
          "hub", "must be a letter, then up to 127 letters, digits or _`,.[]");
}

void CheckText(std::string_view text, std::string_view parameter) {
  const std::size_t valid = ValidUtf8Length(text);
  if (valid == text.size()) return;
  RefuseArgument(parameter, "must be UTF-8, which it isn't at offset " + std::to_string(valid));
}

void CheckName(std::string_view name, std::string_view parameter) {
  CheckNotBlank(name, parameter);
  CheckNoDotSegment(name, parameter);
  CheckText(name, parameter);
}

void CheckNameInPath(std::string_view name, std::string_view parameter, std::string_view property) {
  CheckName(name, parameter);
  if (name.find('/') == std::string_view::npos) return;
  RefuseArgument(
      parameter,
      "must not hold a slash, which the service doesn't decode in a path; the filter \"" +
          FilterFor(property, name) + "\" reaches it in SendToAll and AddConnectionsToGroups");
}

void CheckGroupOfClient(std::string_view group, std::string_view parameter) {
  CheckNotBlank(group, parameter);
  CheckText(group, parameter);
  Require(group.size() <= LongestGroup || Utf16Length(group) <= LongestGroup, parameter,
          "must be at most 1024 characters");
}

void CheckGroup(std::string_view group, std::string_view parameter) {
  CheckNoDotSegment(group, parameter);
  CheckGroupOfClient(group, parameter);
}

void CheckGroups(const std::vector<std::string>& groups, std::string_view parameter) {
  for (const std::string& group : groups) CheckGroup(group, parameter);
}

void CheckNoControls(std::string_view text, std::string_view parameter) {
  Require(AllOf(text, [](char c) { return !IsControl(c); }), parameter,
          "must be without control characters");
}

void CheckVisible(std::string_view text, std::string_view parameter, std::size_t longest,
                  std::string_view rule) {
  Require(text.size() <= longest && AllOf(text, IsVisibleAscii), parameter, rule);
}

void CheckExcluded(const std::vector<std::string>& excluded) {
  for (const std::string& connectionId : excluded) {
    Require(!connectionId.empty(), "options.Excluded", "must not hold an empty id");
    CheckText(connectionId, "options.Excluded");
  }
}

void CheckMetadata(const std::map<std::string, std::string>& metadata, std::string_view parameter) {
  std::size_t size = 0;
  std::set<std::string> names;
  for (const auto& [name, value] : metadata) {
    Require(!name.empty() && name.size() <= LongestMetadataName && AllOf(name, IsTokenCharacter),
            parameter,
            "a name must be an HTTP token of 1 to 256 letters, digits or !#$%&'*+-.^_`|~");
    Require(IsMetadataValue(value), parameter,
            "a value must be at most 1024 printable ASCII characters, without a comma and "
            "without a blank at either end");
    Require(names.insert(ToLowerAscii(name)).second, parameter,
            "must not hold a name twice; case doesn't count");
    size += name.size() + value.size();
  }
  Require(size <= LargestMetadata, parameter, "must be at most 8192 bytes in all");
}

void CheckMessageTtl(std::chrono::seconds timeToLive) {
  Require(timeToLive >= std::chrono::seconds(0) && timeToLive <= LongestTimeToLive,
          "options.MessageTtl", "must be 0 to 300 seconds");
}

}  // namespace Azure::Messaging::WebPubSub::Detail
