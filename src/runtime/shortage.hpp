#pragma once

#include <cstddef>
#include <string>
#include <system_error>

// What this process or machine may lack for a while: descriptors and memory.
namespace Azure::Messaging::WebPubSub::Detail {

/// Whether an error means that it does.
bool IsShortage(const std::error_code& error) noexcept;

/// The constant of such an error, for example " (EMFILE)"; empty if it is another.
std::string NameOf(const std::error_code& error);

/// How many descriptors this process may have at once.
std::size_t DescriptorLimit() noexcept;

/// Why fewer than so many descriptors can be opened just now; no error if they can.
std::error_code DescriptorShortage(int needed) noexcept;

}  // namespace Azure::Messaging::WebPubSub::Detail
