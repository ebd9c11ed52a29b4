#include "support/server_process.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <netinet/in.h>
#include <random>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds LongestStart{60};
constexpr std::chrono::milliseconds PollInterval{2};  // nothing announces what is waited for

sockaddr_in Loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

bool IsFree(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = Loopback(port);
  const bool bound = bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(socket);
  return bound;
}

std::vector<char*> Pointers(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (const std::string& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

// Only calls that a process may make that was forked from one with several threads.
[[noreturn]] void Become(const char* program, char** arguments, char** environment,
                         const char* outputFile, pid_t parent) {
  setpgid(0, 0);
  // SIGTERM, because a program that has processes of its own has to end them.
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) _exit(EXIT_FAILURE);
  const int output = open(outputFile, O_WRONLY | O_CREAT | O_APPEND, 0666);
  const int input = open("/dev/null", O_RDONLY);
  dup2(input, STDIN_FILENO);
  dup2(output, STDOUT_FILENO);
  dup2(output, STDERR_FILENO);
  // A copy of a server's socket would accept connections after the server has closed it.
  const int most = static_cast<int>(sysconf(_SC_OPEN_MAX));
  if (close_range(STDERR_FILENO + 1, ~0U, 0) != 0) {
    for (int file = STDERR_FILENO + 1; file < most; ++file) close(file);
  }
  execve(program, arguments, environment);
  _exit(EXIT_FAILURE);
}

pid_t Spawn(const std::string& program, const std::vector<std::string>& arguments,
            const std::vector<std::string>& environment, const std::string& outputFile) {
  std::vector<std::string> words = {program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  const std::vector<char*> wordPointers = Pointers(words);
  const std::vector<char*> variablePointers = Pointers(environment);
  // For the children of children whose parent has ended, so that their ends can be waited for.
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("no process for " + program);
  if (child == 0) {
    Become(program.c_str(), const_cast<char**>(wordPointers.data()),
           const_cast<char**>(variablePointers.data()), outputFile.c_str(), parent);
  }
  setpgid(child, child);  // both do, because either may come first
  return child;
}

}  // namespace

std::uint16_t FreePort() {
  // Below the ports that Linux gives to connections.
  static std::mt19937 random(std::random_device{}());
  std::uniform_int_distribution<std::uint16_t> ports(10'000, 32'000);
  constexpr int Tries = 1000;
  for (int i = 0; i < Tries; ++i) {
    const std::uint16_t port = ports(random);
    if (IsFree(port)) return port;
  }
  throw std::runtime_error("no free port");
}

bool AcceptsConnections(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = Loopback(port);
  const bool connected =
      connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(socket);
  return connected;
}

ServerProcess::ServerProcess(const std::string& program, const std::vector<std::string>& arguments,
                             const std::vector<std::string>& environment,
                             const std::string& outputFile)
    : id_(Spawn(program, arguments, environment, outputFile)) {}

ServerProcess::~ServerProcess() {
  kill(-id_, SIGKILL);
  // Other processes of the program have the port too, perhaps longer than the first one.
  while (waitpid(-id_, nullptr, 0) > 0 || errno == EINTR) {
  }
}

void ServerProcess::WaitUntilItServes(std::uint16_t port) {
  const auto end = steady_clock::now() + LongestStart;
  while (!AcceptsConnections(port)) {
    if (HasEnded()) throw std::runtime_error("a server has ended before it served");
    if (steady_clock::now() > end) throw std::runtime_error("a server doesn't serve");
    std::this_thread::sleep_for(PollInterval);
  }
}

void ServerProcess::Signal(int signal) const {
  if (!hasEnded_) kill(id_, signal);
}

bool ServerProcess::HasEnded() {
  if (!hasEnded_) hasEnded_ = waitpid(id_, nullptr, WNOHANG) == id_;
  return hasEnded_;
}

void ServerProcess::Join() {
  if (!hasEnded_) waitpid(id_, nullptr, 0);
  hasEnded_ = true;
}

}  // namespace Azure::Messaging::WebPubSub::Testing
