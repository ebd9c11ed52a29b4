#include "auth/base64.hpp"

#include <openssl/evp.h>

#include <algorithm>

namespace Azure::Messaging::WebPubSub {

void AppendBase64Url(std::string& out, std::string_view bytes) {
  const std::size_t begin = out.size();
  out.resize(begin + (bytes.size() + 2) / 3 * 4 + 1);  // OpenSSL ends its output with a NUL
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(&out[begin]),
                                     reinterpret_cast<const unsigned char*>(bytes.data()),
                                     static_cast<int>(bytes.size()));
  out.resize(begin + static_cast<std::size_t>(length));
  while (out.size() > begin && out.back() == '=') out.pop_back();
  const auto first = out.begin() + static_cast<std::ptrdiff_t>(begin);
  std::transform(first, out.end(), first, [](char c) {
    return c == '+' ? '-' : c == '/' ? '_' : c;
  });
}

std::optional<std::string> DecodeBase64(std::string_view text) {
  std::string padded(text);
  while (!padded.empty() && padded.back() == '=') padded.pop_back();
  const auto isBase64 = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/' || c == '-' || c == '_';
  };
  if (padded.size() % 4 == 1 || !std::all_of(padded.begin(), padded.end(), isBase64)) {
    return std::nullopt;
  }
  std::replace(padded.begin(), padded.end(), '-', '+');
  std::replace(padded.begin(), padded.end(), '_', '/');
  const std::size_t size = padded.size() * 3 / 4;
  padded.resize((padded.size() + 3) / 4 * 4, '=');
  std::string bytes(padded.size() / 4 * 3, '\0');
  if (EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                      reinterpret_cast<const unsigned char*>(padded.data()),
                      static_cast<int>(padded.size())) < 0) {
    return std::nullopt;
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace Azure::Messaging::WebPubSub
