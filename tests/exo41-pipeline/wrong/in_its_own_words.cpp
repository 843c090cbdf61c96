// Says in its own words what has failed.
// breaks: "Whatever `work` throws, it throws; what was thrown first, if
//   there is more."
// step: 3
// lesson: reason-lost
#include <exo41-pipeline/plain_crew.hpp>
#include <stdexcept>

namespace exo41 {

namespace {

struct InItsOwnWords : plain::Crew {
  using Crew::Crew;

  asio::awaitable<void> run(std::size_t workers) override {
    try {
      co_await Crew::run(workers);
    } catch (const std::system_error&) {
      throw;
    } catch (...) {
      throw std::runtime_error("a worker has failed");
    }
  }
};

}  // namespace

asio::awaitable<void> work_in_order(Queue& in, Queue& out, Work work,
                                    std::size_t workers) {
  return plain::work_in_order<InItsOwnWords>(in, out, std::move(work), workers);
}

}  // namespace exo41
