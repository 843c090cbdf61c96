// The demo of exo34: a harbour. A lookout signals ships, a captain asks for the
// depth of the water, a radio speaks to all, a barometer shows its last value.
#include <fmt/format.h>

#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/experimental/channel.hpp>
#include <asio/io_context.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <cstddef>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>
#include <workbook/asio.hpp>

namespace {

// begin signals
using Signals = asio::experimental::channel<void(asio::error_code, int)>;
const asio::error_code fog = asio::error::not_found;

asio::awaitable<void> look_out(Signals& signals, int& sent) {
  for (int ships = 1; ships <= 4; ++ships) {
    asio::error_code error;
    if (ships == 3) error = fog;
    co_await signals.async_send(error, ships, asio::use_awaitable);
    sent = ships;
  }
}

asio::awaitable<void> keep_log(Signals& signals) {
  for (int line = 1; line <= 4; ++line) {
    auto [error, ships] =
        co_await signals.async_receive(asio::as_tuple(asio::use_awaitable));
    if (error == fog)
      fmt::print("log: fog\n");
    else
      fmt::print("log: {} ships\n", ships);
  }
}
// end signals

// begin knock
asio::awaitable<void> knock(Signals& gate, std::string ship) {
  auto [error] = co_await gate.async_send(asio::error_code{}, 1,
                                          asio::as_tuple(asio::use_awaitable));
  fmt::print("{}: {}\n", ship, error ? error.message() : "is in");
}
// end knock

// begin depth
using Depth = asio::experimental::channel<void(std::exception_ptr, int)>;

asio::awaitable<void> sound(int miles, std::shared_ptr<Depth> depth) {
  std::exception_ptr failure;
  if (miles == 0)
    failure = std::make_exception_ptr(std::domain_error("that is land"));
  depth->try_send(failure, 10 * miles);
  co_return;
}

asio::awaitable<void> sail(int miles) {
  auto executor = co_await asio::this_coro::executor;
  auto depth = std::make_shared<Depth>(executor, 1);
  asio::co_spawn(executor, sound(miles, depth), [](std::exception_ptr) {});
  try {
    const int metres = co_await depth->async_receive(asio::use_awaitable);
    fmt::print("captain: {} m deep\n", metres);
  } catch (const std::domain_error& error) {
    fmt::print("captain: {}\n", error.what());
  }
}
// end depth

// begin broadcast
using News = asio::experimental::channel<void(asio::error_code, std::string)>;

class Radio {
 public:
  // Each listener has a channel; how late one may be is the listener's choice.
  std::shared_ptr<News> listen(asio::any_io_executor executor,
                               std::size_t capacity) {
    listeners_.push_back(std::make_shared<News>(executor, capacity));
    return listeners_.back();
  }

  // Waits for nobody: whoever is too late misses the news. Returns how many.
  int say(const std::string& news) {
    int missed = 0;
    for (auto& listener : listeners_)
      if (!listener->try_send(asio::error_code{}, news)) ++missed;
    return missed;
  }

 private:
  std::vector<std::shared_ptr<News>> listeners_;
};
// end broadcast

// begin watch
class Barometer {
 public:
  explicit Barometer(asio::any_io_executor executor) : bell_(executor, 1) {}

  void set(int pressure) {
    pressure_ = pressure;
    // The only place where false is good news: the bell rings already. The 0
    // means nothing: a channel of Asio 1.22 has to carry a value.
    bell_.try_send(asio::error_code{}, 0);
  }

  // Waits for a change, and returns the latest value; those in between are
  // gone.
  asio::awaitable<int> changed() {
    co_await bell_.async_receive(asio::use_awaitable);
    co_return pressure_;
  }

 private:
  int pressure_ = 0;
  asio::experimental::channel<void(asio::error_code, int)> bell_;
};
// end watch

asio::awaitable<void> listen(std::string who, std::shared_ptr<News> news,
                             int count) {
  for (int i = 0; i < count; ++i) {
    const auto heard = co_await news->async_receive(asio::use_awaitable);
    fmt::print("{}: {}\n", who, heard);
  }
}

asio::awaitable<void> look_at(Barometer& barometer) {
  const int pressure = co_await barometer.changed();
  fmt::print("keeper: {} hPa\n", pressure);
}

void report(std::exception_ptr error) {
  if (error) std::rethrow_exception(error);
}

// Runs what is ready. run() would wait for those who wait at a channel.
void settle(asio::io_context& context) {
  context.restart();
  context.poll();
}

}  // namespace

int main() {
  asio::io_context context;

  // begin room
  Signals signals(context, 1);
  int sent = 0;
  asio::co_spawn(context, look_out(signals, sent), report);
  settle(context);
  fmt::print("lookout: {} sent, and no room for more\n", sent);
  asio::co_spawn(context, keep_log(signals), report);
  settle(context);
  fmt::print("lookout: {} sent\n", sent);
  // end room

  // begin gate
  Signals gate(context, 0);
  asio::co_spawn(context, knock(gate, "early ship"), report);
  settle(context);
  gate.cancel();
  gate.close();
  asio::co_spawn(context, knock(gate, "late ship"), report);
  settle(context);
  // end gate

  // begin leftovers
  Signals unread(context, 3);
  unread.try_send(asio::error_code{}, 5);
  unread.try_send(fog, 0);
  bool found = true;
  while (found)
    found = unread.try_receive([](asio::error_code error, int ships) {
      if (error == fog)
        fmt::print("unread: fog\n");
      else
        fmt::print("unread: {} ships\n", ships);
    });
  // end leftovers

  asio::co_spawn(context, sail(3), report);
  asio::co_spawn(context, sail(0), report);
  settle(context);

  Radio radio;
  auto ada = radio.listen(context.get_executor(), 2);
  auto bob = radio.listen(context.get_executor(), 1);
  fmt::print("radio: {} missed it\n", radio.say("wind from the west"));
  fmt::print("radio: {} missed it\n", radio.say("rain at noon"));
  asio::co_spawn(context, listen("Ada", ada, 2), report);
  asio::co_spawn(context, listen("Bob", bob, 1), report);
  settle(context);

  Barometer barometer(context.get_executor());
  for (int pressure : {1013, 1009, 998}) barometer.set(pressure);
  asio::co_spawn(context, look_at(barometer), report);
  settle(context);
}
