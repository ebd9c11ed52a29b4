#include "haproxy.hpp"

#include <csignal>
#include <stdexcept>

#include "support/soon.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

Haproxy::Haproxy(const HaproxyOptions& options) : Gateway("haproxy") {
  Configure(
      "global\nmaxconn 1000\nnbthread 2\nhard-stop-after 2s\n"
      "defaults\ntimeout connect 5s\ntimeout client 30s\ntimeout server 30s\n" +
      options.Defaults + "listen gateway\nbind 127.0.0.1:" + std::to_string(Port()) +
      "\nserver service 127.0.0.1:" + std::to_string(options.Upstream) + " " + options.Server +
      "\n");
}

std::vector<std::string> Haproxy::Arguments() const {
  return {"-db", "-f", Folder() + "/configuration"};
}

int Haproxy::StopSignal() const { return SIGUSR1; }

void Haproxy::Reload() {
  std::vector<std::string> arguments = Arguments();
  arguments.insert(arguments.end(), {"-sf", std::to_string(Process->Id())});
  const std::unique_ptr<ServerProcess> former = std::move(Process);
  Process = Spawn(arguments);
  // A process that can't start doesn't end the one before.
  if (!IsSoon([&] { return former->HasEnded() || Process->HasEnded(); }) || Process->HasEnded()) {
    throw std::runtime_error("HAProxy doesn't reload");
  }
  Process->WaitUntilItServes(Port());
}

}  // namespace Azure::Messaging::WebPubSub::Testing
