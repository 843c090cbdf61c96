// The demo of exo33: a bakery at opening time, and a single track for trains.
#include <fmt/format.h>

#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error_code.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/post.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/strand.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/use_future.hpp>
#include <mutex>
#include <string>
#include <vector>

// begin tally
class Tally {
 public:
  void add(int loaves) {
    const std::scoped_lock lock(mutex_);
    sold_ += loaves;
    ++sales_;
  }

  std::string summary() const {
    const std::scoped_lock lock(mutex_);
    return fmt::format("{} loaves in {} sales", sold_, sales_);
  }

 private:
  mutable std::mutex mutex_;
  int sold_ = 0;
  int sales_ = 0;
};
// end tally

// begin door
class Door {
 public:
  explicit Door(asio::any_io_executor executor)
      : strand_(asio::make_strand(executor)),
        bell_(strand_, asio::steady_timer::time_point::max()) {}

  // From any executor: the wait itself runs on the strand.
  asio::awaitable<void> pass() {
    co_await asio::co_spawn(strand_, wait(), asio::use_awaitable);
  }

  void open() {
    asio::post(strand_, [this] {
      open_ = true;
      bell_.cancel();
    });
  }

 private:
  asio::awaitable<void> wait() {
    while (!open_) {
      asio::error_code rung;
      co_await bell_.async_wait(
          asio::redirect_error(asio::use_awaitable, rung));
    }
  }

  asio::strand<asio::any_io_executor> strand_;
  asio::steady_timer bell_;
  bool open_ = false;
};
// end door

// begin cross
asio::awaitable<void> cross(std::string train, std::vector<std::string>& log) {
  log.push_back(train + " goes in");
  co_await asio::post(asio::use_awaitable);
  log.push_back(train + " comes out");
}

asio::awaitable<void> both_trains(std::vector<std::string>& log) {
  using namespace asio::experimental::awaitable_operators;
  co_await (cross("red", log) && cross("blue", log));
}
// end cross

asio::awaitable<void> buy(int loaves, Door& door, Tally& tally) {
  co_await door.pass();
  tally.add(loaves);
}

// begin main
int main() {
  asio::thread_pool pool(4);

  std::vector<std::string> log;
  asio::co_spawn(asio::make_strand(pool), both_trains(log), asio::use_future)
      .get();
  for (const auto& line : log) fmt::print("{}\n", line);

  Tally tally;
  Door door(pool.get_executor());
  auto ada = asio::co_spawn(pool, buy(2, door, tally), asio::use_future);
  auto bob = asio::co_spawn(pool, buy(3, door, tally), asio::use_future);
  fmt::print("the door is closed: {}\n", tally.summary());
  door.open();
  ada.get();
  bob.get();
  fmt::print("the door is open: {}\n", tally.summary());
  pool.join();
}
// end main
