#include "gateway.hpp"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <unistd.h>

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

constexpr const char* Unpacked = WEBPUBSUB_GATEWAY_PROGRAMS;

std::string MakeFolder() {
  std::string folder =
      (std::filesystem::temp_directory_path() / "webpubsub-gateway-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) throw std::runtime_error("can't create " + folder);
  // Squid gives up root's rights, and still writes there.
  std::filesystem::permissions(folder, std::filesystem::perms::all);
  return folder;
}

// The unpacked programs' own libraries: those of the first folder that the system doesn't have.
std::string LibraryPath(const std::string& root) {
  std::string path;
  for (const auto& file : std::filesystem::directory_iterator(root + "/usr/lib")) {
    if (file.is_directory()) path += (path.empty() ? "" : ":") + file.path().string();
  }
  return path;
}

}  // namespace

std::optional<std::string> FindGateway(const std::string& name) {
  for (const std::string root : {"", Unpacked}) {
    const std::string path = root + "/usr/sbin/" + name;
    if (access(path.c_str(), X_OK) == 0) return path;
  }
  return std::nullopt;
}

Gateway::Gateway(const std::string& name)
    : program_(FindGateway(name).value()), folder_(MakeFolder()), port_(FreePort()) {
  root_ = program_.substr(0, program_.size() - ("/usr/sbin/" + name).size());
}

Gateway::~Gateway() {
  Process.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void Gateway::Configure(const std::string& text) const {
  std::ofstream(folder_ + "/configuration") << text;
}

std::unique_ptr<ServerProcess> Gateway::Spawn(const std::vector<std::string>& arguments) const {
  std::vector<std::string> environment = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin"};
  if (!root_.empty()) environment.push_back("LD_LIBRARY_PATH=" + LibraryPath(root_));
  return std::make_unique<ServerProcess>(program_, arguments, environment, folder_ + "/output");
}

void Gateway::Start() {
  Process = Spawn(Arguments());
  try {
    Process->WaitUntilItServes(port_);
  } catch (const std::runtime_error& error) {
    std::ifstream output(folder_ + "/output");
    throw std::runtime_error(program_ + ": " + error.what() + "\n" +
                             std::string(std::istreambuf_iterator<char>(output), {}));
  }
}

void Gateway::Kill() { Process.reset(); }

void Gateway::Stop() {
  Process->Signal(StopSignal());
  Process->Join();
  Process.reset();
}

}  // namespace Azure::Messaging::WebPubSub::Testing
