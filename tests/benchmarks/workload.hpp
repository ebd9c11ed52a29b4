#pragma once

#include <string>

// What every benchmark sends, and what the floors and the other SDKs send too.
namespace Azure::Messaging::WebPubSub::Benchmarks::Workload {

inline constexpr const char* Hub = "chat";
inline constexpr const char* AccessKey = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGH";
inline const std::string Message(64, 'x');

}  // namespace Azure::Messaging::WebPubSub::Benchmarks::Workload
