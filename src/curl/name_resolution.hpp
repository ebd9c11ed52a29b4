#pragma once

#include <curl/curl.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>

#include "curl/resolutions.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// The name resolution of one transfer after another, in turn with those of the client's other
/// transfers.
class NameResolution {
 public:
  /// @param all of the client; must outlive this object.
  explicit NameResolution(Resolutions& all) : all_(all) {}
  ~NameResolution();
  NameResolution(const NameResolution&) = delete;
  NameResolution& operator=(const NameResolution&) = delete;

  /// @return libcurl's error.
  CURLcode Serve(CURL* easy);

  /// For the next performance.
  void Prepare(const std::string& url);
  /// The name is resolved: a socket is about to be opened.
  void OnConnect() noexcept;
  /// @param failure why the name could not be resolved; empty if that wasn't the reason.
  void OnEnd(std::string_view failure) noexcept;
  /// The call has ended. @return whether the name was being resolved, so that libcurl needs the
  /// handle until that has ended.
  bool Abandon() noexcept;

  /// The scheme and the authority of the URL, with the delimiter that ends it.
  [[nodiscard]] const std::string& Origin() const noexcept { return origin_; }
  [[nodiscard]] bool IsAbandoned() const noexcept { return isAbandoned_; }
  /// What the resolver lacked when this transfer began to resolve, if it did.
  [[nodiscard]] const std::error_code& Shortage() const noexcept { return shortage_; }
  /// Whether the performance was stopped because too many resolutions hang.
  [[nodiscard]] bool IsRefused() const noexcept { return isRefused_; }
  /// The resolution that stopped the performance: it can be repeated once that has ended. Null if
  /// none did.
  [[nodiscard]] const Resolutions::Ticket& Awaited() const noexcept { return awaited_; }

 private:
  static int OnStart(void* resolver, void* reserved, void* self) noexcept;
  bool Begin();

  Resolutions& all_;
  std::string origin_ = ":";  // begins no URL
  Resolutions::Ticket own_;   // while it runs
  Resolutions::Ticket awaited_;
  std::size_t endingsBefore_ = 0;  // libcurl looked for the name
  std::error_code shortage_;
  bool isRefused_ = false;
  bool isAbandoned_ = false;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
