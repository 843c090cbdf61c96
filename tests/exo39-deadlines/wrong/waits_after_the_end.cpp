// Takes the end of the bytes for silence.
// breaks: "When no more bytes come, it throws asio::error::eof at once."
// step: 2
// lesson: end-not-told
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <exo39-deadlines/plain_line.hpp>

namespace exo39 {

namespace {

struct WaitsAfterTheEnd : plain::Reading {
  using Reading::Reading;

  asio::awaitable<void> wait_for_more() override {
    const auto ring = until();
    try {
      co_await plain::in_time(read_more(), ring);
      co_return;
    } catch (const asio::system_error& error) {
      if (error.code() != asio::error::eof) throw;
    }
    asio::steady_timer silence(socket.get_executor(), ring);
    co_await silence.async_wait(asio::use_awaitable);
    throw asio::system_error(asio::error::timed_out);
  }
};

}  // namespace

asio::awaitable<std::string> read_line(tcp::socket& socket,
                                       std::string& received,
                                       Clock::duration idle,
                                       Clock::duration total) {
  return plain::line_before<WaitsAfterTheEnd>(socket, received, idle,
                                              after(total));
}

}  // namespace exo39
