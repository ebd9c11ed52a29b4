#include "curl/system_authorities.hpp"

namespace Azure::Messaging::WebPubSub::Detail::SystemAuthorities {

std::string File() {
  const char* const file = curl_version_info(CURLVERSION_NOW)->cainfo;
  return file != nullptr ? file : "";
}

std::string Folder() {
  const char* const folder = curl_version_info(CURLVERSION_NOW)->capath;
  return folder != nullptr ? folder : "";
}

// They are libcurl's defaults, which it trusts unless it's given others. A default is named when
// libcurl is built.
void Trust(CURL* /*easy*/) {}

const char* const NoFolder = "/dev/null/none";

}  // namespace Azure::Messaging::WebPubSub::Detail::SystemAuthorities
