#include "http2_proxy.hpp"

#include <arpa/inet.h>
#include <chrono>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

extern char** environ;

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

constexpr const char* Program = "/usr/sbin/nghttpx";

sockaddr_in Loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

// A port that was free a moment ago. nghttpx has no option to choose a port and report it.
std::uint16_t FreePort() {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = Loopback(0);
  socklen_t size = sizeof address;
  if (bind(socket, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("no free port");
  }
  close(socket);
  return ntohs(address.sin_port);
}

bool AcceptsConnections(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  const sockaddr_in address = Loopback(port);
  const bool connected =
      connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(socket);
  return connected;
}

pid_t Spawn(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t process = 0;
  const int error = posix_spawn(&process, Program, &files, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  if (error != 0) throw std::runtime_error("nghttpx could not be started");
  return process;
}

}  // namespace

bool Http2Proxy::IsInstalled() { return access(Program, X_OK) == 0; }

Http2Proxy::Http2Proxy(std::uint16_t servicePort, const std::string& certificateFile,
                       const std::string& keyFile)
    : port_(FreePort()),
      process_(
          Spawn({Program, "--conf=/dev/null", "--workers=1", "--single-process",
                 "--frontend=127.0.0.1," + std::to_string(port_),
                 "--backend=127.0.0.1," + std::to_string(servicePort), keyFile, certificateFile})) {
  constexpr int Tries = 2000;
  for (int i = 0; i < Tries && !AcceptsConnections(port_); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

Http2Proxy::~Http2Proxy() {
  kill(process_, SIGKILL);
  waitpid(process_, nullptr, 0);
}

}  // namespace Azure::Messaging::WebPubSub::Testing
