#include "transcript.hpp"

#include <algorithm>
#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <sstream>
#include <unistd.h>
#include <utility>

namespace FirstLight {
namespace {

constexpr std::chrono::seconds TimeToArrive{10};

std::string Padded(const std::string& text, int width) {
  std::ostringstream padded;
  padded << std::left << std::setw(width) << text << ' ';
  return padded.str();
}

int Width(const std::string& text) { return static_cast<int>(text.size()); }

constexpr const char* Server = "server";
constexpr int KindWidth = 6;
constexpr int ShownWidth = 12;

}  // namespace

Transcript::Transcript(std::vector<Listener*> listeners, std::string group)
    : listeners_(std::move(listeners)),
      group_(std::move(group)),
      inColour_(isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr) {
  for (const Listener* listener : listeners_) {
    userWidth_ = std::max(userWidth_, Width(listener->User()));
  }
  operationWidth_ = Width("SendToConnection 's") + userWidth_;
  receiverWidth_ = std::max(userWidth_, Width(Server));
  formWidth_ = Width("binary, from group " + group_);
}

void Transcript::Introduce(const std::string& destination) const {
  std::cout << "\nConnected to " << destination << ":\n\n";
  for (const Listener* listener : listeners_) {
    std::cout << "  " << Padded(listener->User(), userWidth_) << " in group " << group_ << ", by "
              << listener->ProtocolName() << '\n';
  }
}

void Transcript::Sending(const std::string& operation, const std::string& target,
                         const Message& message) {
  if (operation != operation_) std::cout << '\n';
  operation_ = operation;
  message_ = message;
  // Clients receive messages to a group as from the group, and all others as from the server.
  origin_ = operation == "SendToGroup" ? "group " + target : "server";

  ShowAtLeft(target.empty() ? operation : operation + ' ' + target, message);
}

void Transcript::Conversation(Listener& speaker, const Message& message, EventServer& server) {
  std::cout << '\n';
  ShowAtLeft(speaker.User() + " says", message);
  speaker.Say(message.Bytes);
  Expect(Server, EventServer::Expected(message, speaker.User()),
         [&] { return server.Next(TimeToArrive); });
  Expect(speaker.User(), speaker.Expected(EventServer::Greeting(speaker.User()), Server),
         [&] { return speaker.Next(TimeToArrive); });
}

void Transcript::ShowAtLeft(const std::string& operation, const Message& message) {
  std::cout << Padded(operation, operationWidth_) << Padded(message.Kind, KindWidth)
            << Padded(Readable(message.Bytes), ShownWidth) << std::flush;
  rightHalfIsFree_ = true;
}

void Transcript::ExpectAt(const std::vector<Listener*>& receivers) {
  for (Listener* receiver : receivers) {
    Expect(receiver->User(), receiver->Expected(*message_, origin_),
           [&] { return receiver->Next(TimeToArrive); });
  }
}

void Transcript::Expect(const std::string& receiver, const Delivery& expected, const Next& next) {
  while (const auto delivery = next()) {
    const std::string data = Readable(delivery->Data);
    if (*delivery == expected) {
      ++arrived_;
      ShowAtRight(Colour::Green, "->", receiver, delivery->Form, data);
      return;
    }
    unexpected_.push_back(receiver + ": " + delivery->Form + ' ' + data);
    ShowAtRight(Colour::Red, "!!", receiver, delivery->Form, data + "  (unexpected)");
  }
  missing_.push_back(receiver + ": " + expected.Form + ' ' + Readable(expected.Data));
  ShowAtRight(Colour::Red, "!!", receiver, "nothing", "");
}

void Transcript::ShowExcluded(const Listener& listener) {
  ShowAtRight(Colour::Plain, "  ", listener.User(), "excluded", "");
}

bool Transcript::Conclude() const {
  std::cout << '\n';
  for (const std::string& delivery : missing_) {
    std::cout << Coloured(Colour::Red, "Missing at " + delivery) << '\n';
  }
  for (const std::string& delivery : unexpected_) {
    std::cout << Coloured(Colour::Red, "Unexpected at " + delivery) << '\n';
  }
  const bool good = missing_.empty() && unexpected_.empty();
  if (good) {
    std::cout << Coloured(Colour::Green,
                          "All " + std::to_string(arrived_) +
                              " messages arrived where they should, and nothing else did.")
              << '\n';
  }
  return good;
}

void Transcript::ShowAtRight(Colour colour, const std::string& arrow, const std::string& receiver,
                             const std::string& form, const std::string& data) {
  if (!std::exchange(rightHalfIsFree_, false)) {
    std::cout << Padded("", operationWidth_) << Padded("", KindWidth) << Padded("", ShownWidth);
  }
  std::cout << Coloured(colour, arrow) << ' ' << Padded(receiver, receiverWidth_)
            << (data.empty() ? form : Padded(form, formWidth_) + data) << '\n';
}

std::string Transcript::Coloured(Colour colour, const std::string& text) const {
  if (!inColour_ || colour == Colour::Plain) return text;
  return (colour == Colour::Green ? "\033[32m" : "\033[31m") + text + "\033[0m";
}

}  // namespace FirstLight
