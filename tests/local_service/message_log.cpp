#include "local_service/message_log.hpp"

#include <utility>

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

bool ContinuesCharacter(char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80U; }

// The beginning of a UTF-8 text, which doesn't end within a character.
std::string Beginning(const std::string& text) {
  std::size_t end = MessageLog::MaxPreviewSize;
  if (text.size() <= end) return text;
  while (end > 0 && ContinuesCharacter(text[end])) --end;
  return text.substr(0, end);
}

std::string HexBeginning(const std::string& bytes) {
  constexpr char Digits[] = "0123456789abcdef";
  std::string hex;
  for (const char each : bytes) {
    if (hex.size() + 3 > MessageLog::MaxPreviewSize) break;
    const auto byte = static_cast<unsigned char>(each);
    if (!hex.empty()) hex += ' ';
    hex += Digits[byte >> 4U];
    hex += Digits[byte & 0xfU];
  }
  return hex;
}

}  // namespace

void MessageLog::Add(const std::string& hub, const Message& message,
                     std::vector<std::string> receivers, std::size_t receiverCount, Time now) {
  PassedMessage passed;
  passed.Number = ++lastNumber_;
  passed.Time = now;
  passed.Hub = hub;
  passed.FromConnection = message.FromConnection;
  passed.FromUser = message.FromUser;
  passed.Group = message.Group;
  passed.Type = message.Type;
  passed.Size = message.Data.size();
  const bool isText = message.Type == DataType::Text || message.Type == DataType::Json;
  passed.Preview = isText ? Beginning(message.Data) : HexBeginning(message.Data);
  passed.Receivers = receiverCount;
  passed.FirstReceivers = std::move(receivers);
  messages_.push_back(std::move(passed));
  if (messages_.size() > MaxMessages) messages_.pop_front();
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
