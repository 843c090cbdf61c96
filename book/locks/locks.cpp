// Tokio's Notify and RwLock, for coroutines that share one thread or one
// strand.
#include <fmt/format.h>

#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <deque>
#include <string>
#include <system_error>

using asio::steady_timer;

// begin notify
// Wakes one waiter, or remembers one notification if nobody waits. Cancelled
// while it waits, wait() throws; a notification it had been given goes on to
// the next in line.
class Notify {
 public:
  explicit Notify(asio::any_io_executor executor) : executor_(executor) {}

  void notify_one() {
    if (line_.empty()) {
      stored_ = true;
      return;
    }
    Waiter& first = *line_.front();
    line_.pop_front();
    first.notified = true;
    first.bell.cancel();
  }

  asio::awaitable<void> wait() {
    if (stored_) {
      stored_ = false;
      co_return;
    }
    Waiter self{steady_timer(executor_, steady_timer::time_point::max())};
    line_.push_back(&self);
    asio::error_code error;
    co_await self.bell.async_wait(
        asio::redirect_error(asio::use_awaitable, error));
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() == asio::cancellation_type::none) co_return;
    if (self.notified)
      notify_one();
    else
      std::erase(line_, &self);
    throw std::system_error(asio::error::operation_aborted);
  }

 private:
  struct Waiter {
    steady_timer bell;
    bool notified = false;
  };
  asio::any_io_executor executor_;
  std::deque<Waiter*> line_;
  bool stored_ = false;
};
// end notify

// begin rwlock
// Many readers, or one writer, in order of coming: a writer who waits keeps new
// readers behind it, or it would wait for ever.
class RwLock {
 public:
  explicit RwLock(asio::any_io_executor executor) : executor_(executor) {}

  asio::awaitable<void> read() { return enter(false); }
  asio::awaitable<void> write() { return enter(true); }

  void leave() {
    writing_ = false;
    if (inside_ > 0) --inside_;
    let_in();
  }

 private:
  struct Waiter {
    bool writer;
    steady_timer bell;
    bool inside = false;
  };

  asio::awaitable<void> enter(bool writer) {
    Waiter self{writer,
                steady_timer(executor_, steady_timer::time_point::max())};
    line_.push_back(&self);
    let_in();
    if (self.inside) co_return;
    asio::error_code error;
    co_await self.bell.async_wait(
        asio::redirect_error(asio::use_awaitable, error));
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() == asio::cancellation_type::none) co_return;
    if (self.inside) {
      leave();
    } else {
      std::erase(line_, &self);
      let_in();
    }
    throw std::system_error(asio::error::operation_aborted);
  }

  void let_in() {
    while (!line_.empty() && !writing_) {
      Waiter& first = *line_.front();
      if (first.writer && inside_ > 0) return;
      line_.pop_front();
      ++inside_;
      writing_ = first.writer;
      first.inside = true;
      first.bell.cancel();
    }
  }

  asio::any_io_executor executor_;
  std::deque<Waiter*> line_;
  int inside_ = 0;
  bool writing_ = false;
};
// end rwlock

asio::awaitable<void> use(RwLock& lock, std::string name, bool writer,
                          steady_timer& done) {
  if (writer)
    co_await lock.write();
  else
    co_await lock.read();
  fmt::print("{} is in\n", name);
  asio::error_code error;
  co_await done.async_wait(asio::redirect_error(asio::use_awaitable, error));
  fmt::print("{} leaves\n", name);
  lock.leave();
}

asio::awaitable<void> consumer(Notify& notify) {
  co_await notify.wait();
  fmt::print("woken: a parcel came before I asked\n");
  co_await notify.wait();
  fmt::print("woken: a parcel came while I waited\n");
}

int main() {
  asio::io_context context;
  RwLock lock(context.get_executor());
  steady_timer first(context, steady_timer::time_point::max());
  steady_timer second(context, steady_timer::time_point::max());
  steady_timer third(context, steady_timer::time_point::max());
  for (auto name : {"reader 1", "reader 2"})
    asio::co_spawn(context, use(lock, name, false, first), asio::detached);
  asio::co_spawn(context, use(lock, "writer", true, second), asio::detached);
  asio::co_spawn(context, use(lock, "reader 3", false, third), asio::detached);
  for (auto* done : {&first, &second, &third}) {
    context.poll();
    done->cancel();
  }
  context.poll();

  Notify notify(context.get_executor());
  notify.notify_one();
  asio::co_spawn(context, consumer(notify), asio::detached);
  context.restart();
  context.poll();
  notify.notify_one();
  context.poll();
}
