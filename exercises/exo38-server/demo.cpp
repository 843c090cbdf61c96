// The demo of exo38: what a network does to bytes; and Relay, a program to use.
//
//   demo38         shows what reads give, on a telegraph of its own
//   demo38 7000    serves at port 7000 with your Server, until Ctrl-C
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/local/connect_pair.hpp>
#include <asio/local/stream_protocol.hpp>
#include <asio/signal_set.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <charconv>
#include <cstdio>
#include <exception>
#include <map>
#include <string>
#include <string_view>
#include <system_error>
#include <workbook/asio.hpp>

#include "server.hpp"

using Wire = asio::local::stream_protocol::socket;

// begin telegraph
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

// Sends two telegrams; each ends with a full stop.
asio::awaitable<void> operate(Wire& wire) {
  co_await asio::async_write(wire, asio::buffer("ARRIVE FRI", 10), as_result);
  co_await asio::async_write(wire, asio::buffer("DAY.SEND BOAT.", 14),
                             as_result);
  // No more from here. What comes from the other end still arrives.
  wire.shutdown(Wire::shutdown_send);
}
// end telegraph

// begin pieces
asio::awaitable<void> listen_in(Wire& wire) {
  std::array<char, 5> piece;
  for (;;) {
    const auto [error, size] =
        co_await wire.async_read_some(asio::buffer(piece), as_result);
    if (error) break;
    fmt::print("a read gave \"{}\"\n", std::string_view(piece.data(), size));
  }
  fmt::print("a read gave the end\n");
}
// end pieces

// begin telegrams
asio::awaitable<void> take_down(Wire& wire) {
  std::string heard;  // and not understood yet
  std::array<char, 5> piece;
  for (;;) {
    for (std::size_t stop; (stop = heard.find('.')) != heard.npos;) {
      fmt::print("telegram: {}\n", heard.substr(0, stop));
      heard.erase(0, stop + 1);
    }
    const auto [error, size] =
        co_await wire.async_read_some(asio::buffer(piece), as_result);
    if (error) break;
    heard.append(piece.data(), size);
  }
}
// end telegrams

using Listener = asio::awaitable<void> (*)(Wire&);

void show(Listener listener) {
  asio::io_context context;
  Wire here(context), there(context);
  asio::local::connect_pair(here, there);
  const auto rethrow = [](std::exception_ptr error) {
    if (error) std::rethrow_exception(error);
  };
  asio::co_spawn(context, operate(here), rethrow);
  asio::co_spawn(context, listener(there), rethrow);
  context.run();
}

// Relay: where each parcel was seen last.
class Relay {
 public:
  asio::awaitable<std::string> answer(exo38::Request request) {
    ++answered_;
    auto& command = request.front();
    std::transform(command.begin(), command.end(), command.begin(),
                   [](unsigned char c) { return std::toupper(c); });
    if (command == "PING") co_return workbook::success("PONG");
    if (command == "SCAN" && request.size() == 3) {
      seen_[request[1]] = request[2];
      co_return workbook::success("OK");
    }
    if (command == "WHERE" && request.size() == 2) {
      const auto parcel = seen_.find(request[1]);
      if (parcel == seen_.end()) co_return workbook::failure("no such parcel");
      co_return workbook::success(parcel->second);
    }
    co_return workbook::failure("try SCAN 4711 Lyon, WHERE 4711, PING");
  }

  long answered() const { return answered_; }

 private:
  std::map<std::string, std::string> seen_;
  long answered_ = 0;
};

int serve(unsigned short port) {
  asio::io_context context(1);
  Relay relay;
  asio::ip::tcp::acceptor acceptor(context,
                                   {asio::ip::address_v4::loopback(), port});
  fmt::print("Relay listens at port {}. Ctrl-C stops it.\n",
             acceptor.local_endpoint().port());
  std::fflush(stdout);
  exo38::Server server(
      std::move(acceptor),
      [&](exo38::Request request) { return relay.answer(std::move(request)); },
      1'000);
  asio::signal_set ctrl_c(context, SIGINT, SIGTERM);
  ctrl_c.async_wait([&](asio::error_code, int) { server.stop(); });
  asio::co_spawn(context, server.run(), [&](std::exception_ptr error) {
    ctrl_c.cancel();
    if (error) std::rethrow_exception(error);
  });
  context.run();
  fmt::print("Relay has answered {} requests.\n", relay.answered());
  return 0;
}

int main(int argc, char** argv) try {
  if (argc > 1) {
    const std::string_view text = argv[1];
    unsigned short port = 0;
    const auto [rest, error] =
        std::from_chars(text.data(), text.data() + text.size(), port);
    if (error == std::errc() && rest == text.data() + text.size())
      return serve(port);
    fmt::print("demo38 PORT\n");
    return 2;
  }
  show(listen_in);
  show(take_down);
} catch (const std::exception& error) {
  fmt::print("{}\n", error.what());
  return 1;
}
