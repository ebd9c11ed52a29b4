#include "curl/response_builder.hpp"

#include <stdexcept>

#include "core/text.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// The part after the status in "HTTP/1.1 404 Not Found".
std::string_view ReasonPhrase(std::string_view statusLine) {
  const std::size_t status = statusLine.find(' ');
  const std::size_t reason = statusLine.find(' ', status + 1);
  if (status == std::string_view::npos || reason == std::string_view::npos) return {};
  return Trim(statusLine.substr(reason));
}

}  // namespace

bool ResponseBuilder::AddHeaderLine(std::string_view line) {
  headerBytes_ += line.size();
  if (headerBytes_ > mostHeaderBytes_) return Refuse(Refusal::TooLarge);
  if (line.substr(0, 5) == "HTTP/") {
    // A new block: the one before was an interim response such as 100.
    headers_ = HttpHeaders();
    hasWholeHeaders_ = false;
    reasonPhrase_ = ReasonPhrase(line);
    return true;
  }
  line = Trim(line);
  if (line.empty()) {
    hasWholeHeaders_ = true;
    return true;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return true;
  try {
    headers_.Append(std::string(Trim(line.substr(0, colon))),
                    std::string(Trim(line.substr(colon + 1))));
  } catch (const std::invalid_argument&) {
    return Refuse(Refusal::Malformed);
  }
  return true;
}

bool ResponseBuilder::AddBody(std::string_view piece) {
  if (piece.size() > mostBodyBytes_ - body_.size()) return Refuse(Refusal::TooLarge);
  body_ += piece;
  return true;
}

HttpResponse ResponseBuilder::Take(int status) {
  HttpResponse response(status, std::move(headers_), std::move(body_));
  response.SetReasonPhrase(std::move(reasonPhrase_));
  return response;
}

void ResponseBuilder::Reset() {
  headerBytes_ = 0;
  hasWholeHeaders_ = false;
  reasonPhrase_.clear();
  headers_ = HttpHeaders();
  body_.clear();
  refusal_ = Refusal::None;
}

bool ResponseBuilder::Refuse(Refusal refusal) {
  refusal_ = refusal;
  return false;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
