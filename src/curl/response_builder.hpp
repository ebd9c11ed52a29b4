#pragma once

#include <azure/messaging/webpubsub/http.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace Azure::Messaging::WebPubSub::Detail {

/// Builds a response from the pieces that libcurl delivers.
class ResponseBuilder {
 public:
  enum class Refusal { None, TooLarge, Malformed };

  ResponseBuilder(std::size_t mostHeaderBytes, std::size_t mostBodyBytes)
      : mostHeaderBytes_(mostHeaderBytes), mostBodyBytes_(mostBodyBytes) {}

  /// One line of a header block, with its line end. False to stop the transfer.
  bool AddHeaderLine(std::string_view line);
  /// A piece of the body. False to stop the transfer.
  bool AddBody(std::string_view piece);

  /// Why this object stopped the transfer.
  [[nodiscard]] Refusal WhyRefused() const noexcept { return refusal_; }
  [[nodiscard]] bool HasBegun() const noexcept { return headerBytes_ > 0; }
  /// Whether the headers are complete: libcurl reports no error if they are cut off.
  [[nodiscard]] bool HasWholeHeaders() const noexcept { return hasWholeHeaders_; }

  [[nodiscard]] HttpResponse Take(int status);

  /// Prepares for the next response.
  void Reset();

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

}  // namespace Azure::Messaging::WebPubSub::Detail
