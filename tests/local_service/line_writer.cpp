#include "local_service/line_writer.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <limits.h>
#include <poll.h>
#include <unistd.h>
#include <utility>

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

constexpr std::chrono::milliseconds Moment{200};
constexpr int PollMilliseconds = 50;

}  // namespace

LineWriter::~LineWriter() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stopsAt_ = std::chrono::steady_clock::now() + Moment;
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void LineWriter::Start() {
  thread_ = std::thread([this] { Run(); });
}

void LineWriter::Write(const std::string& line) {
  const std::lock_guard lock(mutex_);
  if (bytes_ + line.size() > MaxBytes) {
    ++dropped_;
    return;
  }
  CountDropped();
  Append(line);
  changed_.notify_one();
}

void LineWriter::Append(const std::string& line) {
  lines_.push_back(line + '\n');
  bytes_ += lines_.back().size();
}

void LineWriter::CountDropped() {
  const std::size_t dropped = std::exchange(dropped_, 0);
  if (dropped != 0) {
    Append(std::to_string(dropped) + " lines are missing: nobody read them in time");
  }
}

bool LineWriter::IsLate() const {
  return stopping_ && std::chrono::steady_clock::now() >= stopsAt_;
}

void LineWriter::Run() {
  std::unique_lock lock(mutex_);
  while (true) {
    if (lines_.empty()) CountDropped();
    changed_.wait(lock, [this] { return stopping_ || !lines_.empty(); });
    if (lines_.empty()) return;
    const std::string line = std::move(lines_.front());
    lines_.pop_front();
    bytes_ -= line.size();
    lock.unlock();
    if (!WriteAll(line)) return;
    lock.lock();
  }
}

// False if there is no more time to write, or if nobody can read any more.
bool LineWriter::WriteAll(const std::string& text) {
  for (std::size_t written = 0; written < text.size();) {
    pollfd writable{descriptor_, POLLOUT, 0};
    if (poll(&writable, 1, PollMilliseconds) <= 0) {
      if (IsLate()) return false;
      continue;
    }
    // A pipe that is writable takes this much without waiting.
    const std::size_t size = std::min<std::size_t>(text.size() - written, PIPE_BUF);
    const ssize_t count = write(descriptor_, text.data() + written, size);
    if (count < 0 && errno != EINTR && errno != EAGAIN) return false;
    written += count > 0 ? static_cast<std::size_t>(count) : 0;
  }
  return true;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
