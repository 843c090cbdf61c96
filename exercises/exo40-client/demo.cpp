// The demo of exo40: what a thousand do at once; and a client to use.
//
//   demo40                     shows who comes back when
//   demo40 carrier 7000        plays a carrier at port 7000, until Ctrl-C
//   demo40 carrier 7000 ill    the same on a bad day
//   demo40 ask 7000            asks it what one types, with your Client
#include <fmt/format.h>

#include <unistd.h>
#include <algorithm>
#include <array>
#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/read_until.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <exception>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>

#include "client.hpp"

using asio::ip::tcp;
using namespace std::chrono_literals;

// begin lighthouse
// A thousand ships have lost the light of a lighthouse, all in one moment. Each
// looks for it again, every time twice as late as before.
using Lookout = std::function<double(int tries)>;

void watch(std::string_view title, const Lookout& seconds_until_next) {
  std::array<int, 12> ships_in_second{};
  for (int ship = 0; ship < 1'000; ++ship) {
    double when = 0;
    for (int tries = 0; tries < 3; ++tries) {
      when += seconds_until_next(tries);
      ++ships_in_second[static_cast<std::size_t>(when)];
    }
  }
  fmt::print("{:<22}", title);
  for (const int ships : ships_in_second) fmt::print("{:5}", ships);
  fmt::print("\n");
}
// end lighthouse

void show() {
  // begin watches
  // Parts of one, spread evenly; real programs draw them.
  double part = 0;
  const auto any = [&part] { return part = std::fmod(part + 0.618034, 1); };
  const auto doubled = [](int tries) { return 1.0 * (1 << tries); };
  watch("all alike", doubled);
  watch("a tenth more or less",
        [&](int tries) { return doubled(tries) * (0.9 + any() / 5); });
  watch("any part of it", [&](int tries) { return doubled(tries) * any(); });
  // end watches
}

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

// One question to the carrier, and what the day has for it.
asio::awaitable<void> reply_to(tcp::socket socket, bool ill, int number) {
  std::string query;
  const auto [error, size] = co_await asio::async_read_until(
      socket, asio::dynamic_buffer(query, 1'024), '\n', as_result);
  if (error) co_return;
  const auto parcel = query.substr(query.find(' ') + 1);
  std::string reply = "200 " + std::string(number % 2 ? "Lyon, " : "Oslo, ");
  reply += parcel;
  asio::steady_timer pause(socket.get_executor(), 200ms);
  if (ill) {
    switch (number % 6) {
      case 1:
        reply = "429 Retry-After: 1\n";
        break;
      case 2:
        reply = "503\n";
        break;
      case 3:
        pause.expires_after(1h);
        break;
      case 4:
        reply.resize(reply.size() / 2);
        break;
    }
  }
  co_await pause.async_wait(as_result);
  co_await asio::async_write(socket, asio::buffer(reply), as_result);
}

asio::awaitable<void> carry(tcp::acceptor& acceptor, bool ill) {
  for (int number = 1;; ++number) {
    auto [error, socket] = co_await acceptor.async_accept(as_result);
    if (error) co_return;
    asio::co_spawn(acceptor.get_executor(),
                   reply_to(std::move(socket), ill, number), asio::detached);
  }
}

int play_carrier(unsigned short port, bool ill) {
  asio::io_context context(1);
  tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), port});
  fmt::print("A carrier listens at port {}. Ctrl-C stops it.\n",
             acceptor.local_endpoint().port());
  std::fflush(stdout);
  asio::signal_set ctrl_c(context, SIGINT, SIGTERM);
  ctrl_c.async_wait([&](asio::error_code, int) { context.stop(); });
  asio::co_spawn(context, carry(acceptor, ill), asio::detached);
  context.run();
  return 0;
}

// Asks what one types, all at the same time, and draws how it stands.
class Office {
 public:
  Office(asio::io_context& context, unsigned short port)
      : context_(context),
        carrier_(asio::ip::address_v4::loopback(), port),
        client_([this](std::string query) { return watched(std::move(query)); },
                terms(), [this] { return part_(generator_); }) {}

  asio::awaitable<void> read() {
    asio::posix::stream_descriptor input(context_, ::dup(STDIN_FILENO));
    std::string typed;
    for (;;) {
      const auto [error, size] = co_await asio::async_read_until(
          input, asio::dynamic_buffer(typed, 64 * 1'024), '\n', as_result);
      if (error) break;
      if (size > 1)
        asio::co_spawn(context_, ask(typed.substr(0, size - 1)),
                       asio::detached);
      typed.erase(0, size);
    }
    // The terminal has lent it, and its shell expects it to block.
    input.native_non_blocking(false);
    reading_ = false;
  }

  asio::awaitable<void> watch() {
    asio::steady_timer tick(context_);
    while (reading_ || open_ > 0) {
      tick.expires_after(50ms);
      co_await tick.async_wait(as_result);
      if (open_ > 0) draw();
    }
  }

 private:
  static exo40::Terms terms() {
    exo40::Terms terms;
    terms.burst = 5;
    terms.every = 200ms;
    terms.most = 3;
    terms.rest = 2s;
    return terms;
  }

  asio::awaitable<exo40::Reply> watched(std::string query) {
    ++in_flight_;
    exo40::Reply reply;
    std::exception_ptr error;
    try {
      reply = co_await exo40::fetch(carrier_, std::move(query), 2s);
    } catch (...) {
      error = std::current_exception();
    }
    --in_flight_;
    if (error) std::rethrow_exception(error);
    co_return reply;
  }

  asio::awaitable<void> ask(std::string query) {
    ++open_;
    std::string line;
    try {
      const auto reply = co_await client_.ask(query);
      line = fmt::format("{}: {} {}", query, reply.status, reply.text);
    } catch (const std::exception& error) {
      line = fmt::format("{}: {}", query, error.what());
    }
    --open_;
    erase();
    fmt::print("{}\n", line);
    std::fflush(stdout);
  }

  // A line that is drawn over, for those who watch.
  void draw() const {
    if (!watching_) return;
    constexpr std::array circuits{"closed", "open", "half-open"};
    fmt::print(stderr,
               "\r\x1b[K[{:<5}] tokens  [{:<3}] in flight  {}, {} open ",
               std::string(client_.tokens(), '*'), std::string(in_flight_, '>'),
               circuits.at(static_cast<std::size_t>(client_.circuit())), open_);
  }
  void erase() const {
    if (watching_) fmt::print(stderr, "\r\x1b[K");
  }

  asio::io_context& context_;
  const tcp::endpoint carrier_;
  std::mt19937 generator_{std::random_device()()};
  std::uniform_real_distribution<double> part_{0, 1};
  exo40::Client client_;
  std::size_t in_flight_ = 0;
  std::size_t open_ = 0;
  bool reading_ = true;
  const bool watching_ = ::isatty(STDERR_FILENO) == 1;
};

int ask_carrier(unsigned short port) {
  asio::io_context context(1);
  Office office(context, port);
  const auto rethrow = [](std::exception_ptr error) {
    if (error) std::rethrow_exception(error);
  };
  asio::co_spawn(context, office.read(), rethrow);
  asio::co_spawn(context, office.watch(), rethrow);
  context.run();
  return 0;
}

int main(int argc, char** argv) try {
  const std::vector<std::string_view> words(argv + 1, argv + argc);
  if (words.empty()) {
    show();
    return 0;
  }
  unsigned short port = 0;
  const auto port_of = [&port](std::string_view text) {
    const auto end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, port);
    return error == std::errc() && rest == end;
  };
  const bool ill = words.size() == 3 && words[2] == "ill";
  if (words[0] == "carrier" && (words.size() == 2 || ill) && port_of(words[1]))
    return play_carrier(port, ill);
  if (words[0] == "ask" && words.size() == 2 && port_of(words[1]))
    return ask_carrier(port);
  fmt::print("demo40, demo40 carrier PORT [ill], demo40 ask PORT\n");
  return 2;
} catch (const std::exception& error) {
  fmt::print("{}\n", error.what());
  return 1;
}
