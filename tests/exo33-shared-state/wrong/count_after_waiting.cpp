// Compares first, and counts after the next co_await.
// breaks: "There are never more than `limit` works at a time"
// step: 5
// lesson: limit-passed
#include <asio/post.hpp>
#include <asio/use_awaitable.hpp>
#include <exo33-shared-state/plain_desks.hpp>

namespace exo33 {

namespace {

struct CountAfterWaiting : plain::Places {
  using Places::Places;

  asio::awaitable<void> come_in() override {
    if (free > 0) {
      co_await asio::post(asio::use_awaitable);
      --free;
    } else {
      co_await Places::come_in();
    }
  }
};

}  // namespace

std::shared_ptr<plain::Places> plain::make_places(
    asio::any_io_executor executor, int limit) {
  return std::make_shared<CountAfterWaiting>(executor, limit);
}

}  // namespace exo33
