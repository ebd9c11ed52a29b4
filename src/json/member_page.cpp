#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

#include "json/parse_json.hpp"
#include "json/response_bodies.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

using nlohmann::json;

/// Receives the events of the JSON library's parser, and stops it where a body isn't a page.
class MemberPageReader final : public nlohmann::json_sax<json> {
 public:
  explicit MemberPageReader(MemberPage& page) : page_(page) {}

  /// Whether the whole text was a page.
  [[nodiscard]] bool HasPage() const { return hasValue_; }

  bool null() override { return OnScalar(Kind::Null, {}); }
  bool boolean(bool) override { return OnScalar(Kind::Other, {}); }
  bool number_integer(number_integer_t) override { return OnScalar(Kind::Other, {}); }
  bool number_unsigned(number_unsigned_t) override { return OnScalar(Kind::Other, {}); }
  bool number_float(number_float_t, const string_t&) override { return OnScalar(Kind::Other, {}); }
  bool string(string_t& text) override { return OnScalar(Kind::Text, text); }
  bool binary(binary_t&) override { return false; }  // JSON has none

  bool start_object(std::size_t) override {
    if (depth_ == 2 && field_ == Field::Value) {
      page_.Members.emplace_back();
      hasConnectionId_ = false;
    } else if (depth_ > 0 && IsExpected()) {
      return false;
    }
    return Open();
  }
  bool start_array(std::size_t) override {
    if (depth_ == 1 && field_ == Field::Value) {
      if (hasValue_) return false;
      hasValue_ = true;
    } else if (depth_ == 0 || IsExpected()) {
      return false;
    }
    return Open();
  }
  bool end_object() override {
    --depth_;
    return depth_ != 2 || field_ != Field::Value || hasConnectionId_;
  }
  bool end_array() override {
    --depth_;
    return true;
  }

  bool key(string_t& name) override {
    if (depth_ == 1) {
      field_ = name == "value" ? Field::Value : name == "nextLink" ? Field::NextLink : Field::Other;
    } else if (depth_ == 3 && field_ == Field::Value) {
      member_ = name == "connectionId" ? Field::ConnectionId
                : name == "userId"     ? Field::UserId
                                       : Field::Other;
    }
    return true;
  }

  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

 private:
  enum class Kind { Null, Text, Other };
  enum class Field { Other, Value, NextLink, ConnectionId, UserId };

  bool Open() {
    ++depth_;
    return true;
  }

  // Whether the next value is part of a page; all others are skipped.
  [[nodiscard]] bool IsExpected() const {
    switch (depth_) {
      case 0:
        return true;
      case 1:
        return field_ != Field::Other;
      case 2:
        return field_ == Field::Value;
      case 3:
        return field_ == Field::Value && member_ != Field::Other;
      default:
        return false;
    }
  }

  bool OnScalar(Kind kind, std::string_view text) {
    if (!IsExpected()) return true;
    if (depth_ == 1 && field_ == Field::NextLink) {
      page_.NextLink = text;
      return kind != Kind::Other;
    }
    if (depth_ != 3 || kind == Kind::Other) return false;
    WebPubSubGroupMember& member = page_.Members.back();
    if (member_ == Field::ConnectionId) {
      member.ConnectionId = text;
      hasConnectionId_ = true;
      return kind == Kind::Text;
    }
    if (kind == Kind::Text) {
      member.UserId = text;
    } else {
      member.UserId.reset();
    }
    return true;
  }

  MemberPage& page_;
  std::size_t depth_ = 0;        // of open objects and arrays
  Field field_ = Field::Other;   // of the page
  Field member_ = Field::Other;  // of the member
  bool hasValue_ = false;
  bool hasConnectionId_ = false;  // the member
};

}  // namespace

std::optional<MemberPage> ReadMemberPage(const std::string& body) {
  const JsonOutline outline = OutlineOf(body);
  if (!outline.IsPlausible) return std::nullopt;
  MemberPage page;
  // At most twice the memory of the body, whatever it holds.
  page.Members.reserve(
      std::min(outline.Members, 2 * body.size() / (sizeof(WebPubSubGroupMember) + 1)));
  MemberPageReader reader(page);
  if (!json::sax_parse(body, &reader) || !reader.HasPage()) return std::nullopt;
  return page;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
