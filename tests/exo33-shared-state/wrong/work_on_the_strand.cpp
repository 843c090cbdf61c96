// Runs the work where the lock has its strand.
// breaks: "and runs where the caller runs; the caller comes back there"
// step: 3
// lesson: caller-moved
#include <asio/co_spawn.hpp>
#include <asio/use_awaitable.hpp>
#include <exo33-shared-state/plain_mutex.hpp>

namespace exo33 {

namespace {

struct WorkOnTheStrand : plain::Places {
  using Places::Places;

  asio::awaitable<void> at_work(const Work& work) override {
    co_await asio::co_spawn(strand, work(), asio::use_awaitable);
  }
};

}  // namespace

std::shared_ptr<plain::Places> plain::make_places(
    asio::any_io_executor executor, int limit) {
  return std::make_shared<WorkOnTheStrand>(executor, limit);
}

}  // namespace exo33
