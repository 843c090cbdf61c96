// The demo of exo39: what || does to errors and to bytes; and Relay, a program
// to use.
//
//   demo39                  listens, for a while, on a telegraph of its own
//   demo39 7000             an office at port 7000, with your Office
//   demo39 7001 7000        another one, which asks the first with your call
//   demo39 7001 7000 200    clients may be silent for 200 ms, and not for 10 s
#include <fmt/format.h>

#include <array>
#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/io_context.hpp>
#include <asio/local/connect_pair.hpp>
#include <asio/local/stream_protocol.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <exception>
#include <iterator>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>
#include <workbook/asio.hpp>

#include "deadlines.hpp"

using namespace std::chrono_literals;
using namespace asio::experimental::awaitable_operators;
using Wire = asio::local::stream_protocol::socket;

// begin trap
// Listens, but not for longer than that. So it seems.
asio::awaitable<void> listen_badly(Wire& wire, asio::steady_timer& timer) {
  std::array<char, 16> piece;
  const auto first = co_await (
      wire.async_read_some(asio::buffer(piece), asio::use_awaitable) ||
      timer.async_wait(asio::use_awaitable));
  fmt::print("badly: {}\n", first.index() == 0 ? "a telegram" : "time is up");
}
// end trap

// begin race
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

asio::awaitable<void> listen(Wire& wire, asio::steady_timer& timer) {
  std::array<char, 16> piece;
  const auto first =
      co_await (wire.async_read_some(asio::buffer(piece), as_result) ||
                timer.async_wait(as_result));
  if (first.index() == 1) {
    fmt::print("time is up\n");
    co_return;
  }
  const auto [error, size] = std::get<0>(first);
  fmt::print("{}\n",
             error ? "the line is dead" : std::string_view(piece.data(), size));
}
// end race

// begin evening
asio::awaitable<void> evening(Wire& here, Wire& there) {
  asio::steady_timer timer(here.get_executor());
  timer.expires_after(10ms);
  co_await listen(here, timer);
  // The read above was cancelled: it takes nothing of what comes now.
  co_await asio::async_write(there, asio::buffer("ARRIVE", 6), as_result);
  timer.expires_after(1h);
  co_await listen(here, timer);
  there.close();
  co_await listen(here, timer);
  timer.expires_after(10ms);
  co_await listen_badly(here, timer);
}
// end evening

void rethrow(std::exception_ptr error) {
  if (error) std::rethrow_exception(error);
}

void telegraph() {
  asio::io_context context(1);
  Wire here(context), there(context);
  asio::local::connect_pair(here, there);
  asio::co_spawn(context, evening(here, there), rethrow);
  context.run();
}

// Relay: where each parcel was seen last. Who does not know asks the next
// office.
class Relay {
 public:
  explicit Relay(std::optional<asio::ip::tcp::endpoint> next) : next_(next) {}

  asio::awaitable<std::string> answer(std::string request,
                                      exo39::Deadline deadline) {
    ++letters_;
    if (request.starts_with("SCAN ")) {
      const auto space = request.find(' ', 5);
      if (space == request.npos) co_return "-ERR try SCAN 4711 Lyon";
      seen_[request.substr(5, space - 5)] = request.substr(space + 1);
      co_return "+OK";
    }
    if (request == "SLOW") {
      asio::steady_timer never(co_await asio::this_coro::executor,
                               exo39::Deadline::max());
      co_await never.async_wait(asio::use_awaitable);
    }
    if (!request.starts_with("WHERE "))
      co_return "-ERR try SCAN 4711 Lyon, WHERE 4711, SLOW";
    const auto parcel = seen_.find(request.substr(6));
    if (parcel != seen_.end()) co_return "+" + parcel->second;
    if (!next_) co_return "-ERR no such parcel";
    co_return co_await ask_next(std::move(request), deadline);
  }

  long letters() const { return letters_; }

 private:
  // One caller at a time for each link: it is out of the list meanwhile.
  asio::awaitable<std::string> ask_next(std::string request,
                                        exo39::Deadline deadline) {
    std::list<exo39::Link> mine;
    if (links_.empty())
      mine.push_back({*next_, std::nullopt, ""});
    else
      mine.splice(mine.begin(), links_, links_.begin());
    auto answer =
        co_await exo39::call(mine.front(), std::move(request), deadline);
    links_.splice(links_.begin(), mine);
    co_return answer;
  }

  std::optional<asio::ip::tcp::endpoint> next_;
  std::list<exo39::Link> links_;
  std::map<std::string, std::string> seen_;
  long letters_ = 0;
};

int serve(unsigned short port, unsigned short next_port,
          std::chrono::milliseconds idle) {
  const auto here = asio::ip::address_v4::loopback();
  asio::io_context context(1);
  std::optional<asio::ip::tcp::endpoint> next;
  if (next_port != 0) next.emplace(here, next_port);
  Relay relay(next);
  asio::ip::tcp::acceptor acceptor(context, {here, port});
  fmt::print("Relay listens at port {}. Ctrl-C stops it, in 5 seconds.\n",
             acceptor.local_endpoint().port());
  std::fflush(stdout);
  exo39::Office office(std::move(acceptor),
                       [&](std::string request, exo39::Deadline deadline) {
                         return relay.answer(std::move(request), deadline);
                       },
                       {idle, 3 * idle});
  asio::signal_set ctrl_c(context, SIGINT, SIGTERM);
  ctrl_c.async_wait([&](asio::error_code error, int) {
    if (error) return;
    office.drain(5s);
    fmt::print("Relay drains. Ctrl-C stops it now.\n");
    std::fflush(stdout);
    ctrl_c.async_wait([&](asio::error_code error, int) {
      if (!error) office.drain(0s);
    });
  });
  asio::co_spawn(context, office.run(), [&](std::exception_ptr error) {
    ctrl_c.cancel();
    rethrow(error);
  });
  context.run();
  fmt::print("Relay has read {} letters.\n", relay.letters());
  return 0;
}

int main(int argc, char** argv) try {
  if (argc == 1) {
    telegraph();
    return 0;
  }
  unsigned short numbers[] = {0, 0, 10'000};
  for (int i = 1; i < argc; ++i) {
    const std::string_view text = argv[i];
    const auto [rest, error] =
        std::from_chars(text.data(), text.data() + text.size(),
                        numbers[(i - 1) % std::size(numbers)]);
    if (argc > 4 || error != std::errc() || rest != text.data() + text.size()) {
      fmt::print("demo39 PORT [PORT_OF_THE_NEXT [IDLE_IN_MS]]\n");
      return 2;
    }
  }
  return serve(numbers[0], numbers[1], std::chrono::milliseconds(numbers[2]));
} catch (const std::exception& error) {
  fmt::print("{}\n", error.what());
  return 1;
}
