// The demo of exo30: a post office weighs parcels, then opens its door.
#include <fmt/format.h>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/error_code.hpp>
#include <asio/io_context.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/use_future.hpp>
#include <chrono>
#include <exception>
#include <future>
#include <stdexcept>
#include <string>

using namespace std::chrono_literals;

// begin weigh
asio::awaitable<int> weigh(std::string parcel) {
  asio::steady_timer scale(co_await asio::this_coro::executor, 10ms);
  co_await scale.async_wait(asio::use_awaitable);
  co_return static_cast<int>(parcel.size()) * 100;
}

asio::awaitable<std::string> label(std::string parcel) {
  const int grams = co_await weigh(parcel);
  if (grams > 1000) throw std::runtime_error(parcel + " is too heavy");
  co_return fmt::format("{}, {} g", parcel, grams);
}
// end weigh

// begin door
struct Door {
  bool open = false;
  asio::steady_timer bell;
};

asio::awaitable<void> visit(std::string who, Door& door) {
  while (!door.open) {
    fmt::print("{} waits for the bell\n", who);
    asio::error_code rung;
    co_await door.bell.async_wait(
        asio::redirect_error(asio::use_awaitable, rung));
  }
  fmt::print("{} comes in\n", who);
}
// end door

// begin future
void print_labels() {
  asio::io_context context;
  std::future<std::string> book =
      asio::co_spawn(context, label("book"), asio::use_future);
  std::future<std::string> piano =
      asio::co_spawn(context, label("grand piano"), asio::use_future);
  context.run();
  fmt::print("{}\n", book.get());
  try {
    piano.get();
  } catch (const std::runtime_error& error) {
    fmt::print("no label: {}\n", error.what());
  }
}
// end future

// begin handler
void open_the_door() {
  asio::io_context context;
  Door door{false, asio::steady_timer(context)};
  door.bell.expires_at(asio::steady_timer::time_point::max());
  asio::co_spawn(context, visit("Ada", door), asio::detached);
  asio::co_spawn(context, weigh("key"),
                 [&door](std::exception_ptr error, int grams) {
                   if (!error) fmt::print("the key weighs {} g\n", grams);
                   door.open = true;
                   door.bell.cancel();
                 });
  context.run();
  asio::co_spawn(context, visit("Grace", door), asio::detached);
  context.restart();
  context.run();
}
// end handler

int main() {
  print_labels();
  open_the_door();
}
