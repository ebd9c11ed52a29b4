#include "curl/transfer_failure.hpp"

#include <gtest/gtest.h>

#include <string>
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

class TransferFailureCause : public ::testing::TestWithParam<Row> {};

TEST_P(TransferFailureCause, IsThatOfTheCode) {
  Http2Streams streams;
  const Http2Stream stream(streams);
  const FailedTransfer failed{static_cast<CURLcode>(GetParam().Code),
                              "",
                              GetParam().RequestsBegun,
                              false,
                              false,
                              ResponseBuilder::Refusal::None,
                              nullptr,
                              0,
                              stream};
  const TransportFailure failure = ToTransportFailure(failed, TransportOptions());
  EXPECT_EQ(failure.Cause, GetParam().Cause);
}

INSTANTIATE_TEST_SUITE_P(Table, TransferFailureCause, ::testing::ValuesIn(Rows()),
                         [](const auto& row) { return row.param.Name; });

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
