#pragma once

#include <curl/curl.h>

#include <limits>
#include <memory>
#include <string>
#include <type_traits>

// libcurl's handles, owned.
namespace Azure::Messaging::WebPubSub::Detail {

struct FreeEasy {
  void operator()(CURL* easy) const noexcept;
};
struct FreeMulti {
  void operator()(CURLM* multi) const noexcept;
};
struct FreeShare {
  void operator()(CURLSH* share) const noexcept;
};

/// The value of an option: the largest long instead of a larger number, as a long may have 32 bits.
template <class Number>
constexpr long ToLong(Number value) noexcept {
  constexpr auto Largest = std::numeric_limits<long>::max();
  return value < static_cast<std::common_type_t<Number, long>>(Largest) ? static_cast<long>(value)
                                                                        : Largest;
}

/// Sets options of a handle, until libcurl refuses one.
class EasyOptions {
 public:
  explicit EasyOptions(CURL* easy) : easy_(easy) {}

  template <class Value>
  EasyOptions& Set(CURLoption option, Value value) {
    if (code_ == CURLE_OK) code_ = curl_easy_setopt(easy_, option, value);
    return *this;
  }
  /// libcurl's first error.
  [[nodiscard]] CURLcode Code() const noexcept { return code_; }

 private:
  CURL* const easy_;
  CURLcode code_ = CURLE_OK;
};

using EasyHandle = std::unique_ptr<CURL, FreeEasy>;
using MultiHandle = std::unique_ptr<CURLM, FreeMulti>;
using ShareHandle = std::unique_ptr<CURLSH, FreeShare>;

/// Initialises libcurl, once for the process. It is never undone, because other code may use it
/// too. The functions below call it themselves.
void InitialiseCurl();

/// @throws std::bad_alloc if libcurl makes none, OperationCancelledException if the process is
///   exiting; so do the next two.
EasyHandle MakeEasyHandle();
/// @throws std::system_error if there is no descriptor left to wake it by.
MultiHandle MakeMultiHandle();
ShareHandle MakeShareHandle();

/// Lets the connections of a multi handle carry no further request, and closes the idle ones.
/// @return whether libcurl can do that: from 8.16 on.
bool RetireConnections(CURLM* multi) noexcept;

/// The libcurl in use, for example "libcurl/7.88.1".
std::string CurlVersion();

/// Whether libcurl can use TLS with a proxy.
bool CanConnectToHttpsProxies() noexcept;

}  // namespace Azure::Messaging::WebPubSub::Detail
