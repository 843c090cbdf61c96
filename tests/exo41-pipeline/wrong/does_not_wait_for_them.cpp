// Cancels the others, and does not wait until they have ended.
// breaks: "When it throws, all work has ended, and `out` is not finished."
// step: 3
// lesson: left-running
#include <exo41-pipeline/plain_crew.hpp>

namespace exo41 {

namespace {

struct DoesNotWaitForThem : plain::Crew {
  using Crew::Crew;

  bool is_over() override { return first || Crew::is_over(); }
};

}  // namespace

asio::awaitable<void> work_in_order(Queue& in, Queue& out, Work work,
                                    std::size_t workers) {
  return plain::work_in_order<DoesNotWaitForThem>(in, out, std::move(work),
                                                  workers);
}

}  // namespace exo41
