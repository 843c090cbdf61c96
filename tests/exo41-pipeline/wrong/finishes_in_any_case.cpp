// Finishes `out` in a destructor, whatever the end.
// breaks: "When it throws, all work has ended, and `out` is not finished."
// step: 3
// lesson: error-becomes-end
#include <exo41-pipeline/plain_crew.hpp>

namespace exo41 {

namespace {

struct Finish {
  Queue& queue;
  ~Finish() { queue.finish(); }
};

struct FinishesInAnyCase : plain::Crew {
  using Crew::Crew;

  asio::awaitable<void> run(std::size_t workers) override {
    const Finish finish{out};
    co_await Crew::run(workers);
  }
};

}  // namespace

asio::awaitable<void> work_in_order(Queue& in, Queue& out, Work work,
                                    std::size_t workers) {
  return plain::work_in_order<FinishesInAnyCase>(in, out, std::move(work),
                                                 workers);
}

}  // namespace exo41
