// exo44: a crawler. Given; there is nothing to edit here.
//
// Carriers say on their sites where they go. Relay sends a robot that reads the
// sites, page after page, and draws a map: which pages there are, how far from
// the first one, and what is wrong with them. A robot is a guest: it is told
// where it may not go, and it does not crowd its hosts.
//
// Everything here runs on the executor of the coroutine that awaits, one thread
// at a time. Cancelled means: by the caller, with terminal cancellation. Url,
// Malformed, links_of and Robots are in workbook/web.hpp.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/ip/tcp.hpp>
#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>
#include <workbook/web.hpp>

namespace exo44 {

using asio::ip::tcp;
using workbook::web::Malformed;
using workbook::web::Url;
using Milliseconds = std::chrono::milliseconds;

// The name of our robot, for the User-Agent of requests and for robots.txt.
inline constexpr std::string_view robot = "relay";

// What a host answered.
struct Page {
  int status = 200;
  std::vector<std::string> links;  // where it leads, as it is written there
  std::string body;
};

// What an answer may have at most. A head is all that comes before the body.
inline constexpr std::size_t longest_head = 16 * 1024;
inline constexpr std::size_t most_body = 1024 * 1024;

// Step 1. Asks for one page, over a connection of its own. `server` is where
// the host of `url` listens: names were looked up before.
// - It sends "GET", the target and "HTTP/1.0", so that no chunks come back, a
//   Host, and a User-Agent, which is `robot`.
// - The page has the status of the answer, whatever it is, and its body.
// - The body has as many bytes as Content-Length says, and nobody waits for
//   more; without it, it ends where the connection ends.
// - Its links are links_of(body), if the status is 200 to 299 and the
//   Content-Type begins with "text/html"; with 300 to 399 the Location, which
//   is not followed; else there are none.
// - It throws Malformed for an answer that is cut off or is none, and for a
//   head or a body that is too long, once that is sure.
// - If the page is not there after `patience`, it throws timed_out; when the
//   connection fails, what that failed with.
// - However it ends, also cancelled, its connection is closed.
asio::awaitable<Page> get(tcp::endpoint server, Url url, Milliseconds patience);

// Gives the page of that name: get, or something like it. It may throw. It
// leaves the cancellation state of the coroutine that calls it as it is.
using Fetch = std::function<asio::awaitable<Page>(Url)>;

// What became of a page.
struct Visit {
  std::size_t depth = 0;       // how many links it is from the start
  int status = 0;              // of the answer; 0 if there was none
  std::exception_ptr failure;  // what fetch threw, if it did
};
using Map = std::map<Url, Visit>;

struct Limits {
  std::size_t pages = 1'000;  // 1 or more
  std::size_t depth = 10;
};

// Step 2. Visits all that the start leads to, and gives the map. Links that
// resolve cannot read are left out.
// - Each page is fetched once, however many links lead to it, and under
//   whatever spelling: also one that failed, also one that leads to itself.
// - What is found is fetched at once, while others are under way.
// - The depth of a page is the length of the shortest way to it that was found,
//   whoever answered first.
// - All pages up to the depth of the limits are visited, and none beyond.
// - When it knows as many pages as the limits say, it visits these and keeps
//   nothing of what it finds besides.
// - A page that cannot be fetched is in the map with the very exception, and
//   stops nobody.
// - It returns as soon as all is visited: not before, and not later.
// - Cancelled, it tells all fetches to stop, begins none, and throws
//   operation_aborted when they have ended.
asio::awaitable<Map> crawl(Url start, Fetch fetch, Limits limits);

// How one treats one's hosts.
struct Manners {
  std::size_t in_flight = 16;  // fetches at a time, in all: 1 or more
  std::size_t per_host = 2;    // and at one host: 1 or more
  Milliseconds delay{0};       // from one beginning to the next at one host
};

// Step 3. Makes of a fetch one that waits for its turn. It can be copied and
// dropped while pages are on their way; its copies share the turns. What fetch
// gives or throws, it gives or throws.
// - No more than `in_flight` fetches are under way, and at one host no more
//   than `per_host`.
// - At one host, at least `delay` passes from the beginning of a fetch to the
//   beginning of the next.
// - A fetch begins as soon as these allow: who waits for one host takes no
//   place from others.
// - At one host, they begin in the order in which they were asked for.
// - Cancelled while it waits, it throws operation_aborted and does not fetch;
//   the others go on as if it had never come.
// - However a fetch ends, its place is free at once.
Fetch politely(Fetch fetch, Manners manners);

// robots.txt does not allow this page, or nobody knows what it says.
struct Forbidden : std::runtime_error {
  Forbidden() : runtime_error("forbidden by robots.txt") {}
};

// Step 4. Makes of a fetch one that obeys robots.txt. It can be copied and
// dropped as that of politely. What fetch gives or throws for a page, it gives
// or throws. A fetch of robots.txt that was told to stop is as none.
// - Before the first page of a host, it fetches "/robots.txt" there: once,
//   however many pages wait for it.
// - With a status from 200 to 299, its body says what `robot` may fetch; with
//   300 to 499, all is allowed; else, and when it cannot be fetched, nothing.
// - For a page that is not allowed it throws Forbidden, and does not fetch.
// - Nobody waits for the robots.txt of another host.
// - Cancelled while it waits, it throws operation_aborted; the others who wait
//   get their robots.txt all the same.
Fetch obediently(Fetch fetch);

}  // namespace exo44
