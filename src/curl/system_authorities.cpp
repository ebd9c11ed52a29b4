#include "curl/system_authorities.hpp"

#include <string_view>

namespace Azure::Messaging::WebPubSub::Detail::SystemAuthorities {
namespace {

// From 8.21 on, libcurl loads its own authorities unless it has some others to load. It gets one
// certificate, of a key that was thrown away, and a folder that can't exist.
constexpr unsigned FirstWithDefaults = 0x081500;
constexpr std::string_view Placeholder = R"(-----BEGIN CERTIFICATE-----
MIIBgjCCASegAwIBAgIUMNUo0FdUmm6fv20zqYCeQ/5mWsUwCgYIKoZIzj0EAwIw
FjEUMBIGA1UEAwwLcGxhY2Vob2xkZXIwHhcNMjYxMTI3MjAzNjMyWhcNMjYxMTI4
MjAzNjMyWjAWMRQwEgYDVQQDDAtwbGFjZWhvbGRlcjBZMBMGByqGSM49AgEGCCqG
SM49AwEHA0IABMpdL+m9XbyFl99Cg635NEu3BnP8gRjMD+O+0ScWu5CwzoPjyBPk
UTCFRlqOKwFrNdhr0JlHOkDBlUw9NQedgLWjUzBRMB0GA1UdDgQWBBSkP/pH5BkF
yimx3TviQvsjuo964jAfBgNVHSMEGDAWgBSkP/pH5BkFyimx3TviQvsjuo964jAP
BgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0kAMEYCIQD/5HwBEpsZ48ihXNwR
mloPYvcxIBwll6QpUwKQFu1tWAIhAL7XvdnbM+B5mQLMCsCVHG82SU6ncN2ueTEz
cH1hcgrS
-----END CERTIFICATE-----
)";

bool HasDefaults() { return curl_version_info(CURLVERSION_NOW)->version_num >= FirstWithDefaults; }

}  // namespace

void OmitFile(EasyOptions& options) {
  curl_blob placeholder{const_cast<char*>(Placeholder.data()), Placeholder.size(),
                        CURL_BLOB_NOCOPY};
  options.Set(CURLOPT_CAINFO, nullptr);
  if (HasDefaults()) options.Set(CURLOPT_CAINFO_BLOB, &placeholder);
  options.Set(CURLOPT_PROXY_CAINFO, nullptr);
  if (HasDefaults()) options.Set(CURLOPT_PROXY_CAINFO_BLOB, &placeholder);
}

void OmitFolder(EasyOptions& options) {
  const char* const folder = HasDefaults() ? NoFolder : nullptr;
  options.Set(CURLOPT_CAPATH, folder).Set(CURLOPT_PROXY_CAPATH, folder);
}

}  // namespace Azure::Messaging::WebPubSub::Detail::SystemAuthorities
