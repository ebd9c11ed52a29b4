#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "event_server.hpp"
#include "listener.hpp"
#include "message.hpp"

namespace FirstLight {

/// Prints what is sent on the left and what arrives on the right, and records what is missing or
/// unexpected.
class Transcript {
 public:
  /// @param listeners all clients. They must outlive this object.
  /// @param group the group that they are in.
  Transcript(std::vector<Listener*> listeners, std::string group);

  /// Prints the service and the clients.
  void Introduce(const std::string& destination) const;

  /// Prints a message that is about to be sent.
  /// @param target the group, user or connection. Empty: all clients.
  void Sending(const std::string& operation, const std::string& target, const Message& message);

  /// Prints what a client says to the server, waits for it there, and for the reply at the client.
  /// @param speaker a raw WebSocket client.
  void Conversation(Listener& speaker, const Message& message, EventServer& server);

  /// Waits for that message at each of these clients, and prints what arrives.
  void ExpectAt(const std::vector<Listener*>& receivers);

  /// Prints that a client was excluded.
  void ShowExcluded(const Listener& listener);

  /// Prints the result. Returns whether everything that was expected arrived, and nothing else.
  bool Conclude() const;

 private:
  enum class Colour { Plain, Green, Red };

  using Next = std::function<std::optional<Delivery>()>;

  void ShowAtLeft(const std::string& operation, const Message& message);
  void Expect(const std::string& receiver, const Delivery& expected, const Next& next);
  void ShowAtRight(Colour colour, const std::string& arrow, const std::string& receiver,
                   const std::string& form, const std::string& data);
  std::string Coloured(Colour colour, const std::string& text) const;

  std::vector<Listener*> listeners_;
  std::string group_;
  int userWidth_ = 0;
  int receiverWidth_ = 0;
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
