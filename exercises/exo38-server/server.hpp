// exo38: a server. Given; there is nothing to edit here.
//
// Relay, the parcel office, has grown: depots send scans over the network, and
// customers ask where their parcel is. All at once, on one thread, from
// machines that are slow, silent, broken, or not friendly.
//
// Everything here, the acceptor and its sockets too, has the executor of the
// coroutine that awaits: one thread at a time.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/ip/tcp.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <workbook/requests.hpp>

namespace exo38 {

using asio::ip::tcp;
using workbook::Request;

// What Relay makes of a request: the whole answer, as it is sent, such as
// "+Lyon\r\n". Awaited, it may take its time, and it may throw.
using Handler = std::function<asio::awaitable<std::string>(Request)>;

// A request has at most so many bytes, its end included: the "\n" of a line
// counts, and so does a "\r" before it.
inline constexpr std::size_t longest_request = 16 * 1024;

// For each client, a server keeps at most so many bytes that it has read and
// not handled, and at most so many bytes of answers that the network has not
// taken yet; one answer may come on top.
inline constexpr std::size_t most_kept = 64 * 1024;

// How long a server waits after accept has failed.
inline constexpr std::chrono::milliseconds accept_pause{100};

// Step 1. Talks with one client: reads requests, gives them to the handler one
// at a time, as front_of finds them, and sends the answers, as the handler
// gives them. There is no limit of time: a client may be silent for a day.
// - Each request is handled once its last byte is there, however the network
//   cuts the requests up or joins them.
// - The answers come in the order of the requests.
// - Each answer arrives whole, however little the network takes at once.
// - An answer does not wait for the request after it to be handled.
// - A client that sends no more gets all its answers; then the connection is
//   closed.
// - What is malformed, or longer than `longest_request`, is answered by a line
//   that begins with "-ERR", and the connection is closed.
// - It keeps no more than `most_kept` allows, for a client that reads nothing
//   as for one that never ends its request.
// - Whatever the handler throws is answered by a line that begins with "-ERR",
//   and the talk goes on.
// - When the connection breaks, it returns, and throws nothing.
asio::awaitable<void> converse(tcp::socket socket, Handler handler);

// Step 2. Accepts clients and converses with each of them, as long as the
// acceptor is open. The acceptor belongs to the caller, who awaits.
// - All clients are served at the same time: one that is silent, slow or deaf
//   holds up nobody.
// - A connection that breaks ends no other, and not the server.
// - An error of accept does not end it.
// - After an error of accept, it tries again `accept_pause` later, and not
//   sooner.
// - When the acceptor is closed, it returns, at the latest `accept_pause`
//   later.
// - The conversations that have begun go on after it has returned.
asio::awaitable<void> serve(tcp::acceptor& acceptor, Handler handler);

// Step 3. The same for at most `most` clients at a time, from one to a hundred
// thousand. Those who come when all places are taken wait in the queue of the
// acceptor. Closed at that time, it may wait for a place to be free before it
// returns.
// - No client is accepted while `most` conversations are under way.
// - `most` clients are served at the same time.
// - However a conversation ends, its place is free for the next client.
// - An error of accept costs no place.
asio::awaitable<void> serve_at_most(tcp::acceptor& acceptor, Handler handler,
                                    std::size_t most);

// Step 4. A server that can be stopped without cutting anybody off in the
// middle of an answer. Until then it serves as serve_at_most does. A request is
// under way from the moment when the handler has it until its answer is sent.
class Server {
 public:
  Server(tcp::acceptor acceptor, Handler handler, std::size_t most);

  // Serves until stop(). Awaited at most once.
  // - It returns when the last conversation has ended, and not before.
  asio::awaitable<void> run();

  // Asks run() to come to its end; it does not wait. May be called before run()
  // and more than once.
  // - From now on nobody is accepted: the port is closed at once.
  // - The answers under way arrive whole; then their connections are closed.
  // - Clients for whom nothing is under way are let go at once.
  // - No further request is given to the handler.
  void stop();

 private:
  // Yours: what run() and stop() must both know.
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace exo38
