#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

#include "support/test_client.hpp"
#include "support/wire_data.hpp"

// The rows of the .NET client's wire table as tests: the same call in C++, its requests and its
// result compared with .NET's, but for what API.md names as a difference everywhere:
// x-ms-return-client-request-id isn't sent, the User-Agent is our own, the audience of a request's
// token is the URL without its query.
namespace Azure::Messaging::WebPubSub::Testing {

/// What a call gave: as much as its kind of call has.
struct WireOutcome {
  WireOutcome() = default;
  // Implicit, so that a row is `return client.SendToAll("hi");`.
  // NOLINTBEGIN(google-explicit-constructor)
  WireOutcome(const Response& response) : Status(response.Status()) {}
  WireOutcome(const ValueResponse<bool>& response)
      : Status(response.Status()), Value(response.Value()) {}
  WireOutcome(const Pageable<WebPubSubGroupMember>& list);
  // NOLINTEND(google-explicit-constructor)

  static WireOutcome AccessUrl(std::string url);
  static WireOutcome OfText(std::string text);

  std::optional<int> Status;
  std::optional<bool> Value;
  std::optional<std::vector<WirePage>> Pages;
  std::optional<std::string> AccessUri;
  std::optional<std::string> Text;
  std::optional<std::string> Endpoint;
};

/// The world that a row's call runs in: .NET's endpoints, and the row's answers.
class WireCall : public ClientBench {
 public:
  static constexpr const char* Service = "http://127.0.0.1:18321";
  static constexpr const char* SecureService = "https://localhost:18322";
  static constexpr const char* Proxy = "http://127.0.0.1:18323";
  static constexpr const char* SecureProxy = "https://localhost:18324";

  explicit WireCall(const WireRow& row);

  WebPubSubServiceClient Client(WebPubSubServiceClientOptions options = {}) {
    return MakeClient(std::move(options), "some_hub", Service);
  }
  WebPubSubServiceClient ClientOf(std::string_view hub) { return MakeClient({}, hub, Service); }
  WebPubSubServiceClient ClientAt(std::string_view endpoint) {
    return MakeClient({}, "some_hub", endpoint);
  }
  WebPubSubServiceClient ClientThrough(std::string_view proxy) {
    WebPubSubServiceClientOptions options;
    options.ReverseProxyEndpoint = proxy;
    return Client(options);
  }
  WebPubSubServiceClient TokenClient(WebPubSubServiceClientOptions options = {},
                                     std::string_view endpoint = SecureService) {
    return MakeTokenClient(std::move(options), endpoint, "some_hub");
  }

  /// When each request was sent.
  std::vector<FakeEnvironment::SystemTime> SentAt;
};

/// Why a row isn't a test of sameness. There are no others.
enum class WireTreatment { Runs, DotNetBug, Difference, DotNetOnly };

/// What .NET has, and what we have in its place.
using WireChanges = std::vector<std::pair<std::string, std::string>>;

/// What is done with one row.
struct WireCase {
  std::string Name;
  WireTreatment Treatment = WireTreatment::Runs;
  /// For a row that is left out, or runs with a change.
  std::string Why;

  /// The same call in C++. Only if it runs.
  std::function<WireOutcome(WireCall&)> Call;
  /// In the URLs of the requests and of the result.
  WireChanges Changes;
  /// What std::invalid_argument names, if not .NET's parameter.
  std::string ParameterName;

  /// What C++ does instead. Only if it is left out; may be empty.
  std::function<void(WireCall&)> Instead;
};

void PrintTo(const WireCase& row, std::ostream* out);

WireCase Runs(std::string name, std::function<WireOutcome(WireCall&)> call,
              std::string parameterName = {});
/// Runs, but for differences that API.md names or bugs of .NET's.
WireCase RunsWith(std::string name, WireChanges changes, std::string why,
                  std::function<WireOutcome(WireCall&)> call);
WireCase DotNetBug(std::string name, std::string why, std::function<void(WireCall&)> instead = {});
WireCase Differs(std::string name, std::string why, std::function<void(WireCall&)> instead = {});
WireCase DotNetOnly(std::string name, std::string why, std::function<void(WireCall&)> instead = {});

/// For `instead`: the call is refused, naming this parameter, and nothing is sent.
std::function<void(WireCall&)> Refused(std::string parameter,
                                       std::function<void(WireCall&)> action);

/// Runs a row's test.
void CheckWireCase(const WireCase& row);

/// A test name from a row's name.
std::string WireTestName(const ::testing::TestParamInfo<WireCase>& info);

/// The rows, by the kind of call. Together they are all rows of the data.
std::vector<WireCase> WireOperationCases();
std::vector<WireCase> WirePagingCases();
std::vector<WireCase> WireEncodingCases();
std::vector<WireCase> WireEndpointCases();
std::vector<WireCase> WireAccessCases();
std::vector<WireCase> WireArgumentCases();
std::vector<WireCase> WirePipelineCases();
std::vector<WireCase> WireConstructorCases();
std::vector<WireCase> WireFilterCases();
std::vector<WireCase> WireConnectionStringCases();

}  // namespace Azure::Messaging::WebPubSub::Testing
