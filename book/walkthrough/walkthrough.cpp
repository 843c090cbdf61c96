// The walkthrough of its page: two services that are slow at the same time.
#include <fmt/format.h>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <string>

using namespace std::chrono_literals;
using namespace asio::experimental::awaitable_operators;
using Clock = std::chrono::steady_clock;

const auto start = Clock::now();

// begin log
void log(const std::string& text) {
  const auto elapsed = Clock::now() - start;
  const auto seconds = std::chrono::round<std::chrono::seconds>(elapsed);
  fmt::print("[{} s] {}\n", seconds.count(), text);
}
// end log

// begin services
asio::awaitable<std::string> upload(std::string file) {
  log("upload: starts");
  asio::steady_timer network(co_await asio::this_coro::executor, 2s);
  co_await network.async_wait(asio::use_awaitable);
  log("upload: done");
  co_return "stored/" + file;
}

asio::awaitable<int> pay(int cents) {
  log("payment: starts");
  asio::steady_timer bank(co_await asio::this_coro::executor, 3s);
  co_await bank.async_wait(asio::use_awaitable);
  log("payment: done");
  co_return cents;
}
// end services

// begin order
asio::awaitable<void> order() {
  auto [place, paid] = co_await (upload("photo.png") && pay(499));
  log(fmt::format("order: {} is stored, {} cents are paid", place, paid));
}
// end order

// begin main
int main() {
  asio::io_context context;
  asio::co_spawn(context, order(), [](std::exception_ptr error) {
    if (error) std::rethrow_exception(error);
  });
  log("main: the order is in line");
  context.run();
  log("main: nothing is left to do");
}
// end main
