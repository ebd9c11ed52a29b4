#pragma once

#include <azure/messaging/webpubsub/export.hpp>
#include <azure/messaging/webpubsub/moved_from.hpp>

#include <cstddef>
#include <exception>
#include <iosfwd>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace Azure::Messaging::WebPubSub {

/// A message to send: bytes and their content type.
///
/// The content owns its bytes and is immutable; copies, retries and fan-out share them. A string
/// converts to a text message implicitly; JSON and binary messages have named constructors:
///
///     client.SendToAll("Hello World!");
///     client.SendToAll(RequestContent::Json(R"({"Foo":"Hello World!","Bar":42})"));
///     client.SendToAll(RequestContent::Binary(bytes));
///
/// Text and JSON must be UTF-8, because a WebSocket client has to close its connection when it
/// receives anything else: they are checked once, when the content is made. The forms with a
/// content type of your own don't look at the bytes.
///
/// Content that was moved from has no bytes and no type, and every send refuses it with
/// std::invalid_argument.
class AZURE_MESSAGING_WEBPUBSUB_API RequestContent {
  template <class T>
  using DumpResult = decltype(std::declval<const T&>().dump());
  template <class T>
  using BytesOf = std::enable_if_t<
      sizeof(*std::declval<const T&>().data()) == 1 &&
      std::is_trivially_copyable_v<
          std::remove_reference_t<decltype(*std::declval<const T&>().data())>> &&
      std::is_convertible_v<decltype(std::declval<const T&>().size()), std::size_t>>;

 public:
  /// A text message (`text/plain`).
  /// @param text UTF-8; copied. May be empty.
  /// @throws std::invalid_argument naming the offset of the first bytes that aren't UTF-8.
  RequestContent(std::string_view text);  // NOLINT(google-explicit-constructor)
  /// @overload
  RequestContent(const std::string& text);  // NOLINT(google-explicit-constructor)
  /// @overload
  RequestContent(std::string&& text);  // NOLINT(google-explicit-constructor)
  /// @overload
  /// @throws std::invalid_argument also if it is a null pointer.
  RequestContent(const char* text);  // NOLINT(google-explicit-constructor)
  RequestContent(std::nullptr_t) = delete;
  /// A JSON value isn't text, though some types convert to it: use Json(value).
  template <class Value, class = DumpResult<Value>>
  RequestContent(const Value& value) = delete;

  /// Bytes or text with any content type.
  /// @param bytes the message; moved in, so that a temporary isn't copied. May be empty.
  /// @param contentType sent as it is, for example `text/plain; charset=utf-8`.
  /// @throws std::invalid_argument if the content type is empty or holds anything but visible
  ///   ASCII characters and blanks, or if a text is a null pointer.
  explicit RequestContent(std::string bytes, std::string contentType);
  /// @overload
  explicit RequestContent(const char* text, std::string contentType);
  RequestContent(std::nullptr_t, std::string) = delete;
  template <class Value, class Type, class = DumpResult<Value>>
  RequestContent(const Value& value, const Type& contentType) = delete;
  /// @overload
  /// @param bytes as in Binary.
  /// @param contentType as above.
  template <class Bytes, class = BytesOf<Bytes>>
  explicit RequestContent(const Bytes& bytes, std::string contentType)
      : RequestContent(CopyOf(bytes.data(), bytes.size()), std::move(contentType)) {}

  /// A text message, by name.
  /// @param text UTF-8; moved in. May be empty.
  /// @throws std::invalid_argument naming the offset of the first bytes that aren't UTF-8.
  static RequestContent Text(std::string text);
  /// @overload
  /// @throws std::invalid_argument also if it is a null pointer.
  static RequestContent Text(const char* text) { return RequestContent(text); }
  static RequestContent Text(std::nullptr_t) = delete;
  template <class Value, class = DumpResult<Value>>
  static RequestContent Text(const Value& value) = delete;

  /// A JSON message (`application/json`) from a JSON text, which is sent as it is: only its
  /// encoding is checked here; the service refuses what isn't JSON.
  /// @throws std::invalid_argument naming the offset of the first bytes that aren't UTF-8.
  static RequestContent Json(std::string text);
  /// @overload
  static RequestContent Json(std::string_view text) { return Json(std::string(text)); }
  /// @overload
  /// @throws std::invalid_argument also if it is a null pointer.
  static RequestContent Json(const char* text);
  static RequestContent Json(std::nullptr_t) = delete;

  /// A JSON message from a JSON value of any library whose values have a `dump()` that returns
  /// text, such as `nlohmann::json`.
  /// @throws std::invalid_argument if the text isn't UTF-8, or if `dump()` throws, as it does for a
  ///   text in the value that isn't UTF-8.
  template <class Value,
            class = std::enable_if_t<std::is_convertible_v<DumpResult<Value>, std::string>>>
  static RequestContent Json(const Value& value) {
    return Json(Dump(value));
  }

  /// A binary message (`application/octet-stream`).
  /// @param bytes a std::vector, std::array, std::string, span or the like of byte-sized elements;
  ///   copied. May be empty.
  template <class Bytes, class = BytesOf<Bytes>>
  static RequestContent Binary(const Bytes& bytes) {
    return Binary(bytes.data(), bytes.size());
  }
  /// A binary message from `size` bytes at `data`, which are copied.
  /// @throws std::invalid_argument if `data` is null and `size` isn't 0.
  static RequestContent Binary(const void* data, std::size_t size);

  /// A message from all that is left in a stream, read now.
  /// @param stream read to its end; not kept.
  /// @param contentType as above.
  /// @throws std::invalid_argument if the stream isn't readable or fails before its end.
  static RequestContent FromStream(std::istream& stream,
                                   std::string contentType = "application/octet-stream");

  /// The bytes. Valid for as long as any copy of the content lives.
  [[nodiscard]] std::string_view Bytes() const noexcept {
    return bytes_ ? std::string_view(*bytes_) : std::string_view();
  }
  /// The value of the `Content-Type` header.
  [[nodiscard]] const std::string& ContentType() const noexcept { return *contentType_; }

  /// The bytes, shared; null only once the content was moved from.
  [[nodiscard]] const std::shared_ptr<const std::string>& SharedBytes() const noexcept {
    return bytes_;
  }

 private:
  static std::string CopyOf(const void* data, std::size_t size);

  template <class Value>
  static std::string Dump(const Value& value) {
    try {
      return value.dump();
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception& failure) {
      RefuseValue(failure.what());
    }
  }
  [[noreturn]] static void RefuseValue(const char* reason);

  // Of a type that needs no check.
  RequestContent(std::shared_ptr<const std::string> bytes, const char* contentType);

  std::shared_ptr<const std::string> bytes_;
  Detail::EmptiedByMove<std::string> contentType_;
};

}  // namespace Azure::Messaging::WebPubSub
