// The line is under a std::mutex, never held for longer than a few lines; each
// of those who wait has a bell on a strand of their own.
#include <algorithm>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/post.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/strand.hpp>
#include <asio/system_error.hpp>
#include <asio/use_awaitable.hpp>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <utility>

#include "shared_state.hpp"

namespace exo33 {

struct VisitCounter::State {
  explicit State(Page& page) : page(page) {}
  Page& page;
  std::mutex mutex;
};
VisitCounter::VisitCounter(Page& page)
    : state_(std::make_shared<State>(page)) {}

asio::awaitable<long> VisitCounter::visit(Work greet) {
  const auto count = [this] {
    const std::lock_guard guard(state_->mutex);
    state_->page.write(state_->page.read() + 1);
    return state_->page.read();
  };
  const long mine = count();
  co_await greet();
  co_return mine;
}

struct Account::State {
  asio::any_io_executor strand;
  Page& page;
};
Account::Account(asio::any_io_executor executor, Page& page)
    : state_(new State{asio::make_strand(executor), page}) {}

namespace {

// Undoes a withdrawal, unless it is told that all went well.
class Reservation {
 public:
  Reservation(Page& page, long amount) : page_(&page), amount_(amount) {
    page.write(page.read() - amount);
  }
  Reservation(const Reservation&) = delete;
  Reservation& operator=(const Reservation&) = delete;
  ~Reservation() {
    if (page_) page_->write(page_->read() + amount_);
  }
  void confirm() { page_ = nullptr; }

 private:
  Page* page_;
  long amount_;
};

asio::awaitable<bool> reserve(Page& page, long amount, Question confirm) {
  if (page.read() < amount) co_return false;
  Reservation reservation(page, amount);
  const bool yes = co_await confirm();
  if (yes) reservation.confirm();
  co_return yes;
}

}  // namespace

asio::awaitable<bool> Account::withdraw(long amount, Question confirm) {
  return asio::co_spawn(state_->strand,
                        reserve(state_->page, amount, std::move(confirm)),
                        asio::use_awaitable);
}

namespace {

struct Waiting {
  explicit Waiting(asio::any_io_executor executor)
      : strand(asio::make_strand(executor)),
        bell(strand, asio::steady_timer::time_point::max()) {}

  asio::strand<asio::any_io_executor> strand;
  asio::steady_timer bell;   // on the strand
  bool rung = false;         // on the strand
  bool has_a_place = false;  // under the mutex
};

class Places : public std::enable_shared_from_this<Places> {
 public:
  Places(asio::any_io_executor executor, int places)
      : executor_(executor), free_(places) {}

  asio::awaitable<void> with(Work work) {
    const auto self = shared_from_this();
    if (const auto me = take_or_queue()) co_await wait(me);
    std::exception_ptr failure;
    try {
      co_await work();
    } catch (...) {
      failure = std::current_exception();
    }
    give();
    if (failure) std::rethrow_exception(failure);
  }

 private:
  // Null, when a place was free and has been taken.
  std::shared_ptr<Waiting> take_or_queue() {
    const std::lock_guard guard(mutex_);
    if (free_ > 0) {
      --free_;
      return nullptr;
    }
    return line_.emplace_back(std::make_shared<Waiting>(executor_));
  }

  asio::awaitable<void> wait(std::shared_ptr<Waiting> me) {
    try {
      co_await asio::co_spawn(me->strand, sleep(me), asio::use_awaitable);
    } catch (const asio::system_error&) {
      // It was cancelled. Whether the place came first is seen in the line.
    }
    if (!queued(me)) co_return;
    throw asio::system_error(asio::error::operation_aborted);
  }

  static asio::awaitable<void> sleep(std::shared_ptr<Waiting> me) {
    if (me->rung) co_return;
    asio::error_code ignored;
    co_await me->bell.async_wait(
        asio::redirect_error(asio::use_awaitable, ignored));
  }

  // Still without a place? Then no longer in the line, either.
  bool queued(const std::shared_ptr<Waiting>& me) {
    const std::lock_guard guard(mutex_);
    if (me->has_a_place) return false;
    std::erase(line_, me);
    return true;
  }

  void give() {
    std::shared_ptr<Waiting> next;
    {
      const std::lock_guard guard(mutex_);
      if (line_.empty()) {
        ++free_;
        return;
      }
      next = line_.front();
      next->has_a_place = true;
      line_.pop_front();
    }
    asio::post(next->strand, [next] {
      next->rung = true;
      next->bell.cancel();
    });
  }

  asio::any_io_executor executor_;
  std::mutex mutex_;
  int free_;
  std::deque<std::shared_ptr<Waiting>> line_;
};

}  // namespace

struct Mutex::State : Places {
  using Places::Places;
};
Mutex::Mutex(asio::any_io_executor executor)
    : state_(std::make_shared<State>(executor, 1)) {}

asio::awaitable<void> Mutex::alone(Work work) {
  return state_->with(std::move(work));
}

asio::awaitable<bool> transfer(Vault& from, Vault& to, long amount,
                               Work audit) {
  auto [first, second] = std::minmax(
      {&from, &to}, [](Vault* a, Vault* b) { return a->number < b->number; });
  bool moved = false;
  const Work with_both = [&]() -> asio::awaitable<void> {
    const std::pair before(from.page.read(), to.page.read());
    if (before.first < amount) co_return;
    co_await audit();
    from.page.write(before.first - amount);
    try {
      to.page.write(before.second + amount);
    } catch (...) {
      from.page.write(before.first);
      throw;
    }
    moved = true;
  };
  const Work with_first = [&, second = second]() -> asio::awaitable<void> {
    co_await second->mutex.alone(with_both);
  };
  co_await first->mutex.alone(with_first);
  co_return moved;
}

struct Desks::State : Places {
  using Places::Places;
};
Desks::Desks(asio::any_io_executor executor, int limit)
    : state_(std::make_shared<State>(executor, limit)) {}

asio::awaitable<void> Desks::serve(Work work) {
  return state_->with(std::move(work));
}

}  // namespace exo33
