#include "sink_process.hpp"

#include <curl/curl.h>
#include <nlohmann/json.hpp>

#include <array>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): kill is POSIX's
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace Azure::Messaging::WebPubSub::Benchmarks {
namespace {

std::string ReadLine(int pipe) {
  std::string line;
  for (char c = 0; read(pipe, &c, 1) == 1 && c != '\n';) line += c;
  return line;
}

}  // namespace

SinkProcess::SinkProcess(const std::vector<std::string>& arguments) {
  std::array<int, 2> output{};
  if (pipe(output.data()) != 0) throw std::runtime_error("can't make a pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclose(&actions, output[0]);

  std::vector<char*> argv = {const_cast<char*>(WEBPUBSUB_SINK)};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const int error = posix_spawn(&process_, WEBPUBSUB_SINK, &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(output[1]);
  if (error == 0) url_ = ReadLine(output[0]);
  close(output[0]);
  if (url_.empty()) throw std::runtime_error("the sink did not start");
}

SinkProcess::~SinkProcess() {
  kill(process_, SIGTERM);
  waitpid(process_, nullptr, 0);
}

SinkCounts FetchCounts(const std::string& url, const std::string& caFile) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(),
                                                                 curl_easy_cleanup);
  std::string body;
  const auto append = +[](char* data, std::size_t size, std::size_t count, void* text) {
    static_cast<std::string*>(text)->append(data, size * count);
    return size * count;
  };
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, append);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &body);
  if (!caFile.empty()) curl_easy_setopt(curl.get(), CURLOPT_CAINFO, caFile.c_str());
  if (curl_easy_perform(curl.get()) != CURLE_OK)
    throw std::runtime_error("the sink doesn't respond");
  const auto counts = nlohmann::json::parse(body);
  return {counts.at("connections"), counts.at("handshakes"), counts.at("posts"),
          counts.at("refused"), counts.at("busiest")};
}

SinkCounts CheckPosts(const std::string& url, std::int64_t expected) {
  const SinkCounts counts = FetchCounts(url);
  if (counts.Posts == expected) return counts;
  std::cerr << counts.Posts << " messages arrived, expected " << expected << "\n";
  std::exit(1);
}

}  // namespace Azure::Messaging::WebPubSub::Benchmarks
