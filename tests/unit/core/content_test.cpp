#include <azure/messaging/webpubsub.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <array>
#include <cstddef>
#include <fstream>
#include <functional>
#include <new>
#include <ostream>
#include <sstream>
#include <streambuf>
#include <string>
#include <type_traits>
#include <vector>

#include "support/test_client.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

template <class T, class = void>
struct CanBeSent : std::false_type {};
template <class T>
struct CanBeSent<T, std::void_t<decltype(std::declval<const WebPubSubServiceClient&>().SendToAll(
                        std::declval<T>()))>> : std::true_type {};

// A value can be sent only if its content type is clear: text is, JSON values and bytes aren't.
static_assert(!CanBeSent<std::nullptr_t>::value);
static_assert(!CanBeSent<nlohmann::json>::value);
static_assert(!CanBeSent<nlohmann::ordered_json>::value);
static_assert(!CanBeSent<int>::value);
static_assert(!CanBeSent<bool>::value);
static_assert(!CanBeSent<double>::value);
static_assert(!CanBeSent<std::vector<char>>::value);
static_assert(!CanBeSent<std::vector<unsigned char>>::value);
static_assert(CanBeSent<const char*>::value);
static_assert(CanBeSent<std::string>::value);
static_assert(CanBeSent<const std::string&>::value);
static_assert(CanBeSent<std::string_view>::value);
static_assert(CanBeSent<RequestContent>::value);
static_assert(!std::is_default_constructible_v<RequestContent>);
static_assert(!std::is_constructible_v<RequestContent, std::nullptr_t>);
static_assert(!std::is_constructible_v<RequestContent, nlohmann::json>);
static_assert(!std::is_constructible_v<RequestContent, nlohmann::json&>);

// Bytes or text can have a content type. No overload accepts a braced list of two texts by mistake.
template <class T>
constexpr bool AcceptsType = std::is_constructible_v<RequestContent, T, const char*>;
static_assert(AcceptsType<const char*>);
static_assert(AcceptsType<std::string>);
static_assert(AcceptsType<std::string_view>);
static_assert(AcceptsType<std::vector<std::byte>>);
static_assert(AcceptsType<std::array<unsigned char, 3>>);
static_assert(!AcceptsType<std::vector<int>>);
static_assert(!AcceptsType<std::nullptr_t>);
static_assert(!AcceptsType<nlohmann::json>);
static_assert(!AcceptsType<nlohmann::ordered_json&>);

template <class T, class = void>
struct AcceptsText : std::false_type {};
template <class T>
struct AcceptsText<T, std::void_t<decltype(RequestContent::Text(std::declval<const T&>()))>>
    : std::true_type {};

static_assert(AcceptsText<const char*>::value);
static_assert(AcceptsText<std::string>::value);
static_assert(!AcceptsText<std::nullptr_t>::value);
static_assert(!AcceptsText<nlohmann::json>::value);

template <class T, class = void>
struct AcceptsBraces : std::false_type {};
template <class T>
struct AcceptsBraces<T,
                     std::void_t<decltype(std::declval<const WebPubSubServiceClient&>().SendToAll(
                         {std::declval<T>(), std::declval<T>()}))>> : std::true_type {};
static_assert(!AcceptsBraces<const char*>::value);

template <class T, class = void>
struct AcceptsBinary : std::false_type {};
template <class T>
struct AcceptsBinary<T, std::void_t<decltype(RequestContent::Binary(std::declval<const T&>()))>>
    : std::true_type {};

static_assert(AcceptsBinary<std::vector<unsigned char>>::value);
static_assert(AcceptsBinary<std::vector<std::byte>>::value);
static_assert(AcceptsBinary<std::array<char, 3>>::value);
static_assert(AcceptsBinary<std::string>::value);
static_assert(AcceptsBinary<std::string_view>::value);
static_assert(!AcceptsBinary<std::vector<int>>::value);
static_assert(!AcceptsBinary<std::vector<std::string>>::value);
static_assert(!AcceptsBinary<std::nullptr_t>::value);

template <class T, class = void>
struct AcceptsJson : std::false_type {};
template <class T>
struct AcceptsJson<T, std::void_t<decltype(RequestContent::Json(std::declval<const T&>()))>>
    : std::true_type {};

static_assert(AcceptsJson<nlohmann::json>::value);
static_assert(AcceptsJson<nlohmann::ordered_json>::value);
static_assert(AcceptsJson<std::string>::value);
static_assert(!AcceptsJson<std::nullptr_t>::value);
static_assert(!AcceptsJson<int>::value);
static_assert(!AcceptsJson<std::vector<char>>::value);

struct ContentRow {
  std::string Name;
  RequestContent Content;
  std::string Bytes;
  std::string Type;
};

void PrintTo(const ContentRow& row, std::ostream* out) { *out << row.Name; }

class Content : public ::testing::TestWithParam<ContentRow> {};

TEST_P(Content, HasItsBytesAndItsType) {
  EXPECT_EQ(GetParam().Content.Bytes(), GetParam().Bytes);
  EXPECT_EQ(GetParam().Content.ContentType(), GetParam().Type);
  EXPECT_EQ(*GetParam().Content.SharedBytes(), GetParam().Bytes);
}

TEST_P(Content, IsSentUnchanged) {
  ClientBench bench;
  bench.Transport->WillRespond(202);
  bench.MakeClient().SendToAll(GetParam().Content);
  const HttpRequest request = bench.Transport->Requests().at(0);
  EXPECT_TRUE(request.HasBody());
  EXPECT_EQ(request.Body(), GetParam().Bytes);
  EXPECT_EQ(request.Headers().Get("Content-Type"), GetParam().Type);
}

constexpr const char* Plain = "text/plain";
constexpr const char* JsonType = "application/json";
constexpr const char* Octets = "application/octet-stream";

const std::string AllBytes = [] {
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte);
  return bytes;
}();

RequestContent FromText(const std::string& text) {
  std::istringstream stream(text);
  return RequestContent::FromStream(stream);
}

INSTANTIATE_TEST_SUITE_P(
    All, Content,
    ::testing::Values(
        ContentRow{"Literal", "héllo", "héllo", Plain},
        ContentRow{"String", std::string("a\0b", 3), std::string("a\0b", 3), Plain},
        ContentRow{"View", std::string_view("view").substr(1), "iew", Plain},
        ContentRow{"EmptyText", "", "", Plain},
        ContentRow{"NamedText", RequestContent::Text("t"), "t", Plain},
        ContentRow{"JsonText", RequestContent::Json(R"({"a": 1})"), R"({"a": 1})", JsonType},
        ContentRow{"JsonString", RequestContent::Json(std::string("[1]")), "[1]", JsonType},
        ContentRow{"JsonView", RequestContent::Json(std::string_view("[2]")), "[2]", JsonType},
        ContentRow{"JsonIsNotChecked", RequestContent::Json("{"), "{", JsonType},
        ContentRow{"JsonValue", RequestContent::Json(nlohmann::json{{"Foo", "ü"}}),
                   R"({"Foo":"ü"})", JsonType},
        ContentRow{"JsonNumber", RequestContent::Json(nlohmann::json(42)), "42", JsonType},
        ContentRow{"JsonNull", RequestContent::Json(nlohmann::json(nullptr)), "null", JsonType},
        ContentRow{"JsonTextValue", RequestContent::Json(nlohmann::json("hi")), "\"hi\"", JsonType},
        ContentRow{"Bytes", RequestContent::Binary(std::vector<unsigned char>{0, 255}),
                   std::string("\0\xff", 2), Octets},
        ContentRow{"StdBytes", RequestContent::Binary(std::vector<std::byte>{std::byte{7}}), "\7",
                   Octets},
        ContentRow{"Array", RequestContent::Binary(std::array<char, 2>{'a', 'b'}), "ab", Octets},
        ContentRow{"AllBytes", RequestContent::Binary(AllBytes), AllBytes, Octets},
        ContentRow{"PointerAndSize", RequestContent::Binary("abc", 2), "ab", Octets},
        ContentRow{"NullAndZero", RequestContent::Binary(nullptr, 0), "", Octets},
        ContentRow{"NoBytes", RequestContent::Binary(std::vector<char>()), "", Octets},
        ContentRow{"Stream", FromText(AllBytes), AllBytes, Octets},
        ContentRow{"EmptyStream", FromText(""), "", Octets},
        ContentRow{"OwnType", RequestContent("x", "text/plain; charset=utf-8"), "x",
                   "text/plain; charset=utf-8"},
        ContentRow{"ViewOfOwnType", RequestContent(std::string_view("xy").substr(1), "a/b"), "y",
                   "a/b"},
        ContentRow{"BytesOfOwnType", RequestContent(std::vector<unsigned char>{0, 255}, "a/b"),
                   std::string("\0\xff", 2), "a/b"}),
    [](const auto& test) { return test.param.Name; });

TEST(RequestContent, OwnsItsBytes) {
  std::string text = "before";
  std::vector<char> bytes = {'b'};
  const RequestContent fromView = std::string_view(text);
  const RequestContent binary = RequestContent::Binary(bytes);
  text.replace(0, 6, "after!");
  bytes[0] = 'a';
  EXPECT_EQ(fromView.Bytes(), "before");
  EXPECT_EQ(binary.Bytes(), "b");
}

TEST(RequestContent, IsSharedByItsCopies) {
  const RequestContent original = "text";
  const RequestContent copy = original;
  EXPECT_EQ(copy.Bytes().data(), original.Bytes().data());
  EXPECT_EQ(copy.SharedBytes(), original.SharedBytes());
}

TEST(RequestContent, IsSharedByRetries) {
  ClientBench bench;
  bench.Transport->WillRespond(503);
  bench.Transport->WillRespond(202);
  const RequestContent content = "text";
  bench.MakeClient().SendToAll(content);
  for (const HttpRequest& request : bench.Transport->Requests()) {
    EXPECT_EQ(request.Body().data(), content.Bytes().data());
  }
}

TEST(RequestContent, ReadsTheRestOfAStream) {
  std::istringstream stream("first rest of it");
  std::string first;
  stream >> first;
  EXPECT_EQ(RequestContent::FromStream(stream, "text/plain").Bytes(), " rest of it");
}

TEST(RequestContent, RefusesAStreamThatWasNeverOpened) {
  std::ifstream missing(WEBPUBSUB_TEST_DATA "/no such file");
  ExpectRefused("stream", [&] { RequestContent::FromStream(missing); });
}

TEST(RequestContent, RefusesAStreamThatFails) {
  struct Broken : std::streambuf {
    int_type underflow() override { throw std::runtime_error("broken disk"); }
  } buffer;
  std::istream stream(&buffer);
  ExpectRefused("stream", [&] { RequestContent::FromStream(stream); });
}

TEST(RequestContent, RefusesInvalidContentTypes) {
  for (const char* type : {"", " ", "text/plain\r\nX-Evil: 1", "text/pl\tain", "text/plain\x7f",
                           "text/plain; name=ü"}) {
    ExpectRefused("contentType", [=] { RequestContent("x", type); });
  }
  ExpectRefused("contentType", [] { RequestContent("x", std::string("a\0b", 3)); });
  std::istringstream stream("x");
  ExpectRefused("contentType", [&] { RequestContent::FromStream(stream, ""); });
}

TEST(RequestContent, RefusesNullPointers) {
  const char* null = nullptr;
  ExpectRefused("text", [=] { RequestContent{null}; });
  ExpectRefused("text", [=] { RequestContent(null, "a/b"); });
  ExpectRefused("text", [=] { RequestContent::Json(null); });
  ExpectRefused("text", [=] { RequestContent::Text(null); });
  ExpectRefused("data", [] { RequestContent::Binary(nullptr, 1); });
}

// ---- Text that isn't UTF-8, with which a WebSocket client has to close its connection

struct BadTextRow {
  std::string Name;
  std::string Text;
  std::string Offset;
};

void PrintTo(const BadTextRow& row, std::ostream* out) { *out << row.Name; }

class BadText : public ::testing::TestWithParam<BadTextRow> {
 protected:
  template <class Make>
  void ExpectRefusedText(Make make) {
    ExpectRefused("text", make, "must be UTF-8");
    ExpectRefused("text", make, "offset " + GetParam().Offset);
  }
};

TEST_P(BadText, IsRefusedWithItsOffset) {
  const std::string text = GetParam().Text;
  ExpectRefusedText([&] { RequestContent{text}; });
  ExpectRefusedText([&] { RequestContent{std::string(text)}; });
  ExpectRefusedText([&] { RequestContent{std::string_view(text)}; });
  ExpectRefusedText([&] { RequestContent{text.c_str()}; });
  ExpectRefusedText([&] { RequestContent::Text(text); });
  ExpectRefusedText([&] { RequestContent::Text(text.c_str()); });
  ExpectRefusedText([&] { RequestContent::Json(text); });
  ExpectRefusedText([&] { RequestContent::Json(std::string_view(text)); });
  ExpectRefusedText([&] { RequestContent::Json(text.c_str()); });
}

TEST_P(BadText, IsNotSent) {
  ClientBench bench;
  const auto client = bench.MakeClient();
  const char* text = GetParam().Text.c_str();
  ExpectRefusedText([&] { client.SendToAll(text); });
  ExpectRefusedText([&] { client.SendToAllAsync(text); });
  ExpectRefusedText([&] { client.SendToGroup("room", text); });
  ExpectRefusedText([&] { client.SendToUserAsync("ann", text); });
  ExpectRefusedText([&] { client.SendToConnection("conn", text); });
  ExpectRefusedText([&] { (void)client.SendToUsers({"ann"}, text); });
  ExpectRefusedText([&] { (void)client.SendToGroupsAsync({"room"}, text); });
  EXPECT_TRUE(bench.Urls().empty());
}

TEST_P(BadText, IsSentWithATypeOfOnesOwn) {
  const std::string text = GetParam().Text;
  EXPECT_EQ(RequestContent(text, "text/plain; charset=latin1").Bytes(), text);
  EXPECT_EQ(RequestContent(text.c_str(), "text/plain").Bytes(), text);
  EXPECT_EQ(RequestContent(text, "application/json").Bytes(), text);
  EXPECT_EQ(RequestContent::Binary(text).Bytes(), text);
  std::istringstream stream(text);
  EXPECT_EQ(RequestContent::FromStream(stream, "text/plain").Bytes(), text);
}

TEST_P(BadText, InAJsonValueIsABadArgument) {
  const nlohmann::json value = {{"text", GetParam().Text}};
  const nlohmann::ordered_json ordered = {{"text", GetParam().Text}};
  ExpectRefused(
      "value", [&] { RequestContent::Json(value); }, "UTF-8");
  ExpectRefused(
      "value", [&] { RequestContent::Json(ordered); }, "UTF-8");
}

INSTANTIATE_TEST_SUITE_P(
    All, BadText,
    ::testing::Values(BadTextRow{"Byte", "\xff", "0"}, BadTextRow{"Latin1", "gr\xfc\xdf", "2"},
                      BadTextRow{"CutOff", "half of \xc3", "8"},
                      BadTextRow{"Surrogate", "ab\xed\xa0\x80", "2"},
                      BadTextRow{"Overlong", "\xc0\xaf", "0"},
                      BadTextRow{"BeyondUnicode", "😀\xf4\x90\x80\x80", "4"},
                      BadTextRow{"Far", std::string(100000, 'a') + "\x80z", "100000"}),
    [](const auto& test) { return test.param.Name; });

/// A JSON value of another library.
struct OtherJson {
  std::function<std::string()> Write;
  std::string dump() const { return Write(); }
};

TEST(JsonValue, ThatCannotBeWrittenIsABadArgument) {
  const OtherJson throwing{[]() -> std::string { throw std::runtime_error("bad text at 7"); }};
  ExpectRefused(
      "value", [&] { RequestContent::Json(throwing); }, "bad text at 7");
  const OtherJson careless{[] { return std::string("\"\xff\""); }};
  ExpectRefused(
      "text", [&] { RequestContent::Json(careless); }, "offset 1");
  const OtherJson large{[]() -> std::string { throw std::bad_alloc(); }};
  EXPECT_THROW(RequestContent::Json(large), std::bad_alloc);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
