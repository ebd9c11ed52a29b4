#pragma once

#include <optional>
#include <string>
#include <vector>

#include "listener.hpp"
#include "message.hpp"

namespace FirstLight {

/// Shows what is sent on the left and what arrives on the right, line by line, and keeps account of
/// what should have arrived.
class Transcript {
 public:
  /// @param listeners everybody who takes part.
  /// @param group the group that they are in.
  Transcript(std::vector<Listener*> listeners, std::string group);

  /// Shows who takes part.
  void Introduce(const std::string& destination) const;

  /// Shows a message that is about to be sent.
  /// @param target the group, user or connection; empty for everybody.
  void Sending(const std::string& operation, const std::string& target, const Message& message);

  /// Waits for that message at each of these clients, and shows what arrives there.
  void ExpectAt(const std::vector<Listener*>& receivers);

  /// Shows that a client was left out.
  void ShowExcluded(const Listener& listener);

  /// Shows the result. True if everything that was expected arrived, and nothing else.
  bool Conclude() const;

 private:
  enum class Colour { Plain, Green, Red };

  void Expect(Listener& listener);
  void ShowAtRight(Colour colour, const std::string& arrow, const std::string& user,
                   const std::string& form, const std::string& data);
  std::string Coloured(Colour colour, const std::string& text) const;

  std::vector<Listener*> listeners_;
  std::string group_;
  int nameWidth_ = 0;
  int operationWidth_ = 0;
  int formWidth_ = 0;
  bool inColour_;

  std::string operation_;
  std::string origin_;
  std::optional<Message> message_;
  bool rightHalfIsFree_ = false;

  int arrived_ = 0;
  std::vector<std::string> missing_;
  std::vector<std::string> unexpected_;
};

}  // namespace FirstLight
