#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>
#include <system_error>
#include <thread>

// What differs from one operating system to the next: posix/ and windows/ implement most of it. The
// latter is compiled in continuous integration, and has never run.
namespace Azure::Messaging::WebPubSub::Detail {

/// Starts a thread of the library. It has a name and, where there are signals, blocks all but those
/// of its own faults, so that the signals of the process go to the application's threads.
/// @param name up to 15 characters; lives as long as the thread.
/// @throws std::system_error if no thread can be started.
std::thread StartThread(const char* name, std::function<void()> body);

/// Whether an error means that this process or machine lacks descriptors or memory, which passes.
bool IsShortage(const std::error_code& error) noexcept;

/// The constant of such an error, for example " (EMFILE)"; empty if it is another.
std::string NameOf(const std::error_code& error);

/// How many descriptors this process may have at once.
std::size_t DescriptorLimit() noexcept;

/// The path that a user names: in UTF-8 on Windows, and otherwise in bytes as they are.
std::filesystem::path ToPath(const std::string& text);

/// Opens a file that child processes don't inherit.
/// @param path as for ToPath.
/// @return null, with errno, for a file that can't be opened.
std::FILE* OpenToRead(const char* path) noexcept;

/// Whether this is the thread that the process began with. False on Windows, which doesn't say, so
/// that the library always learns of the exit in its exit handler there: see ProcessExit.
bool IsMainThread() noexcept;

/// Runs a function in each process that is forked from this one, on its only thread. Windows has no
/// such processes.
void InForkedProcesses(void (*function)());

/// Tells this process from the one that it was forked from.
std::intmax_t CurrentProcess() noexcept;

}  // namespace Azure::Messaging::WebPubSub::Detail
