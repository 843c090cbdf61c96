// Has patience anew with each part that is taken.
// breaks: "When a write is not taken whole after `patience`, it breaks the
//   connection, as workbook::reset does, and returns."
// step: 4
// lesson: dead-found-late
#include <exo46-notify/plain_stream.hpp>

namespace exo46 {

namespace {

struct PatientWithEachPart : plain::Streamer {
  using Streamer::Streamer;

  asio::awaitable<bool> send(std::string_view text) override {
    using namespace asio::experimental::awaitable_operators;
    asio::steady_timer timer(socket.get_executor());
    while (!text.empty()) {
      timer.expires_after(pulse.patience);
      const auto first = co_await (
          socket.async_write_some(asio::buffer(text), plain::as_result) ||
          timer.async_wait(plain::as_result));
      if (first.index() == 1) {
        break_off();
        co_return false;
      }
      const auto [error, size] = std::get<0>(first);
      if (error) co_return false;
      text.remove_prefix(size);
    }
    co_return true;
  }
};

}  // namespace

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub,
                             Pulse pulse) {
  return plain::stream<PatientWithEachPart>(std::move(socket),
                                            std::move(request), hub, pulse);
}

}  // namespace exo46
