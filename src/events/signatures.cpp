#include "events/signatures.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

constexpr std::string_view Scheme = "sha256=";

// -1 for any other character.
int ValueOfHexDigit(char c) {
  c = ToLowerAscii(c);
  if (IsDigit(c)) return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool ReadSignature(std::string_view text, HmacSha256::Signature& signature) {
  if (text.substr(0, Scheme.size()) != Scheme) return false;
  text.remove_prefix(Scheme.size());
  if (text.size() != 2 * signature.size()) return false;
  for (std::size_t i = 0; i < signature.size(); ++i) {
    const int high = ValueOfHexDigit(text[2 * i]);
    const int low = ValueOfHexDigit(text[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    signature[i] = static_cast<unsigned char>(high << 4 | low);
  }
  return true;
}

}  // namespace

std::optional<OfferedSignatures> OfferedSignatures::Parse(std::string_view header) {
  OfferedSignatures offered;
  for (std::size_t begin = 0; begin <= header.size();) {
    const std::size_t end = std::min(header.find(',', begin), header.size());
    if (offered.count_ == offered.signatures_.size() ||
        !ReadSignature(Trim(header.substr(begin, end - begin)),
                       offered.signatures_[offered.count_++])) {
      return std::nullopt;
    }
    begin = end + 1;
  }
  return offered;
}

bool OfferedSignatures::Contain(const HmacSha256::Signature& expected) const noexcept {
  bool found = false;
  for (std::size_t i = 0; i < count_; ++i) found |= HmacSha256::AreEqual(signatures_[i], expected);
  return found;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
