// Who finds a free desk lets others go on first, and is not yet sure to give it
// back: cancelled there, it is lost.
// breaks: "At whatever moment a client is cancelled, no desk is lost"
// step: 5
// lesson: turn-lost
#include <asio/co_spawn.hpp>
#include <asio/post.hpp>
#include <asio/use_awaitable.hpp>
#include <exo33-shared-state/plain_desks.hpp>

namespace exo33 {

namespace {

struct DeskTakenThenHop : plain::Places {
  using Places::Places;

  asio::awaitable<void> come_in() override {
    const bool found = co_await asio::co_spawn(strand, finds_a_free_one(),
                                               asio::use_awaitable);
    if (found) co_await asio::post(asio::use_awaitable);
  }
  asio::awaitable<bool> finds_a_free_one() {
    const bool found = free > 0;
    co_await enter();
    co_return found;
  }
};

}  // namespace

std::shared_ptr<plain::Places> plain::make_places(
    asio::any_io_executor executor, int limit) {
  return std::make_shared<DeskTakenThenHop>(executor, limit);
}

}  // namespace exo33
