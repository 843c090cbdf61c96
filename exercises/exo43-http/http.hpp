// exo43: an HTTP server. Given; there is nothing to edit here.
//
// Relay, the parcel office, opens a site: anybody's browser comes, anybody's
// program, and some who only come to see what breaks. Nothing that they send
// can be trusted before it was read to its last byte.
//
// Everything here runs on the executor of the coroutine that awaits, one thread
// at a time. Request, Response, Handler and the tables of HTTP are in
// workbook/http.hpp.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/thread_pool.hpp>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string_view>
#include <workbook/http.hpp>

namespace exo43 {

using asio::ip::tcp;
using workbook::http::Handler;
using workbook::http::parse_head;
using workbook::http::Refused;
using workbook::http::Request;
using workbook::http::Response;

// What a request may have at most. A head is all that comes before the body,
// with the empty line at its end.
inline constexpr std::size_t longest_head = 16 * 1024;
inline constexpr std::size_t most_fields = 100;
inline constexpr std::size_t most_body = 1024 * 1024;

// Where the body of a request ends.
struct Framing {
  bool chunked = false;    // it says so itself: chunk by chunk
  std::size_t length = 0;  // else: how many bytes it has

  bool operator==(const Framing&) const = default;
};

// Step 1. What a head says about the body. Throws Refused.
// - With a Content-Length, the body has so many bytes; with "Transfer-Encoding:
//   chunked", in any case of its letters, it is chunked; without either, it has
//   no byte, whatever the method.
// - Two Content-Length are refused, and so is one that is not only digits: 400.
// - A Content-Length of more than most_body is refused, however large: 413.
// - A Transfer-Encoding beside a Content-Length, or in HTTP/1.0, is refused:
//   400.
// - A Transfer-Encoding that is not "chunked" is refused: 501, or 400.
Framing framing_of(const Request& head);

// Step 2. Finds a request in bytes that come in pieces. Heads are read by
// parse_head.
class Parser {
 public:
  Parser();
  Parser(Parser&&) = default;
  Parser& operator=(Parser&&) = default;

  // Takes bytes that have arrived, and gives how many of them it took: all,
  // until the request is whole, and none that comes after it. Throws Refused,
  // and is then of no more use.
  // - It takes a request to its last byte, and not one byte of the next,
  //   however the bytes are cut.
  // - The body has as many bytes as framing_of says, or is what the chunks say,
  //   put together.
  // - What follows a ";" in the size of a chunk is dropped, and so are fields
  //   behind the last chunk.
  // - A head of more than longest_head bytes is refused, whole or not, and one
  //   of more than most_fields fields: 431.
  // - The line with the size of a chunk, and what follows the last chunk, are
  //   refused beyond longest_head bytes: 431.
  // - A chunked body of more than most_body bytes is refused when the size of a
  //   chunk says so, however large: 413.
  // - A chunk whose size is not hexadecimal digits, or that has no CR LF
  //   directly behind its bytes, is refused: 400.
  // - In lines, CR and LF come only together. One without the other is refused:
  //   400; an LF as soon as it comes.
  // - Empty lines before a request are dropped.
  // - It keeps memory for bytes that have come, not for those announced.
  std::size_t feed(std::string_view bytes);

  // The request once its head is whole, and nullptr before. Of the body it has
  // what has arrived.
  const Request* head() const;

  // All of the request was taken.
  bool whole() const;

  // Hands over a whole request. The parser is then as new.
  Request take();

 private:
  // Yours: what must be remembered from one piece to the next.
  struct State;
  std::shared_ptr<State> state_;
};

// How long converse goes on reading after its last answer.
inline constexpr std::chrono::milliseconds farewell{2'000};

// Step 3. Talks with one client: gives its requests to the handler and sends
// the answers, as long as both want to go on.
// - One request after another is given to the handler, in the order in which
//   they came, together or not; the next one when the answer is sent.
// - An answer has the status, the fields and the body of the Response, the Date
//   of its moment, and a Content-Length that counts bytes. It arrives whole.
// - An answer to HEAD is what GET would get, without the body. An answer of
//   status 204 or 304 has neither body nor Content-Length.
// - After an answer, the connection waits for another request; unless the
//   client asked for Connection: close, or speaks HTTP/1.0 and did not ask for
//   keep-alive. The last answer says Connection: close, one to HTTP/1.0 that is
//   not the last says keep-alive.
// - A client may take any time, to begin a request, to send it whole, and to
//   read its answer.
// - What the parser refuses is answered with that status. This is the last
//   answer, and nothing behind it is handled.
// - Whatever the handler throws is answered with 500, and the talk goes on.
// - A client that says "Expect: 100-continue" gets "HTTP/1.1 100 Continue" and
//   an empty line as soon as its head is there. If its body came along, it may
//   go without.
// - A client that speaks HTTP/1.0 is not told to go on, whatever it says: it
//   would take that for the answer.
// - A client that sends no more gets the answers to all whole requests; then
//   the connection is closed. A request that was cut off is not handled.
// - After the last answer, it ends its side of the connection, and drops what
//   still comes, until the client has closed, too, or `farewell` is over.
// - When the connection breaks, it returns, and throws nothing.
asio::awaitable<void> converse(tcp::socket socket, Handler handler);

// How long a server waits for a client. An empty line before a request counts
// as its first bytes.
struct Patience {
  std::chrono::milliseconds idle{30'000};     // for a request to begin
  std::chrono::milliseconds request{10'000};  // from its first byte to its last
  std::chrono::milliseconds answer{30'000};   // for an answer to be taken
};

// Step 4. The same with a client who has no more than so much time.
// - A client that sends nothing for `idle`, from the beginning or after an
//   answer, is let go, without an answer.
// - A request that is not whole `request` after its first byte is answered with
//   408, and this is the last answer; however often a byte of it comes.
// - An answer that is not taken whole after `answer` is cut off, and the
//   connection with it: the system does not go on sending it, either.
// - The time that the handler takes is not the client's.
asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience);

// The threads that may wait for the disk. They belong to the caller, and
// outlive the work that they are given.
using Clerks = asio::thread_pool;

// Step 5. The handler of a site: it answers with the files of a folder, each
// read whole, as read_file does. A link in the folder is followed wherever it
// leads: who may put it there may also publish.
// - The answer to GET and HEAD is the file, with 200 and its Content-Type: the
//   media_type of its name. Another method gets 405, and Allow: GET, HEAD.
// - The path of a file is the target up to a "?", percent_decoded once. What
//   cannot be decoded gets 400, and so does a path with a byte 0.
// - A path that ends with "/" means the index.html in there.
// - A path never leads out of the folder, however it is spelled. What is
//   hidden gets 404: a path of which a part between slashes begins with a dot.
// - What is not there, or is not a regular file, gets 404.
// - Whatever may have to wait for the disk is done by a clerk, and nothing
//   else.
Handler files(std::filesystem::path folder, Clerks& clerks);

}  // namespace exo43
