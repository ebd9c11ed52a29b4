#include "nginx.hpp"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <unistd.h>

#include "support/soon.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

std::string Temporary(const std::string& folder) {
  std::string lines;
  for (const std::string kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
    lines += kind + "_temp_path " + folder + "/" + kind + ";\n";
  }
  return lines;
}

std::string Listen(std::uint16_t port, const NginxOptions& options) {
  const std::string address = "listen 127.0.0.1:" + std::to_string(port);
  if (options.CertificateFile.empty()) return address + ";\n";
  return address + (options.Http2 ? " ssl http2;\n" : " ssl;\n") + "ssl_certificate " +
         options.CertificateFile + ";\nssl_certificate_key " + options.KeyFile + ";\n";
}

}  // namespace

Nginx::Nginx(const NginxOptions& options) : Gateway("nginx") {
  // Without rights to give up, nginx complains about the directive.
  const std::string user = geteuid() == 0 ? "user root;\n" : "";
  Configure(user +
            "daemon off;\nworker_processes 2;\nworker_shutdown_timeout 200ms;\nerror_log stderr "
            "error;\npid " +
            Folder() + "/pid;\nevents {}\nhttp {\naccess_log off;\n" + Temporary(Folder()) +
            "upstream service {\nserver 127.0.0.1:" + std::to_string(options.Upstream) +
            " max_fails=0;\nkeepalive 32;\n}\n" + options.Http +
            "server {\nserver_name gateway;\n" + Listen(Port(), options) + options.Server +
            "location / {\nproxy_pass http://service;\nproxy_http_version 1.1;\n"
            "proxy_set_header Connection \"\";\nproxy_set_header Host $http_host;\n}\n}\n}\n");
}

std::vector<std::string> Nginx::Arguments() const {
  return {"-p", Folder(), "-e", "stderr", "-c", Folder() + "/configuration"};
}

int Nginx::StopSignal() const { return SIGQUIT; }

std::set<pid_t> Nginx::Workers() const {
  const std::string id = std::to_string(Process->Id());
  std::ifstream children("/proc/" + id + "/task/" + id + "/children");
  return {std::istream_iterator<pid_t>(children), {}};
}

void Nginx::Reload() {
  const std::set<pid_t> former = Workers();
  Process->Signal(SIGHUP);
  const auto haveChanged = [&] {
    const std::set<pid_t> workers = Workers();
    return !workers.empty() && std::none_of(workers.begin(), workers.end(), [&](pid_t worker) {
      return former.count(worker) != 0;
    });
  };
  if (!IsSoon(haveChanged)) throw std::runtime_error("nginx doesn't reload");
}

}  // namespace Azure::Messaging::WebPubSub::Testing
