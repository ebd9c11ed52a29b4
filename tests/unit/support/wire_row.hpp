#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

#include "support/test_client.hpp"
#include "support/wire_data.hpp"

// The rows of the .NET client's wire table as tests: each makes the same call in C++ and compares
// its requests and its result with .NET's. The general differences that API.md lists are exempt:
// x-ms-return-client-request-id isn't sent, the User-Agent is the library's, and the audience of a
// request's token is the URL without its query.
namespace Azure::Messaging::WebPubSub::Testing {

/// The result of a call. Only the members that apply to the kind of call have a value.
struct WireOutcome {
  WireOutcome() = default;
  // Implicit, so that a row can be `return client.SendToAll("hi");`.
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

/// The environment of a row's call: .NET's endpoints, and the row's responses.
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

/// Whether a row is compared with .NET, and if not, why. There is no other reason.
enum class WireTreatment { Runs, DotNetBug, Difference, DotNetOnly };

/// Texts of .NET's, each with the library's replacement.
using WireChanges = std::vector<std::pair<std::string, std::string>>;

/// How one row is tested.
struct WireCase {
  std::string Name;
  WireTreatment Treatment = WireTreatment::Runs;
  /// The reason, for a row that is left out or that runs with a change.
  std::string Why;

  /// The same call in C++. Set only if the row runs.
  std::function<WireOutcome(WireCall&)> Call;
  /// Changes to the URLs of the requests and of the result.
  WireChanges Changes;
  /// The parameter that std::invalid_argument names, if it differs from .NET's.
  std::string ParameterName;

  /// What C++ does instead. Set only if the row is left out; may be empty.
  std::function<void(WireCall&)> Instead;
};

void PrintTo(const WireCase& row, std::ostream* out);

WireCase Runs(std::string name, std::function<WireOutcome(WireCall&)> call,
              std::string parameterName = {});
/// Runs the row, except for differences that API.md lists or bugs of .NET.
WireCase RunsWith(std::string name, WireChanges changes, std::string why,
                  std::function<WireOutcome(WireCall&)> call);
WireCase DotNetBug(std::string name, std::string why, std::function<void(WireCall&)> instead = {});
WireCase Differs(std::string name, std::string why, std::function<void(WireCall&)> instead = {});
WireCase DotNetOnly(std::string name, std::string why, std::function<void(WireCall&)> instead = {});

/// An `instead` that expects the call to be refused with this parameter's name, and nothing to be
/// sent.
std::function<void(WireCall&)> Refused(std::string parameter,
                                       std::function<void(WireCall&)> action);

/// Runs a row's test.
void CheckWireCase(const WireCase& row);

/// A test name from a row's name.
std::string WireTestName(const ::testing::TestParamInfo<WireCase>& info);

/// The rows by kind of call. Together they are all rows of the data.
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
