#pragma once

#include <string>

#include "curl/handles.hpp"

// The certificate authorities that are trusted if TransportOptions name none; posix/ and windows/
// say which these are.
namespace Azure::Messaging::WebPubSub::Detail::SystemAuthorities {

/// libcurl's file of authorities; empty if it has none, and on Windows.
std::string File();
/// libcurl's folder of authorities; empty if it has none, and on Windows.
std::string Folder();
/// A folder that can't exist.
extern const char* const NoFolder;

/// Makes a handle trust them. On Windows these are the ones in its certificate stores.
/// @throws std::invalid_argument if this libcurl can't read these stores.
void Trust(CURL* easy);

/// libcurl has often both a file and a folder, which it trusts beside those that it's given. What
/// these functions set concerns an HTTPS proxy too.
void OmitFile(EasyOptions& options);
void OmitFolder(EasyOptions& options);

}  // namespace Azure::Messaging::WebPubSub::Detail::SystemAuthorities
