// The demo of exo41: what a pipeline needs to know; and Relay, a program to
// use.
//
//   demo41                       shows how bytes stop, and how they end
//   demo41 7000 localhost 7001   takes lines at port 7000, makes capital
//   letters
//                                of them, and passes them on, until Ctrl-C
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <asio/awaitable.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/buffer.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/connect.hpp>
#include <asio/detached.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <cctype>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>

#include "pipeline.hpp"

using asio::ip::tcp;
using namespace asio::experimental::awaitable_operators;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

// Two ends of one connection.
struct Cable {
  explicit Cable(asio::io_context& context) : here(context), there(context) {
    tcp::acceptor door(context, {asio::ip::address_v4::loopback(), 0});
    here.connect(door.local_endpoint());
    door.accept(there);
  }
  tcp::socket here, there;
};

// begin flood
asio::awaitable<void> flood(tcp::socket& cable, std::size_t& sent) {
  const std::string megabyte(1'000'000, '~');
  for (int i = 0; i < 100; ++i)
    sent += co_await asio::async_write(cable, asio::buffer(megabyte),
                                       asio::use_awaitable);
  cable.shutdown(tcp::socket::shutdown_send);
}
// end flood

// begin drain
asio::awaitable<void> drain(tcp::socket& cable, std::size_t& taken) {
  std::vector<char> piece(100'000);
  for (;;) {
    const auto [error, size] =
        co_await cable.async_read_some(asio::buffer(piece), as_result);
    if (error) break;
    taken += size;
  }
}
// end drain

void show_flood() {
  asio::io_context context;
  Cable cable(context);
  std::size_t sent = 0, taken = 0;
  asio::co_spawn(context, flood(cable.here, sent), asio::detached);
  context.poll();
  fmt::print("nobody reads: has all been sent? {}\n", sent == 100'000'000);
  asio::co_spawn(context, drain(cable.there, taken), asio::detached);
  context.run();
  fmt::print("somebody reads: {} million bytes\n", taken / 1'000'000);
}

// begin ends
asio::awaitable<void> listen_to(std::string_view how, tcp::socket& cable) {
  std::array<char, 100> heard;
  const auto [error, size] =
      co_await cable.async_read_some(asio::buffer(heard), as_result);
  fmt::print("{}: {}\n", how,
             error == asio::error::eof ? "the end" : error.message());
}

void part(std::string_view how, tcp::socket& cable) {
  if (how == "shutdown_send") cable.shutdown(tcp::socket::shutdown_send);
  if (how == "close") cable.close();
  if (how == "reset") workbook::reset(cable);
}
// end ends

void show_ends() {
  for (auto how : {"shutdown_send", "close", "reset"}) {
    asio::io_context context;
    Cable cable(context);
    part(how, cable.here);
    asio::co_spawn(context, listen_to(how, cable.there), asio::detached);
    context.run();
  }
}

// begin watchmen
asio::awaitable<void> watch(std::string_view name, int seconds) {
  asio::steady_timer night(co_await asio::this_coro::executor,
                           std::chrono::seconds(seconds));
  const auto [error] = co_await night.async_wait(as_result);
  fmt::print("{}: {}\n", name, error ? "told to go home" : "it is morning");
}

void show_watchmen() {
  asio::io_context context;
  std::array<asio::cancellation_signal, 2> home;
  asio::co_spawn(context, watch("Ada", 1'000),
                 asio::bind_cancellation_slot(home[0].slot(), asio::detached));
  asio::co_spawn(context, watch("Bob", 2'000),
                 asio::bind_cancellation_slot(home[1].slot(), asio::detached));
  context.poll();
  for (auto& signal : home) signal.emit(asio::cancellation_type::terminal);
  context.run();
}
// end watchmen

// What has come through, and what is held: shown each second.
class Gauge {
 public:
  explicit Gauge(asio::io_context& context) : second_(context) {}

  exo41::Flow flow;

  void look() {
    const auto held = flow.read - flow.written;
    most_held_ = std::max(most_held_, held);
  }
  void start() {
    on_ = true;
    wait();
  }
  void stop() {
    on_ = false;
    second_.cancel();
  }
  std::uint64_t most_held() const { return most_held_; }

 private:
  void wait() {
    second_.expires_after(std::chrono::seconds(1));
    second_.async_wait([this](asio::error_code stopped) {
      // cancel() cannot call back what is in line already: the flag can.
      if (stopped || !on_) return;
      look();
      fmt::print("{} bytes read, {} written, {} held\n", flow.read,
                 flow.written, flow.read - flow.written);
      std::fflush(stdout);
      wait();
    });
  }

  bool on_ = false;
  asio::steady_timer second_;
  std::uint64_t most_held_ = 0;
};

asio::awaitable<std::string> capitals(std::string line) {
  std::transform(line.begin(), line.end(), line.begin(),
                 [](unsigned char byte) { return std::toupper(byte); });
  co_return line;
}

// Prints why it ends, if that is a failure.
asio::awaitable<void> say_why(asio::awaitable<void> way) {
  try {
    co_await std::move(way);
  } catch (const std::exception& error) {
    fmt::print("broken off: {}\n", error.what());
    std::fflush(stdout);
    throw;
  }
}

// Lines go there through the pipeline; what comes back is pumped as it is.
asio::awaitable<void> pass_on(tcp::socket from, tcp::socket to, Gauge& gauge) {
  const exo41::Work work = [&gauge](std::string line) {
    gauge.look();
    return capitals(std::move(line));
  };
  try {
    co_await (say_why(exo41::pipeline(from, to, work, 4, gauge.flow)) &&
              say_why(exo41::pump(to, from, [](std::span<char>) {})));
  } catch (const std::exception&) {
    // It was said, and both connections are broken: the next ones, please.
  }
}

// One connection after another.
asio::awaitable<void> relay(tcp::acceptor& acceptor,
                            const tcp::resolver::results_type& sink,
                            Gauge& gauge) {
  for (;;) {
    auto from = co_await acceptor.async_accept(asio::use_awaitable);
    tcp::socket to(acceptor.get_executor());
    const auto [error, where] =
        co_await asio::async_connect(to, sink, as_result);
    if (error) {
      fmt::print("nobody takes it: {}\n", error.message());
      workbook::reset(from);
      continue;
    }
    gauge.start();
    co_await pass_on(std::move(from), std::move(to), gauge);
    gauge.stop();
  }
}

int serve(unsigned short port, const std::string& host,
          const std::string& service) {
  asio::io_context context(1);
  const auto sink = tcp::resolver(context).resolve(host, service);
  tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), port});
  fmt::print("Relay listens at port {}. Ctrl-C stops it.\n",
             acceptor.local_endpoint().port());
  std::fflush(stdout);
  Gauge gauge(context);
  asio::cancellation_signal stop;
  asio::signal_set ctrl_c(context, SIGINT, SIGTERM);
  ctrl_c.async_wait([&](asio::error_code, int) {
    stop.emit(asio::cancellation_type::terminal);
  });
  asio::co_spawn(
      context, relay(acceptor, sink, gauge),
      asio::bind_cancellation_slot(stop.slot(), [&](const std::exception_ptr&) {
        ctrl_c.cancel();
        gauge.stop();
      }));
  context.run();
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  fmt::print("{} bytes read, {} written, at most {} held, {} kB of memory\n",
             gauge.flow.read, gauge.flow.written, gauge.most_held(),
             used.ru_maxrss);
  return 0;
}

int main(int argc, char** argv) try {
  if (argc == 4) {
    const std::string_view text = argv[1];
    unsigned short port = 0;
    const auto [rest, error] =
        std::from_chars(text.data(), text.data() + text.size(), port);
    if (error == std::errc() && rest == text.data() + text.size())
      return serve(port, argv[2], argv[3]);
  }
  if (argc > 1) {
    fmt::print("demo41 PORT SINK-HOST SINK-PORT\n");
    return 2;
  }
  show_flood();
  show_ends();
  show_watchmen();
} catch (const std::exception& error) {
  fmt::print("{}\n", error.what());
  return 1;
}
