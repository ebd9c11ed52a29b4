#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <set>
#include <string>

#include "local_service/filter.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

inline std::string MessageOf(const std::string& part, const std::string& detail) {
  return "Invalid syntax for '" + part + "': " + detail + " (Parameter 'filter')";
}

inline std::string Repeat(const std::string& text, std::size_t times) {
  std::string repeated;
  for (std::size_t i = 0; i < times; ++i) repeated += text;
  return repeated;
}

inline bool Matches(const std::string& filter, const FilterSubject& subject) {
  return Filter::Parse(filter).Matches(subject);
}

inline std::string ParseErrorOf(const std::string& filter) {
  try {
    Filter::Parse(filter);
  } catch (const FilterError& error) {
    return error.what();
  }
  return "no error";
}

inline std::string DataErrorOf(const std::string& filter, const FilterSubject& subject) {
  const Filter parsed = Filter::Parse(filter);
  try {
    return parsed.Matches(subject) ? "a match" : "no match";
  } catch (const FilterDataError& error) {
    return error.what();
  }
}

template <class Row>
std::string NameOf(const testing::TestParamInfo<Row>& info) {
  return info.param.Name;
}

// The connections in the recordings.

inline const std::set<std::string>& GroupG() {
  static const std::set<std::string> groups = {"g"};
  return groups;
}

inline FilterSubject JsonClient() { return {"ju", "c1", &GroupG(), "json.webpubsub.azure.v1"}; }
inline FilterSubject RawClient() { return {"ru", "c2", &GroupG(), std::nullopt}; }
inline FilterSubject Anonymous() { return {std::nullopt, "c3", &GroupG(), std::nullopt}; }
inline FilterSubject Bare() { return {}; }

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
