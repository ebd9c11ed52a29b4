#include "local_service/loopback.hpp"

#include <gtest/gtest.h>

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

TEST(Loopback, IncludesOnlyAddressesOfThisMachine) {
  for (const char* address : {"127.0.0.1", "127.1.2.3", "::1"}) {
    EXPECT_TRUE(IsLoopbackAddress(address)) << address;
  }
  for (const char* address : {"0.0.0.0", "::", "192.168.0.1", "localhost", ""}) {
    EXPECT_FALSE(IsLoopbackAddress(address)) << address;
  }
}

TEST(Loopback, TrustsOnlyLocalNamesWithoutAnOrigin) {
  struct Case {
    std::string Host;
    std::string Origin;
    bool FromLoopback;
    bool IsTrusted;
  };
  for (const Case& row :
       {Case{"127.0.0.1:8080", "", true, true}, Case{"127.0.0.2:8080", "", true, true},
        Case{"LOCALHOST", "", true, true}, Case{"[::1]:80", "", true, true},
        Case{"127.0.0.1:8080", "", false, false}, Case{"127.0.0.1.example.com", "", true, false},
        Case{"[::1", "", true, false}, Case{"[example.com]:80", "", true, false},
        Case{"192.168.0.1", "", true, false}, Case{"", "", true, false},
        Case{"127.0.0.1:8080", "http://127.0.0.1:8080", true, false},
        Case{"127.0.0.1:8080", "null", true, false}}) {
    RestRequest request;
    request.Host = row.Host;
    if (!row.Origin.empty()) request.Headers = {{"origin", row.Origin}};
    EXPECT_EQ(IsLocalRequest(request, row.FromLoopback), row.IsTrusted)
        << row.Host << ' ' << row.Origin;
  }
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
