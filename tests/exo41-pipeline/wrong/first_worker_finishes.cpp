// The first worker that hears the end tells it to the next stage.
// breaks: "When `in` has ended and all is out, it finishes `out` and
//   returns."
// step: 3
// lesson: never-ends
#include <exo41-pipeline/plain_crew.hpp>

namespace exo41 {

namespace {

struct FirstWorkerFinishes : plain::Crew {
  using Crew::Crew;

  asio::awaitable<void> work_on_lines() override {
    co_await Crew::work_on_lines();
    out.finish();
  }
};

}  // namespace

asio::awaitable<void> work_in_order(Queue& in, Queue& out, Work work,
                                    std::size_t workers) {
  return plain::work_in_order<FirstWorkerFinishes>(in, out, std::move(work),
                                                   workers);
}

}  // namespace exo41
