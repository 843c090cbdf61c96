// A connection on which both ends speak in lines, and a server for such
// connections. Given: exo38 and exo39 are about what is inside.
#pragma once

#include <array>
#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <workbook/asio.hpp>

namespace workbook {

// Belongs to one coroutine at a time. What goes wrong with the connection is
// thrown as asio::system_error; its end is asio::error::eof.
class Wire {
 public:
  static constexpr std::size_t longest_line = 64 * 1024;

  explicit Wire(asio::ip::tcp::socket socket) : socket_(std::move(socket)) {
    asio::error_code ignored;
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  }

  // The next line, without its end.
  asio::awaitable<std::string> read() {
    std::size_t end;
    while ((end = received_.find('\n')) == received_.npos) co_await receive();
    std::string line = received_.substr(0, end);
    received_.erase(0, end + 1);
    if (line.ends_with('\r')) line.pop_back();
    co_return line;
  }

  // Sends a line, given without its end.
  asio::awaitable<void> write(std::string line) {
    // Half a line that was given up is followed by nothing.
    if (std::exchange(writing_, true))
      throw asio::system_error(asio::error::broken_pipe);
    line += '\n';
    co_await asio::async_write(socket_, asio::buffer(line),
                               asio::use_awaitable);
    writing_ = false;
  }

  // Asks a question of one line and gives the answer, another line. If it is
  // cancelled, the answer may still come: whoever asks next is not given it.
  asio::awaitable<std::string> ask(std::string question) {
    co_await write(std::move(question));
    ++owed_;
    for (; owed_ > 1; --owed_) co_await read();
    auto answer = co_await read();
    owed_ = 0;
    co_return answer;
  }

  // Waits until the other end has gone: it sends no more, or the connection is
  // broken. What it says before is kept for read().
  asio::awaitable<void> gone() {
    try {
      for (;;) co_await receive();
    } catch (const asio::system_error& error) {
      if (error.code() == asio::error::operation_aborted) throw;
    }
  }

 private:
  asio::awaitable<void> receive() {
    if (received_.size() > longest_line)
      throw asio::system_error(asio::error::message_size);
    // Told again, it is told as it was: behind a reset, the system would tell
    // an ordinary end.
    if (end_) throw asio::system_error(end_);
    std::array<char, 4096> piece;
    const auto [error, size] = co_await socket_.async_read_some(
        asio::buffer(piece), asio::as_tuple(asio::use_awaitable));
    if (error != asio::error::operation_aborted) end_ = error;
    if (error) throw asio::system_error(error);
    received_.append(piece.data(), size);
  }

  asio::ip::tcp::socket socket_;
  std::string received_;
  asio::error_code end_;  // of what comes in, once it was met
  bool writing_ = false;
  int owed_ = 0;  // answers to come
};

// Accepts for ever, and talks with all who come, at the same time. What goes
// wrong with a connection ends its talk alone; what else a talk throws ends the
// server, and comes out.
inline asio::awaitable<void> serve_lines(
    asio::ip::tcp::acceptor& acceptor,
    std::function<asio::awaitable<void>(Wire)> talk) {
  constexpr std::chrono::milliseconds accept_pause{100};
  constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
  const auto executor = co_await asio::this_coro::executor;
  struct State {
    explicit State(asio::any_io_executor executor)
        : bell(executor, asio::steady_timer::time_point::min()) {}
    std::exception_ptr failure;
    asio::ip::tcp::acceptor* acceptor = nullptr;
    asio::steady_timer bell;
  };
  const auto state = std::make_shared<State>(executor);
  state->acceptor = &acceptor;
  // The talks may live longer.
  const std::shared_ptr<void> until_the_end(
      nullptr, [state](void*) { state->acceptor = nullptr; });
  const auto ended = [state](std::exception_ptr error) {
    try {
      if (error) std::rethrow_exception(error);
    } catch (const asio::system_error&) {
    } catch (...) {
      if (!state->acceptor) return;
      state->failure = std::current_exception();
      asio::error_code ignored;
      state->acceptor->cancel(ignored);
      state->bell.cancel();
    }
  };
  while (!state->failure) {
    auto [error, socket] = co_await acceptor.async_accept(as_result);
    if (state->failure) break;
    if (!error) {
      asio::co_spawn(executor, talk(Wire(std::move(socket))), ended);
    } else {
      state->bell.expires_after(accept_pause);
      co_await state->bell.async_wait(as_result);
    }
  }
  std::rethrow_exception(state->failure);
}

}  // namespace workbook
