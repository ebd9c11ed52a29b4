// Header fields that are folded, odd or broken never cost the response: what the service accepted
// is neither reported as failed nor sent again.

#include <curl/curl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fault_bench.hpp"
#include "site.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;

struct OddLines {
  std::string Name;
  /// Stand after the status line.
  std::string Lines;
  /// Whether libcurl stops reading there, so that the body is lost.
  bool MayLoseTheBody = false;
};
void PrintTo(const OddLines& row, std::ostream* out) { *out << row.Name; }

std::string WithNul(std::string text) {
  std::replace(text.begin(), text.end(), '@', '\0');
  return text;
}

std::vector<OddLines> AllOddLines() {
  std::vector<OddLines> rows = {
      {"FoldedByABlank", "x-a: one\r\n two\r\n"},
      {"FoldedByATab", "x-a: one\r\n\ttwo\r\n"},
      {"FoldedTwice", "x-a: one\r\n two\r\n   three\r\n"},
      {"FoldedAtOnce", "x-a:\r\n one\r\n"},
      {"FoldedIntoNothing", "x-a: one\r\n \t\r\n"},
      {"FoldedLikeAField", "x-a: one\r\n Content-Length: 1000\r\n"},
      {"FoldedWithoutAColon", "x-a: one\r\n and what follows\r\n"},
      {"FoldedAfterABadField", "bad field: one\r\n Retry-After: 100\r\n"},
      {"FoldedWithAControl", "x-a: one\r\n t\x01wo\r\n"},
      {"NameWithABlank", "bad header: 1\r\n"},
      {"NameWithACharacterThatNamesLack", "x(a): 1\r\n"},
      {"NameBeyondAscii", "x-\xc3\xa4: 1\r\n"},
      {"BlankBeforeTheColon", "x-a : 1\r\n"},
      {"NoName", ": 1\r\n"},
      {"NoValue", "x-a:\r\n"},
      {"ControlInTheValue", "x-a: o\x01ne\r\n"},
      {"DeleteInTheValue", "x-a: o\x7fne\r\n"},
      {"ValueBeyondAscii", "x-a: \xff\xfe\r\n"},
      {"LikeAStatusLine", "HTTP/1.1 503: no\r\n"},
      {"OnlyALineFeed", "x-a: 1\nx-b: 2\n"},
      {"ReturnInTheValue", "x-a: o\rne\r\n", true},
      {"NulInTheValue", WithNul("x-a: o@ne\r\n"), true},
      {"NulInTheName", WithNul("x@a: 1\r\n"), true},
      {"NoColon", "what is this\r\n", true},
      {"NoColonInTheSecond", "x-a: 1\r\nwhat is this\r\n", true},
      {"FoldedBeforeAnyField", " x-a one\r\n", true},
      {"ContentLengthIsNoNumber", "Content-Length: many\r\n", true},
      {"ContentLengthIsNegative", "Content-Length: -1\r\n", true},
      {"ContentLengthIsFolded", "Content-Length:\r\n 1000\r\n", true},
      {"ContentLengthHasABlankBeforeTheColon", "Content-Length : 1000\r\n", true},
      {"TransferEncodingIsUnknown", "Transfer-Encoding: magic\r\n", true},
  };
  // From 8.18 on, libcurl unfolds it and waits for chunks.
  if (curl_version_info(CURLVERSION_NOW)->version_num < 0x081200) {
    rows.push_back({"TransferEncodingIsFolded", "Transfer-Encoding:\r\n chunked\r\n", true});
  }
  return rows;
}

// The response of a service without a fault, with these lines too.
std::string WithLines(const std::string& response, const std::string& lines) {
  std::string odd = response;
  return odd.insert(odd.find("\r\n") + 2, lines);
}

using Parameter = std::tuple<OddLines, Form, std::string>;

class OddFields : public testing::TestWithParam<Parameter> {};

TEST_P(OddFields, CostNoResponse) {
  const auto& [row, form, scheme] = GetParam();
  for (const OperationKind& kind : OperationKinds()) {
    if (scheme == "https" && !kind.IsRepresentative) continue;
    SCOPED_TRACE(kind.Name);
    const auto site = ServerThatResponds(WithLines(kind.GoodResponse, row.Lines), scheme);
    FaultBench bench;
    bench.Options.Transport.AttemptTimeout = FaultBench::Soon;
    site->Configure(bench.Options.Transport);
    const auto client = bench.Client(site->Url(), kind.NeedsTokenCredential);
    const bool needsBody = kind.Name == "List" || kind.Name == "ClientToken";
    const Outcome outcome = OutcomeOf([&, form = form] { kind.Call(form, client); });
    if (row.MayLoseTheBody && needsBody && outcome.Ending != "success") {
      EXPECT_EQ(outcome, (Outcome{"InvalidResponse", true, 1}));
    } else {
      EXPECT_EQ(outcome, Success());
    }
    EXPECT_EQ(site->Requests(), 1);
  }
}

INSTANTIATE_TEST_SUITE_P(Table, OddFields,
                         testing::Combine(testing::ValuesIn(AllOddLines()),
                                          testing::Values(Form::Blocking, Form::Asynchronous),
                                          testing::Values("http", "https")),
                         [](const auto& row) { return NameOf(row.param); });

struct Refusal {
  std::string Name;
  /// What follows the status line of a 503.
  std::string Rest;
};
void PrintTo(const Refusal& row, std::ostream* out) { *out << row.Name; }

// Nothing in them is the field Retry-After or x-ms-error-code.
const std::vector<Refusal>& Refusals() {
  static const std::vector<Refusal> rows = {
      {"InAFold",
       "x-a: 1\r\n Retry-After: 100\r\n x-ms-error-code: Wrong\r\n"
       "Content-Length: 0\r\n\r\n"},
      {"InTheFoldOfABadField",
       "bad field: 1\r\n\tRetry-After: 100\r\n"
       "\tx-ms-error-code: Wrong\r\nContent-Length: 0\r\n\r\n"},
      {"InABadField",
       "Retry-After: 10\x01\r\nx-ms-error-code: Wr\x01ong\r\n"
       "Content-Length: 0\r\n\r\n"},
      {"InABadFold",
       "Retry-After: 10\r\n 0\x01\r\nx-ms-error-code: Wrong\r\n \x01\r\n"
       "Content-Length: 0\r\n\r\n"},
      {"InTheTrailer",
       "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nRetry-After: 100\r\n"
       "x-ms-error-code: Wrong\r\n\r\n"},
      {"InAnInterimResponse", "Content-Length: 0\r\n\r\n"},
  };
  return rows;
}

class OddRefusal : public testing::TestWithParam<std::tuple<Refusal, Form, std::string>> {};

TEST_P(OddRefusal, DemandsNothing) {
  const auto& [row, form, scheme] = GetParam();
  std::string response = "HTTP/1.1 503 No\r\n" + row.Rest;
  if (row.Name == "InAnInterimResponse") {
    response.insert(0, "HTTP/1.1 103 Early\r\nRetry-After: 100\r\nx-ms-error-code: Wrong\r\n\r\n");
  }
  const auto site = ServerThatResponds(response, scheme);
  FaultBench bench;
  site->Configure(bench.Options.Transport);
  const auto client = bench.Client(site->Url(), false);
  try {
    OperationKindNamed("AddToGroup").Call(form, client);
    ADD_FAILURE() << "no exception";
  } catch (const RequestFailedException& failed) {
    EXPECT_EQ(failed.Status(), 503);
    EXPECT_EQ(failed.ErrorCode(), "");
  }
  EXPECT_THAT(bench.Environment.Waits(), ElementsAre(milliseconds(800)));
}

INSTANTIATE_TEST_SUITE_P(Table, OddRefusal,
                         testing::Combine(testing::ValuesIn(Refusals()),
                                          testing::Values(Form::Blocking, Form::Asynchronous),
                                          testing::Values("http", "https")),
                         [](const auto& row) { return NameOf(row.param); });

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
