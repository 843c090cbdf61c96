// Hands its place to the first in the queue, who may just have been cancelled.
// breaks: "When it is cancelled before the carrier is called, it throws
//   operation_aborted, and takes neither place nor token."
// step: 2
// lesson: place-lost
#include "client.hpp"

#include <asio/cancellation_type.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <list>
#include <utility>
#include <workbook/asio.hpp>

namespace exo40 {

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

bool cancelled(const asio::cancellation_state& state) {
  return state.cancelled() != asio::cancellation_type::none;
}

}  // namespace

struct Limiter::State {
  struct Waiting {
    asio::steady_timer bell;
    bool called = false;
  };
  struct Place {
    State& of;
    ~Place() {
      for (auto& next : of.queue)
        if (!next.called) {
          next.called = true;
          next.bell.cancel();
          return;
        }
      --of.taken;
    }
  };

  TokenBucket& bucket;
  const std::size_t most;
  std::size_t taken = 0;
  std::list<Waiting> queue = {};
};

Limiter::Limiter(TokenBucket& bucket, std::size_t most)
    : state_(new State{bucket, most}) {}

asio::awaitable<Reply> Limiter::ask(const Carrier& carrier, std::string query) {
  const auto state = state_;
  if (state->taken < state->most) {
    ++state->taken;
  } else {
    asio::steady_timer bell(co_await asio::this_coro::executor,
                            Clock::time_point::max());
    const auto mine =
        state->queue.insert(state->queue.end(), {std::move(bell)});
    const std::shared_ptr<void> leave(
        nullptr, [state, mine](void*) { state->queue.erase(mine); });
    while (!mine->called) co_await mine->bell.async_wait(as_result);
    co_await asio::post(asio::use_awaitable);
  }
  const State::Place place{*state};
  co_await state->bucket.take();
  co_return co_await carrier(std::move(query));
}

}  // namespace exo40
