#include "curl/transfer_failure.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// A code of a version that is newer than the headers has a number only.
struct Row {
  std::string Name;
  int Code;
  int RequestsBegun;
  TransportError Cause;
};
void PrintTo(const Row& row, std::ostream* out) { *out << row.Name; }

std::vector<Row> Rows() {
  return {
      {"TooLarge", 100, 1, TransportError::ResponseTooLarge},
      {"TooLargeBeforeTheRequest", 100, 0, TransportError::ResponseTooLarge},
      {"EchRequired", 101, 0, TransportError::Other},
      {"NotKnownYet", 120, 1, TransportError::Other},
      {"OutOfMemory", CURLE_OUT_OF_MEMORY, 0, TransportError::Resources},
      {"OutOfMemoryForHeaders", CURLE_OUT_OF_MEMORY, 1, TransportError::ResponseTooLarge},
      {"LostBeforeTheRequest", CURLE_SEND_ERROR, 0, TransportError::Connect},
      {"Lost", CURLE_SEND_ERROR, 1, TransportError::ConnectionLost},
  };
}

TransportFailure FailureOf(int code, std::string_view text, int requestsBegun, long requestBytes) {
  Http2Streams streams;
  const Http2Stream stream(streams);
  const FailedTransfer failed{static_cast<CURLcode>(code),
                              text,
                              requestsBegun,
                              requestBytes,
                              false,
                              false,
                              ResponseBuilder::Refusal::None,
                              nullptr,
                              0,
                              stream};
  return ToTransportFailure(failed, TransportOptions());
}

class TransferFailureCause : public ::testing::TestWithParam<Row> {};

TEST_P(TransferFailureCause, IsThatOfTheCode) {
  const int begun = GetParam().RequestsBegun;
  EXPECT_EQ(FailureOf(GetParam().Code, "", begun, begun * 100).Cause, GetParam().Cause);
}

INSTANTIATE_TEST_SUITE_P(Table, TransferFailureCause, ::testing::ValuesIn(Rows()),
                         [](const auto& row) { return row.param.Name; });

constexpr const char* NoConnectionYet = "[CONN-3-0] send: no filter connected";

TEST(TransferFailure, BeforeThereIsAConnectionCanNotHaveBeenAccepted) {
  const TransportFailure failure = FailureOf(CURLE_FAILED_INIT, NoConnectionYet, 1, 0);
  EXPECT_EQ(failure.Cause, TransportError::Connect);
  EXPECT_FALSE(failure.RequestMayHaveBeenSent);
  EXPECT_FALSE(failure.IsPermanent);
}

TEST(TransferFailure, OnceAByteIsWrittenMayHaveBeenAccepted) {
  EXPECT_TRUE(FailureOf(CURLE_FAILED_INIT, NoConnectionYet, 1, 1).RequestMayHaveBeenSent);
  EXPECT_TRUE(FailureOf(CURLE_FAILED_INIT, NoConnectionYet, 2, 0).RequestMayHaveBeenSent);
}

TEST(TransferFailure, OfTheSameCodeForAnotherReasonMayHaveBeenAccepted) {
  EXPECT_TRUE(FailureOf(CURLE_FAILED_INIT, "", 1, 0).RequestMayHaveBeenSent);
  EXPECT_TRUE(FailureOf(CURLE_SEND_ERROR, NoConnectionYet, 1, 0).RequestMayHaveBeenSent);
}

// Whatever libcurl's code, known or not, the attempt is repeated unless no waiting can help.
TEST(TransferFailure, IsPermanentOnlyIfNoWaitingCanHelp) {
  const std::set<int> permanent = {CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT,
                                   CURLE_NOT_BUILT_IN,         CURLE_BAD_FUNCTION_ARGUMENT,
                                   CURLE_UNKNOWN_OPTION,       CURLE_SSL_ENGINE_NOTFOUND,
                                   CURLE_SSL_CIPHER,           CURLE_PEER_FAILED_VERIFICATION,
                                   CURLE_SSL_ISSUER_ERROR,     100};  // TOO_LARGE
  constexpr int MostOfTheType = 127;
  for (int code = 1; code <= MostOfTheType; ++code) {
    EXPECT_EQ(FailureOf(code, "", 0, 0).IsPermanent, permanent.count(code) == 1) << code;
  }
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
