#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "support/scripted_server.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

/// Why a stream or a connection ends: RFC 9113, section 7.
enum class Http2Error : std::uint32_t {
  None = 0,
  Internal = 2,
  RefusedStream = 7,
  Cancel = 8,
  EnhanceYourCalm = 11,
  Http11Required = 13,
};

/// Whether a frame is the last one of its stream.
enum class StreamEnds { No, Yes };

/// The server's side of an HTTP/2 connection, frame by frame, so that a script can send what no
/// server should. Streams are named by their numbers; 0 is none.
class Http2Connection {
 public:
  /// Reads the client's preface and sends the settings.
  /// @param connection must outlive this object.
  explicit Http2Connection(ScriptedConnection& connection);

  /// Reads until a request begins. @return its stream; 0 if the client has disconnected.
  std::uint32_t ReadHead();
  /// Reads some of the body of a request that has one.
  void ReadSomeOfTheBody();
  /// Reads the rest of a request and records its body. False if the client has disconnected.
  bool ReadBody(std::uint32_t stream);

  void WriteHead(std::uint32_t stream, int status, StreamEnds ends);
  void WriteBody(std::uint32_t stream, const std::string& piece, StreamEnds ends);
  void Reset(std::uint32_t stream, Http2Error error);
  /// @param last the last stream that the server may process.
  void GoAway(std::uint32_t last, Http2Error error);
  /// Asks whether the client is alive.
  void AskForLife();
  /// Ends the server's direction of the connection as TLS wants it, or without a word.
  void End();
  void Cut();
  /// Ends the connection with a reset, without another frame.
  void Abort();

 private:
  struct Request {
    std::string Body;
    bool IsWhole = false;
  };

  /// @return the frame's type; -1 if the client has disconnected.
  int ReadFrame();
  void WriteFrame(std::uint8_t type, std::uint8_t flags, std::uint32_t stream,
                  const std::string& payload);

  ScriptedConnection& connection_;
  std::map<std::uint32_t, Request> requests_;  // under way
  std::uint32_t lastStream_ = 0;
  bool isAborted_ = false;
};

}  // namespace Azure::Messaging::WebPubSub::Testing
