#include "curl/response_builder.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/text.hpp"
#include "http/valid_fields.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

constexpr int SwitchingProtocols = 101;
constexpr std::size_t UsualFields = 8;

// Whether libcurl has to understand this field to read the body.
bool DescribesTheBody(std::string_view name) {
  constexpr std::string_view Names[] = {"Content-Length", "Transfer-Encoding", "Content-Encoding"};
  return std::any_of(std::begin(Names), std::end(Names),
                     [name](std::string_view field) { return EqualsIgnoringCase(name, field); });
}

// Any other transfer coding is unknown, and lasts until the server closes the connection.
bool IsChunked(std::string_view transferEncoding) {
  constexpr std::string_view Chunked = "chunked";
  const std::size_t others = transferEncoding.size() - Chunked.size();
  return transferEncoding.size() >= Chunked.size() &&
         EqualsIgnoringCase(transferEncoding.substr(others), Chunked);
}

}  // namespace

bool ResponseBuilder::AddHeaderLine(std::string_view line) {
  headerBytes_ += line.size();
  if (headerBytes_ > mostHeaderBytes_) return Refuse(Refusal::TooLarge);
  if (line.empty() || next_ == Part::Trailer) return true;  // not merged: RFC 9110, section 6.5.1
  if (next_ == Part::StatusLine) return AddStatusLine(line);
  switch (line.front()) {
    case '\r':
    case '\n':
      return EndHeaders();
    case ' ':
    case '\t':
      return AddFold(Trim(line));
    default:
      return AddField(Trim(line));
  }
}

// "HTTP/1.1 404 Not Found". libcurl has checked that the status has three digits.
bool ResponseBuilder::AddStatusLine(std::string_view line) {
  line = Trim(line.substr(std::min(line.find(' '), line.size())));
  status_ = 0;
  for (const char digit : line.substr(0, 3)) status_ = status_ * 10 + (digit - '0');
  reasonPhrase_ = Trim(line.substr(std::min<std::size_t>(line.size(), 3)));
  headers_ = HttpHeaders();  // those of an interim response
  headers_.Reserve(UsualFields);
  canContinueField_ = false;
  hasUnreadableBody_ = false;
  next_ = Part::Field;
  return true;
}

// A field that HTTP doesn't allow is left out, which never costs the response: it may say that a
// message was accepted.
bool ResponseBuilder::AddField(std::string_view line) {
  const std::size_t colon = line.find(':');
  const std::string_view name = Trim(line.substr(0, colon));
  // libcurl doesn't know a field with a blank before its colon.
  if (name.size() != std::min(colon, line.size()) && DescribesTheBody(name)) {
    hasUnreadableBody_ = true;
  }
  const std::string_view value =
      colon == std::string_view::npos ? std::string_view() : Trim(line.substr(colon + 1));
  if (EqualsIgnoringCase(name, "Transfer-Encoding") && !IsChunked(value)) hasUnreadableBody_ = true;
  canContinueField_ = colon != std::string_view::npos && IsValidField(name, value);
  if (canContinueField_) ValidFields(headers_).Append(name, std::string(value));
  return true;
}

// The line continues the field before it: RFC 9112, section 5.2. Older versions of libcurl read
// only the field's first line.
bool ResponseBuilder::AddFold(std::string_view line) {
  if (!canContinueField_) return true;
  ValidFields fields(headers_);
  auto& [name, value] = fields.Last();
  if (DescribesTheBody(name)) hasUnreadableBody_ = true;
  if (!value.empty() && !line.empty()) value += ' ';
  value += line;
  canContinueField_ = IsValidField(name, line);
  if (!canContinueField_) fields.RemoveLast();
  return true;
}

bool ResponseBuilder::EndHeaders() {
  if (status_ == SwitchingProtocols) return Refuse(Refusal::UnwantedUpgrade);
  next_ = Status() == 0 ? Part::StatusLine : Part::Trailer;
  return !hasUnreadableBody_ || Status() == 0 || Refuse(Refusal::UnreadableBody);
}

bool ResponseBuilder::AddBody(std::string_view piece) {
  if (piece.size() > mostBodyBytes_ - body_.size()) return Refuse(Refusal::TooLarge);
  body_ += piece;
  return true;
}

bool ResponseBuilder::HasEncodedBody() const {
  const std::string* encoding = headers_.Find("Content-Encoding");
  return encoding != nullptr && !EqualsIgnoringCase(*encoding, "identity");
}

HttpResponse ResponseBuilder::Take() {
  HttpResponse response(status_, std::move(headers_), std::move(body_));
  response.SetReasonPhrase(std::move(reasonPhrase_));
  return response;
}

HttpResponse ResponseBuilder::TakeDecoded() {
  headers_.Remove("Content-Encoding");
  headers_.Remove("Content-Length");
  return Take();
}

HttpResponse ResponseBuilder::TakeWithoutBody() {
  body_.clear();
  return Take();
}

void ResponseBuilder::Reset() {
  headerBytes_ = 0;
  next_ = Part::StatusLine;
  status_ = 0;
  reasonPhrase_.clear();
  headers_ = HttpHeaders();
  canContinueField_ = false;
  hasUnreadableBody_ = false;
  body_.clear();
  refusal_ = Refusal::None;
}

bool ResponseBuilder::Refuse(Refusal refusal) {
  refusal_ = refusal;
  return false;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
