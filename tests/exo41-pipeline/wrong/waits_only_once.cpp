// Waits for the others when it is told to stop; told again, it goes at once.
// breaks: "When it throws, all work has ended, and `out` is not finished."
// step: 3
// lesson: left-running
#include <exo41-pipeline/plain_crew.hpp>

namespace exo41 {

namespace {

struct WaitsOnlyOnce : plain::Crew {
  using Crew::Crew;

  void stop() override {
    ++told;
    Crew::stop();
  }
  bool is_over() override { return told == 2 || Crew::is_over(); }

  int told = 0;
};

}  // namespace

asio::awaitable<void> work_in_order(Queue& in, Queue& out, Work work,
                                    std::size_t workers) {
  return plain::work_in_order<WaitsOnlyOnce>(in, out, std::move(work), workers);
}

}  // namespace exo41
