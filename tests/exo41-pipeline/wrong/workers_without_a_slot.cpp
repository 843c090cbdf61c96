// Starts workers that hear nothing of a cancellation.
// breaks: "Cancelled, it cancels the work under way, and throws
//   `asio::error::operation_aborted`."
// step: 3
// lesson: deaf-to-cancellation
#include <exo41-pipeline/plain_crew.hpp>

namespace exo41 {

namespace {

struct WorkersWithoutASlot : plain::Crew {
  using Crew::Crew;

  // Told to stop, it throws, and passes nothing on.
  asio::awaitable<void> wait() override {
    while (!is_over()) co_await one_less.hear();
    if (first) std::rethrow_exception(first);
  }
};

}  // namespace

asio::awaitable<void> work_in_order(Queue& in, Queue& out, Work work,
                                    std::size_t workers) {
  return plain::work_in_order<WorkersWithoutASlot>(in, out, std::move(work),
                                                   workers);
}

}  // namespace exo41
