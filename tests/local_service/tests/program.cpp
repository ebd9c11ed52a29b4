#include "program.hpp"

#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <poll.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

constexpr int PatienceMs = 20000;

struct Pipe {
  Pipe() {
    if (pipe2(Ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  }
  int Ends[2] = {-1, -1};
};

}  // namespace

Program::Program(const std::vector<std::string>& arguments) {
  std::string name = WEBPUBSUB_LOCAL_PROGRAM;
  std::vector<std::string> copies = arguments;
  std::vector<char*> pointers = {name.data()};
  for (std::string& copy : copies) pointers.push_back(copy.data());
  pointers.push_back(nullptr);

  const Pipe output;
  const Pipe errors;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, output.Ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, errors.Ends[1], STDERR_FILENO);
  const int failure =
      posix_spawn(&process_, name.c_str(), &actions, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(output.Ends[1]);
  close(errors.Ends[1]);
  output_ = output.Ends[0];
  errors_ = errors.Ends[0];
  if (failure != 0) throw std::runtime_error("can't start " + name);
}

Program::~Program() {
  if (process_ > 0) {
    Signal(SIGKILL);
    waitpid(process_, nullptr, 0);
  }
  close(output_);
  close(errors_);
}

bool Program::Read(int pipe, std::string& text) {
  pollfd readable{pipe, POLLIN, 0};
  if (poll(&readable, 1, PatienceMs) <= 0) return false;
  char buffer[4096];
  const ssize_t count = read(pipe, buffer, sizeof(buffer));
  if (count > 0) text.append(buffer, static_cast<std::size_t>(count));
  return count > 0;
}

std::string Program::NextLine() {
  while (unread_.find('\n') == std::string::npos) {
    if (!Read(output_, unread_)) return {};
  }
  const std::size_t end = unread_.find('\n');
  std::string line = unread_.substr(0, end);
  unread_.erase(0, end + 1);
  return line;
}

void Program::CloseOutput() {
  close(output_);
  output_ = -1;
}

std::string Program::Output() {
  while (Read(output_, unread_)) {
  }
  return std::move(unread_);
}

std::string Program::Errors() {
  std::string text;
  while (Read(errors_, text)) {
  }
  return text;
}

std::size_t Program::ResidentBytes() const {
  std::ifstream status("/proc/" + std::to_string(process_) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("VmRSS:", 0) == 0) return std::stoul(line.substr(6)) * 1024;
  }
  throw std::runtime_error("can't read the memory usage of the program");
}

bool Program::EndsWithin(std::chrono::milliseconds time) {
  const auto until = std::chrono::steady_clock::now() + time;
  siginfo_t ended{};
  while (std::chrono::steady_clock::now() < until) {
    if (waitid(P_PID, static_cast<id_t>(process_), &ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
        ended.si_pid == process_) {
      return true;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return false;
}

std::size_t Program::OpenFiles() const {
  const std::filesystem::directory_iterator files("/proc/" + std::to_string(process_) + "/fd");
  return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

void Program::Signal(int signal) const { kill(process_, signal); }

int Program::ExitStatus() {
  int status = 0;
  waitpid(process_, &status, 0);
  process_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
