// The join is one asynchronous operation, made with async_initiate: it has a
// completion handler and a cancellation slot, and no coroutine waits inside.
#include <asio/any_io_executor.hpp>
#include <asio/associated_cancellation_slot.hpp>
#include <asio/async_result.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/post.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <deque>
#include <exception>
#include <memory>
#include <utility>

#include "join.hpp"

namespace exo31 {

namespace {

using Work = std::vector<asio::awaitable<void>>;

template <class Handler>
struct Join {
  Join(Handler handler, asio::any_io_executor executor, std::size_t size)
      : handler(std::move(handler)), executor(executor), running(size) {}

  void stop() {
    for (auto& signal : signals) signal.emit(asio::cancellation_type::terminal);
  }

  void end(std::exception_ptr error) {
    if (error && !failure) {
      failure = error;
      stop();
    }
    if (--running == 0) complete();
  }

  void complete() {
    asio::cancellation_slot slot =
        asio::get_associated_cancellation_slot(handler);
    if (slot.is_connected()) slot.clear();
    asio::post(executor,
               [handler = std::move(handler), error = failure]() mutable {
                 std::move(handler)(error);
               });
  }

  Handler handler;
  asio::any_io_executor executor;
  std::deque<asio::cancellation_signal> signals;
  std::size_t running;
  std::exception_ptr failure;
};

struct StartJoin {
  template <class Handler>
  void operator()(Handler handler, asio::any_io_executor executor,
                  Work work) const {
    const auto join = std::make_shared<Join<Handler>>(std::move(handler),
                                                      executor, work.size());
    if (work.empty()) return join->complete();
    asio::cancellation_slot slot =
        asio::get_associated_cancellation_slot(join->handler);
    if (slot.is_connected())
      // The children keep the join alive. If its own slot did, too, a loop that
      // ends in the middle would never free it.
      slot.assign([join = std::weak_ptr(join)](asio::cancellation_type) {
        if (const auto it = join.lock()) it->stop();
      });
    for (auto& child : work)
      asio::co_spawn(
          executor, std::move(child),
          asio::bind_cancellation_slot(
              join->signals.emplace_back().slot(),
              [join](std::exception_ptr error) { join->end(error); }));
  }
};

// Ends when all of the work has ended, with the first failure if there is one.
template <class Token>
auto async_join(asio::any_io_executor executor, Work work, Token&& token) {
  return asio::async_initiate<Token, void(std::exception_ptr)>(
      StartJoin(), token, executor, std::move(work));
}

template <class T>
asio::awaitable<void> put(asio::awaitable<T> work, T& place) {
  place = co_await std::move(work);
}

asio::awaitable<void> hand_on(asio::awaitable<int> work, std::size_t number,
                              const Report& report) {
  const int cents = co_await std::move(work);
  report(number, cents);
}

}  // namespace

asio::awaitable<Offer> ask_both(Question<int> price,
                                Question<std::string> day) {
  const auto executor = co_await asio::this_coro::executor;
  Offer offer;
  Work work;
  work.push_back(put(price(), offer.cents));
  work.push_back(put(day(), offer.day));
  co_await async_join(executor, std::move(work), asio::use_awaitable);
  co_return offer;
}

asio::awaitable<std::vector<int>> ask_all(std::vector<Shop> shops) {
  const auto executor = co_await asio::this_coro::executor;
  std::vector<int> answers(shops.size());
  Work work;
  for (std::size_t i = 0; i < shops.size(); ++i)
    work.push_back(put(shops[i](), answers[i]));
  co_await async_join(executor, std::move(work), asio::use_awaitable);
  co_return answers;
}

asio::awaitable<std::vector<int>> ask_all_or_none(std::vector<Shop> shops) {
  return ask_all(std::move(shops));
}

asio::awaitable<void> ask_each(std::vector<Shop> shops, const Report& report) {
  const auto executor = co_await asio::this_coro::executor;
  Work work;
  for (std::size_t i = 0; i < shops.size(); ++i)
    work.push_back(hand_on(shops[i](), i, report));
  co_await async_join(executor, std::move(work), asio::use_awaitable);
}

}  // namespace exo31
