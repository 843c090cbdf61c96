// A worker whose work throws operation_aborted thinks that it was told to stop.
// breaks: "Whatever `work` throws, it throws; what was thrown first, if there
//   is more."
// step: 3
// lesson: reason-lost
#include <exo41-pipeline/plain_crew.hpp>

namespace exo41 {

namespace {

struct BelievesTheCode : plain::Crew {
  using Crew::Crew;

  asio::awaitable<void> work_on_lines() override {
    try {
      co_await Crew::work_on_lines();
    } catch (const std::system_error& error) {
      if (error.code() != asio::error::operation_aborted) throw;
    }
  }
};

}  // namespace

asio::awaitable<void> work_in_order(Queue& in, Queue& out, Work work,
                                    std::size_t workers) {
  return plain::work_in_order<BelievesTheCode>(in, out, std::move(work),
                                               workers);
}

}  // namespace exo41
