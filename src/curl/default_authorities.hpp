#pragma once

#include "curl/handles.hpp"

// libcurl's own certificate authorities, often both a file and a folder, which it trusts beside
// those that it's given. What these functions set concerns an HTTPS proxy too.
namespace Azure::Messaging::WebPubSub::Detail {

void OmitDefaultFile(EasyOptions& options);
void OmitDefaultFolder(EasyOptions& options);

}  // namespace Azure::Messaging::WebPubSub::Detail
