#pragma once

#include <azure/messaging/webpubsub/http.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace Azure::Messaging::WebPubSub {

/// Puts an answer together from the pieces that libcurl delivers.
class ResponseBuilder {
 public:
  enum class Refusal { None, TooLarge, Malformed };

  ResponseBuilder(std::size_t mostHeaderBytes, std::size_t mostBodyBytes)
      : mostHeaderBytes_(mostHeaderBytes), mostBodyBytes_(mostBodyBytes) {}

  /// One line of a header block, with its line end. False to stop the transfer.
  bool AddHeaderLine(std::string_view line);
  /// A piece of the body. False to stop the transfer.
  bool AddBody(std::string_view piece);

  /// Why the transfer was stopped from here.
  [[nodiscard]] Refusal WhyRefused() const noexcept { return refusal_; }
  [[nodiscard]] bool HasBegun() const noexcept { return headerBytes_ > 0; }
  /// Whether the answer has all its headers: libcurl is content if they are cut off.
  [[nodiscard]] bool HasWholeHeaders() const noexcept { return hasWholeHeaders_; }

  [[nodiscard]] HttpResponse Take(int status);

 private:
  bool Refuse(Refusal refusal);

  const std::size_t mostHeaderBytes_;
  const std::size_t mostBodyBytes_;
  std::size_t headerBytes_ = 0;
  bool hasWholeHeaders_ = false;
  std::string reasonPhrase_;
  HttpHeaders headers_;
  std::string body_;
  Refusal refusal_ = Refusal::None;
};

}  // namespace Azure::Messaging::WebPubSub
