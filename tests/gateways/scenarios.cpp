#include "haproxy.hpp"
#include "local_service/tests/self_signed_certificate.hpp"
#include "nginx.hpp"
#include "scenario.hpp"
#include "squid.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::milliseconds;
using SetUp = std::function<void(Stage&)>;

std::string CertificateFile() {
  return LocalService::Testing::SharedCertificate().CertificateFile();
}
std::string KeyFile() { return LocalService::Testing::SharedCertificate().KeyFile(); }

void Serve(Stage& stage, bool tls) {
  stage.Front->Start();
  stage.Endpoint =
      (tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(stage.Front->Port());
  if (tls) stage.Transport.CaFile = CertificateFile();
}

SetUp WithNginx(const std::string& server, const std::string& http = {}) {
  return [=](Stage& stage) {
    stage.Front = std::make_unique<Nginx>(NginxOptions{stage.Service.Port(), server, http});
    Serve(stage, false);
  };
}

SetUp WithNginxOverTls(const std::string& server, bool http2) {
  return [=](Stage& stage) {
    stage.Front = std::make_unique<Nginx>(
        NginxOptions{stage.Service.Port(), server, {}, CertificateFile(), KeyFile(), http2});
    if (http2) stage.Transport.HttpVersion = HttpVersionPolicy::Http2;
    Serve(stage, true);
  };
}

// A relay behind nginx, which can be killed without the service and its clients.
void WithNginxAndRelay(Stage& stage) {
  stage.Behind = std::make_unique<Haproxy>(HaproxyOptions{stage.Service.Port(), "mode tcp\n"});
  stage.Behind->Start();
  stage.Front = std::make_unique<Nginx>(NginxOptions{stage.Behind->Port()});
  Serve(stage, false);
}

SetUp WithHaproxy(const std::string& defaults, const std::string& server = {}) {
  return [=](Stage& stage) {
    stage.Front = std::make_unique<Haproxy>(
        HaproxyOptions{stage.Service.Port(), "mode http\n" + defaults, server});
    Serve(stage, false);
  };
}

SetUp WithSquid(const std::string& lines = {}) {
  return [=](Stage& stage) {
    auto squid = std::make_unique<Squid>(lines);
    squid->Start();
    stage.Transport.Proxy = squid->Url();
    stage.Front = std::move(squid);
    stage.Endpoint = stage.Service.Endpoint();
    if (stage.Endpoint.rfind("https", 0) == 0) stage.Transport.CaFile = CertificateFile();
  };
}

SetUp WithSquidAndHttp2(const std::string& server) {
  return [=](Stage& stage) {
    WithNginxOverTls(server, true)(stage);
    stage.Behind = std::move(stage.Front);
    const std::string endpoint = stage.Endpoint;
    WithSquid()(stage);
    stage.Endpoint = endpoint;
  };
}

void Reload(Stage& stage) { stage.Front->Reload(); }

void Restart(Stage& stage) {
  stage.Front->Stop();
  stage.Front->Start();
}

void Kill(Stage& stage) {
  stage.Front->Kill();
  stage.Front->Start();
}

void KillBehind(Stage& stage) {
  stage.Behind->Kill();
  stage.Behind->Start();
}

// Nothing happens but what the gateway is configured to do.
Scenario Calm(const std::string& name, const std::vector<std::string>& programs,
              const SetUp& setUp) {
  return {name, programs, setUp};
}

// Each thread pauses a little longer than the gateway keeps idle connections.
Scenario Idle(milliseconds kept, const std::string& name, const std::string& program,
              const SetUp& setUp) {
  Scenario row = Calm(name, {program}, setUp);
  const std::size_t sends = kept < milliseconds(1000) ? 160 : kept < milliseconds(2000) ? 64 : 32;
  row.Sends = {sends, kept + milliseconds(40), kept + milliseconds(100)};
  return row;
}

// A send that the gateway had when it ended may have been passed on.
Scenario UnderSends(const std::function<void(Stage&)>& action, const std::string& name,
                    const std::vector<std::string>& programs, const SetUp& setUp) {
  Scenario row = Calm(name, programs, setUp);
  row.MayGiveUp = row.MustRepeat = true;
  row.Disturb = action;
  return row;
}

Scenario BetweenSends(const std::function<void(Stage&)>& action, const std::string& name,
                      const std::vector<std::string>& programs, const SetUp& setUp) {
  Scenario row = Calm(name, programs, setUp);
  row.Disturb = action;
  row.When = Disturbance::BetweenSends;
  return row;
}

// A 429 means that the request wasn't passed on, a 503 doesn't.
Scenario Refusing(int status, const std::string& name, const std::string& program,
                  const SetUp& setUp) {
  Scenario row = Calm(name, {program}, setUp);
  row.MayGiveUp = status == 503;
  row.MustRepeat = true;
  return row;
}

// Most requests meet a reload between two of them, or are responded to before the connection ends.
Scenario Reloading(const std::string& name, const std::string& program, const SetUp& setUp) {
  Scenario row = UnderSends(Reload, name, {program}, setUp);
  row.MustRepeat = false;
  return row;
}

Scenario ToTlsService(Scenario row) {
  row.IsServiceTls = true;
  return row;
}

}  // namespace

std::vector<Scenario> Scenarios() {
  constexpr milliseconds Short{300};
  constexpr milliseconds Long{1000};
  // Squid counts in whole seconds, and looks each second.
  constexpr milliseconds OfSquid{3000};
  return {
      Reloading("NginxReload", "nginx", WithNginx("")),
      Reloading("NginxReloadTls", "nginx", WithNginxOverTls("", false)),
      BetweenSends(Reload, "NginxReloadBetweenSends", {"nginx"}, WithNginx("")),
      BetweenSends(Reload, "NginxReloadTlsBetweenSends", {"nginx"}, WithNginxOverTls("", false)),
      UnderSends(Restart, "NginxRestart", {"nginx"}, WithNginx("")),
      UnderSends(Kill, "NginxKill", {"nginx"}, WithNginx("")),
      BetweenSends(Kill, "NginxKillBetweenSends", {"nginx"}, WithNginx("")),
      Calm("NginxSevenRequestsAConnection", {"nginx"}, WithNginx("keepalive_requests 7;\n")),
      Idle(Short, "NginxIdle300ms", "nginx", WithNginx("keepalive_timeout 300ms;\n")),
      Idle(Long, "NginxIdle1s", "nginx", WithNginx("keepalive_timeout 1s;\n")),
      Refusing(429, "NginxLimitsRequests", "nginx",
               WithNginx("limit_req zone=all burst=10 nodelay;\nlimit_req_status 429;\n",
                         "limit_req_zone $server_name zone=all:1m rate=2000r/s;\n")),
      Refusing(503, "NginxLimitsConnections", "nginx",
               WithNginx("limit_conn all 1;\n", "limit_conn_zone $server_name zone=all:1m;\n")),
      UnderSends(KillBehind, "NginxLosesTheService", {"nginx", "haproxy"}, WithNginxAndRelay),
      Calm("NginxHttp2ElevenRequests", {"nginx"},
           WithNginxOverTls("keepalive_requests 11;\n", true)),
      Idle(Short, "NginxHttp2Idle300ms", "nginx",
           WithNginxOverTls("keepalive_timeout 300ms;\n", true)),
      Reloading("NginxHttp2Reload", "nginx", WithNginxOverTls("", true)),
      BetweenSends(Reload, "NginxHttp2ReloadBetweenSends", {"nginx"}, WithNginxOverTls("", true)),
      BetweenSends(Kill, "NginxHttp2KillBetweenSends", {"nginx"}, WithNginxOverTls("", true)),
      Idle(Short, "HaproxyIdle300ms", "haproxy", WithHaproxy("timeout http-keep-alive 300ms\n")),
      Idle(Long, "HaproxyIdle1s", "haproxy", WithHaproxy("timeout http-keep-alive 1s\n")),
      Reloading("HaproxyReload", "haproxy", WithHaproxy("")),
      BetweenSends(Reload, "HaproxyReloadBetweenSends", {"haproxy"}, WithHaproxy("")),
      UnderSends(Restart, "HaproxyRestart", {"haproxy"}, WithHaproxy("")),
      UnderSends(Kill, "HaproxyKill", {"haproxy"}, WithHaproxy("")),
      BetweenSends(Kill, "HaproxyKillBetweenSends", {"haproxy"}, WithHaproxy("")),
      Refusing(503, "HaproxyLimitsConnections", "haproxy",
               WithHaproxy("timeout queue 2ms\n", "maxconn 1")),
      UnderSends(Kill, "SquidKill", {"squid"}, WithSquid()),
      BetweenSends(Kill, "SquidKillBetweenSends", {"squid"}, WithSquid()),
      Idle(OfSquid, "SquidIdle1s", "squid", WithSquid("client_idle_pconn_timeout 1 second\n")),
      ToTlsService(Calm("SquidConnect", {"squid"}, WithSquid())),
      ToTlsService(UnderSends(Kill, "SquidConnectKill", {"squid"}, WithSquid())),
      ToTlsService(BetweenSends(Kill, "SquidConnectKillBetweenSends", {"squid"}, WithSquid())),
      ToTlsService(
          Idle(OfSquid, "SquidConnectIdle1s", "squid", WithSquid("read_timeout 1 second\n"))),
      Calm("SquidConnectHttp2", {"squid", "nginx"}, WithSquidAndHttp2("keepalive_requests 100;\n")),
  };
}

}  // namespace Azure::Messaging::WebPubSub::Testing
