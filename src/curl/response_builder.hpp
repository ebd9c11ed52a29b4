#pragma once

#include <azure/messaging/webpubsub/http.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace Azure::Messaging::WebPubSub::Detail {

/// Builds a response from the pieces that libcurl delivers.
class ResponseBuilder {
 public:
  enum class Refusal { None, TooLarge, UnwantedUpgrade, UnreadableBody, NoMemory };

  ResponseBuilder(std::size_t mostHeaderBytes, std::size_t mostBodyBytes)
      : mostHeaderBytes_(mostHeaderBytes), mostBodyBytes_(mostBodyBytes) {}

  /// One line of a header block or a trailer, with its line end. False to stop the transfer.
  bool AddHeaderLine(std::string_view line);
  /// A piece of the body, decoded. False to stop the transfer.
  bool AddBody(std::string_view piece);

  /// In the place of either, if it threw.
  void OnNoMemory() noexcept { refusal_ = Refusal::NoMemory; }

  /// Why this object stopped the transfer.
  [[nodiscard]] Refusal WhyRefused() const noexcept { return refusal_; }
  [[nodiscard]] bool HasBegun() const noexcept { return headerBytes_ > 0; }
  /// The status of the response; 0 before there is one that isn't interim.
  [[nodiscard]] int Status() const noexcept { return status_ >= 200 ? status_ : 0; }
  /// Whether it is a proxy's demand for authentication.
  [[nodiscard]] bool IsProxyRefusal() const noexcept { return HasWholeHeaders() && status_ == 407; }
  /// Whether the headers are complete: libcurl reports no error if they are cut off.
  [[nodiscard]] bool HasWholeHeaders() const noexcept { return next_ == Part::Trailer; }
  /// Whether a header names an encoding of the body that libcurl has to decode.
  [[nodiscard]] bool HasEncodedBody() const;

  [[nodiscard]] HttpResponse Take();
  /// After libcurl has decoded a body: without the headers that no longer describe it.
  [[nodiscard]] HttpResponse TakeDecoded();
  /// If the body can't be read: with an empty one.
  [[nodiscard]] HttpResponse TakeWithoutBody();

  /// Prepares for the next response.
  void Reset();

 private:
  enum class Part { StatusLine, Field, Trailer };

  bool AddStatusLine(std::string_view line);
  bool AddField(std::string_view line);
  bool AddFold(std::string_view line);
  bool EndHeaders();
  bool Refuse(Refusal refusal);

  const std::size_t mostHeaderBytes_;
  const std::size_t mostBodyBytes_;
  std::size_t headerBytes_ = 0;
  Part next_ = Part::StatusLine;
  int status_ = 0;
  std::string reasonPhrase_;
  HttpHeaders headers_;
  bool canContinueField_ = false;
  bool hasUnreadableBody_ = false;
  std::string body_;
  Refusal refusal_ = Refusal::None;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
