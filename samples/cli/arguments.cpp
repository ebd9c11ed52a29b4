#include "arguments.hpp"

#include <algorithm>
#include <charconv>
#include <set>

namespace Cli {
namespace {

// The options without a value.
const std::set<std::string> Flags{"--all", "--all-groups", "--help"};

bool IsOption(const std::string& word) { return word.size() > 2 && word.rfind("--", 0) == 0; }

std::string Join(const std::vector<std::string>& texts) {
  std::string joined;
  for (const std::string& text : texts) joined += (joined.empty() ? "" : ", ") + text;
  return joined;
}

}  // namespace

Arguments::Arguments(const std::vector<std::string>& words) {
  std::vector<std::string> plain;
  for (auto word = words.begin(); word != words.end(); ++word) {
    if (*word == "--") {
      plain.insert(plain.end(), word + 1, words.end());
      break;
    }
    if (!IsOption(*word)) {
      plain.push_back(*word);
      continue;
    }
    const std::size_t equals = word->find('=');
    const bool hasValue = equals != std::string::npos;
    const std::string option = word->substr(0, equals);
    std::string value = hasValue ? word->substr(equals + 1) : "";
    if (Flags.count(option) != 0) {
      if (hasValue) throw UsageError(option + " takes no value");
    } else {
      if (!hasValue && word + 1 != words.end()) value = *++word;
      // Often this is a script's variable that isn't set. An empty filter, for example, would send
      // to more clients than intended.
      if (value.empty()) throw UsageError(option + " requires a value");
    }
    options_[option].push_back(value);
  }
  if (plain.empty()) return;
  command_ = plain.front();
  words_.assign(plain.begin() + 1, plain.end());
}

std::vector<std::string> Arguments::All(const std::string& option) const {
  const auto found = options_.find(option);
  return found == options_.end() ? std::vector<std::string>() : found->second;
}

std::optional<std::string> Arguments::Find(const std::string& option) const {
  const auto values = All(option);
  if (values.size() > 1) throw UsageError(option + " may be given only once");
  return values.empty() ? std::nullopt : std::optional(values.front());
}

std::string Arguments::Get(const std::string& option) const {
  const auto value = Find(option);
  if (!value) throw UsageError(option + " is missing");
  return *value;
}

std::optional<int> Arguments::FindNumber(const std::string& option) const {
  const auto text = Find(option);
  if (!text) return std::nullopt;
  int number = 0;
  const char* const last = text->data() + text->size();
  const auto [end, error] = std::from_chars(text->data(), last, number);
  if (error != std::errc() || end != last || number < 0) {
    throw UsageError(option + " requires a whole number");
  }
  return number;
}

std::string Arguments::OneOf(const std::vector<std::string>& options) const {
  std::vector<std::string> given;
  for (const std::string& option : options) {
    if (Has(option)) given.push_back(option);
  }
  if (given.size() != 1) throw UsageError("give one of " + Join(options));
  return given.front();
}

void Arguments::AllowOnly(const std::vector<std::string>& options) const {
  for (const auto& [option, values] : options_) {
    if (std::find(options.begin(), options.end(), option) == options.end()) {
      throw UsageError(command_ + " doesn't accept " + option);
    }
  }
}

}  // namespace Cli
