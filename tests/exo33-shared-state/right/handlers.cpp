// Without timers: the line holds completion handlers, behind a std::mutex that
// is never held while one of them is called. For the visits, a flag and a
// condition variable.
#include <asio/associated_cancellation_slot.hpp>
#include <asio/associated_executor.hpp>
#include <asio/async_result.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/post.hpp>
#include <asio/strand.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <condition_variable>
#include <exception>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <system_error>

#include "shared_state.hpp"

namespace exo33 {

struct VisitCounter::State {
  Page& page;
  std::mutex mutex{};
  std::condition_variable free{};
  bool busy = false;
};
VisitCounter::VisitCounter(Page& page) : state_(new State{page}) {}

namespace {

// Marks the page as taken while it lives, and wakes the thread that waits.
class Taken {
 public:
  Taken(std::mutex& mutex, std::condition_variable& free, bool& busy)
      : mutex_(mutex), free_(free), busy_(busy) {
    std::unique_lock lock(mutex_);
    free_.wait(lock, [this] { return !busy_; });
    busy_ = true;
  }
  Taken(const Taken&) = delete;
  Taken& operator=(const Taken&) = delete;
  ~Taken() {
    const std::scoped_lock lock(mutex_);
    busy_ = false;
    free_.notify_one();
  }

 private:
  std::mutex& mutex_;
  std::condition_variable& free_;
  bool& busy_;
};

}  // namespace

asio::awaitable<long> VisitCounter::visit(Work greet) {
  long number = 0;
  {
    auto& [page, mutex, free, busy] = *state_;
    const Taken taken(mutex, free, busy);
    page.write(page.read() + 1);
    number = page.read();
  }
  co_await greet();
  co_return number;
}

struct Account::State {
  asio::strand<asio::any_io_executor> strand;
  Page& page;
};
Account::Account(asio::any_io_executor executor, Page& page)
    : state_(new State{asio::strand<asio::any_io_executor>(executor), page}) {}

namespace {

asio::awaitable<bool> change(Page& page, long by) {
  const long before = page.read();
  if (before + by < 0) co_return false;
  page.write(before + by);
  co_return true;
}

}  // namespace

asio::awaitable<bool> Account::withdraw(long amount, Question confirm) {
  auto& [strand, page] = *state_;
  if (!co_await asio::co_spawn(strand, change(page, -amount),
                               asio::use_awaitable))
    co_return false;
  std::optional<std::exception_ptr> failure;
  try {
    if (co_await confirm()) co_return true;
  } catch (...) {
    failure = std::current_exception();
  }
  co_await asio::this_coro::reset_cancellation_state();
  co_await asio::co_spawn(strand, change(page, amount), asio::use_awaitable);
  if (failure) std::rethrow_exception(*failure);
  co_return false;
}

namespace {

class Semaphore : public std::enable_shared_from_this<Semaphore> {
 public:
  Semaphore(asio::any_io_executor executor, int places)
      : executor_(executor), places_(places) {}

  asio::awaitable<void> acquire() {
    return asio::async_initiate<const asio::use_awaitable_t<>&,
                                void(asio::error_code)>(Start{this},
                                                        asio::use_awaitable);
  }

  void release() {
    Handler next;
    {
      const std::scoped_lock lock(mutex_);
      if (line_.empty()) {
        ++places_;
        return;
      }
      next = std::move(line_.front().handler);
      line_.pop_front();
    }
    next({});
  }

 private:
  using Handler = std::function<void(asio::error_code)>;
  struct Waiting {
    int number;
    Handler handler;
  };

  struct Start {
    Semaphore* self;
    template <class Completion>
    void operator()(Completion&& completion) const {
      self->start(std::forward<Completion>(completion));
    }
  };

  template <class Completion>
  void start(Completion&& completion) {
    auto slot = asio::get_associated_cancellation_slot(completion);
    const auto executor = asio::get_associated_executor(completion, executor_);
    // Handlers are moved, not copied; std::function wants to copy.
    auto shared = std::make_shared<std::decay_t<Completion>>(
        std::forward<Completion>(completion));
    Handler handler = [shared, executor](asio::error_code error) {
      asio::post(executor, [shared, error] { std::move (*shared)(error); });
    };
    {
      const std::scoped_lock lock(mutex_);
      if (places_ == 0) {
        const int number = next_++;
        if (slot.is_connected())
          slot.assign(
              [self = weak_from_this(), number](asio::cancellation_type) {
                if (auto semaphore = self.lock()) semaphore->give_up(number);
              });
        line_.push_back({number, std::move(handler)});
        return;
      }
      --places_;
    }
    handler({});
  }

  void give_up(int number) {
    Handler handler;
    {
      const std::scoped_lock lock(mutex_);
      for (auto waiting = line_.begin(); waiting != line_.end(); ++waiting)
        if (waiting->number == number) {
          handler = std::move(waiting->handler);
          line_.erase(waiting);
          break;
        }
    }
    if (handler) handler(asio::error::operation_aborted);
  }

  asio::any_io_executor executor_;
  std::mutex mutex_;
  int places_;
  int next_ = 0;
  std::list<Waiting> line_;
};

asio::awaitable<void> with(std::shared_ptr<Semaphore> semaphore, Work work) {
  co_await semaphore->acquire();
  try {
    co_await work();
  } catch (...) {
    semaphore->release();
    throw;
  }
  semaphore->release();
}

}  // namespace

struct Mutex::State : Semaphore {
  using Semaphore::Semaphore;
};
Mutex::Mutex(asio::any_io_executor executor)
    : state_(std::make_shared<State>(executor, 1)) {}

asio::awaitable<void> Mutex::alone(Work work) {
  return with(state_, std::move(work));
}

asio::awaitable<bool> transfer(Vault& from, Vault& to, long amount,
                               Work audit) {
  bool moved = false;
  std::function<asio::awaitable<void>(Vault*, Vault*)> both;
  const Work move = [&]() -> asio::awaitable<void> {
    const long money = from.page.read();
    if (money >= amount) {
      co_await audit();
      const long there = to.page.read();
      from.page.write(money - amount);
      std::exception_ptr failure;
      try {
        to.page.write(there + amount);
      } catch (...) {
        failure = std::current_exception();
      }
      if (failure) {
        from.page.write(money);
        std::rethrow_exception(failure);
      }
      moved = true;
    }
  };
  both = [&](Vault* one, Vault* two) -> asio::awaitable<void> {
    const Work rest = [&] { return two ? both(two, nullptr) : move(); };
    co_await one->mutex.alone(rest);
  };
  if (from.number < to.number)
    co_await both(&from, &to);
  else
    co_await both(&to, &from);
  co_return moved;
}

struct Desks::State : Semaphore {
  using Semaphore::Semaphore;
};
Desks::Desks(asio::any_io_executor executor, int limit)
    : state_(std::make_shared<State>(executor, limit)) {}

asio::awaitable<void> Desks::serve(Work work) {
  return with(state_, std::move(work));
}

}  // namespace exo33
