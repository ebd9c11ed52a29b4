#pragma once

#include <cstddef>

// What is sent at most, whoever takes it: the service reads about 8 KiB of URL. Beyond its own
// limit of 1 MiB, libcurl fails in a way that looks like a response.
namespace Azure::Messaging::WebPubSub::Detail {

constexpr std::size_t LongestUrl = std::size_t{64} * 1024;
/// The names and values of the headers together.
constexpr std::size_t MostHeaderBytesOfRequest = std::size_t{512} * 1024;

}  // namespace Azure::Messaging::WebPubSub::Detail
