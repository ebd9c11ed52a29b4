#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

// The sockets of test servers: tcp_posix.cpp and tcp_windows.cpp implement them. On Windows too, a
// handle fits an int.
namespace Azure::Messaging::WebPubSub::Testing::Tcp {

/// A listener on the loopback interface and its port.
struct Listener {
  int Handle = -1;
  std::uint16_t Port = 0;
};

/// @throws std::runtime_error if there is none.
Listener Listen();
/// Waits for a connection. What is written to it is sent at once: in several pieces, as TLS writes
/// after its handshake, it would wait for the client's acknowledgement of the first.
/// @return a negative number if there is none.
int Accept(int listener);
/// Ends a call of Accept on another thread, and all later ones.
void StopAccepting(int listener);

/// Both return 0 or less at the connection's end.
long Receive(int socket, char* bytes, std::size_t size);
long Send(int socket, const char* bytes, std::size_t size);
/// Whether there is something to read, or the end, within this time; without limit if it's
/// negative.
bool WaitUntilReadable(int socket, std::chrono::milliseconds longest);

/// The peer can still send.
void StopSending(int socket);
void StopBoth(int socket);
/// Makes the connection end with a reset when it's closed.
void ResetWhenClosed(int socket);
void Close(int socket);

/// Keeps a write of OpenSSL to a client that has left from ending the process.
void BlockPipeSignal();

}  // namespace Azure::Messaging::WebPubSub::Testing::Tcp
