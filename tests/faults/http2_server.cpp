#include "http2_server.hpp"

#include <utility>

#include "self_signed_certificate.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

using LocalService::Testing::SharedCertificate;

Http2Server::Http2Server(Http2Play fault, int faults, int goodBefore)
    : fault_(std::move(fault)),
      faultsLeft_(faults),
      goodBefore_(goodBefore),
      server_([this](ScriptedConnection& connection, int) { Serve(connection); },
              {SharedCertificate().CertificateFile(), SharedCertificate().KeyFile(), true}) {}

std::string Http2Server::CaFile() { return SharedCertificate().CertificateFile(); }

void Http2Server::Serve(ScriptedConnection& connection) {
  if (!connection.IsHttp2()) return ServeHttp1(connection);
  Http2Connection http2(connection);
  while (const std::uint32_t stream = http2.ReadHead()) {
    ++heads_;
    if (goodBefore_-- <= 0 && faultsLeft_-- > 0) {
      fault_(http2, stream);
    } else if (http2.ReadBody(stream)) {
      ++accepted_;
      http2.WriteHead(stream, 202, StreamEnds::Yes);
    }
  }
}

void Http2Server::ServeHttp1(ScriptedConnection& connection) {
  while (!connection.ReadRequest().empty()) {
    ++accepted_;
    ++acceptedOverHttp1_;
    connection.Write(PlainResponse(202));
  }
}

}  // namespace Azure::Messaging::WebPubSub::Testing
