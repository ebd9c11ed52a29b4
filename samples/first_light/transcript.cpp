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

constexpr int KindWidth = 6;
constexpr int ShownWidth = 12;

}  // namespace

Transcript::Transcript(std::vector<Listener*> listeners, std::string group)
    : listeners_(std::move(listeners)),
      group_(std::move(group)),
      inColour_(isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr) {
  for (const Listener* listener : listeners_) {
    nameWidth_ = std::max(nameWidth_, Width(listener->User()));
  }
  operationWidth_ = Width("SendToConnection 's") + nameWidth_;
  formWidth_ = Width("binary, from group " + group_);
}

void Transcript::Introduce(const std::string& destination) const {
  std::cout << "\nConnected to " << destination << ":\n\n";
  for (const Listener* listener : listeners_) {
    std::cout << "  " << Padded(listener->User(), nameWidth_) << " in group " << group_ << ", by "
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

  std::cout << Padded(target.empty() ? operation : operation + ' ' + target, operationWidth_)
            << Padded(message.Kind, KindWidth) << Padded(Readable(message.Bytes), ShownWidth)
            << std::flush;
  rightHalfIsFree_ = true;
}

void Transcript::ExpectAt(const std::vector<Listener*>& receivers) {
  for (Listener* receiver : receivers) Expect(*receiver);
}

void Transcript::Expect(Listener& listener) {
  const Delivery expected = listener.Expected(*message_, origin_);
  while (const auto delivery = listener.Next(TimeToArrive)) {
    const std::string data = Readable(delivery->Data);
    if (*delivery == expected) {
      ++arrived_;
      ShowAtRight(Colour::Green, "->", listener.User(), delivery->Form, data);
      return;
    }
    unexpected_.push_back(listener.User() + ": " + delivery->Form + ' ' + data);
    ShowAtRight(Colour::Red, "!!", listener.User(), delivery->Form, data + "  (unexpected)");
  }
  missing_.push_back(listener.User() + ": " + expected.Form + ' ' + Readable(expected.Data));
  ShowAtRight(Colour::Red, "!!", listener.User(), "nothing", "");
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

void Transcript::ShowAtRight(Colour colour, const std::string& arrow, const std::string& user,
                             const std::string& form, const std::string& data) {
  if (!std::exchange(rightHalfIsFree_, false)) {
    std::cout << Padded("", operationWidth_) << Padded("", KindWidth) << Padded("", ShownWidth);
  }
  std::cout << Coloured(colour, arrow) << ' ' << Padded(user, nameWidth_)
            << (data.empty() ? form : Padded(form, formWidth_) + data) << '\n';
}

std::string Transcript::Coloured(Colour colour, const std::string& text) const {
  if (!inColour_ || colour == Colour::Plain) return text;
  return (colour == Colour::Green ? "\033[32m" : "\033[31m") + text + "\033[0m";
}

}  // namespace FirstLight
