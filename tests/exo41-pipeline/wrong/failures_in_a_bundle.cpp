// Joins the stages with &&, which throws all failures together.
// breaks: "The first failure of any stage ends all of them, and it throws
//   that very failure."
// step: 4
// lesson: reason-lost
#include <asio/experimental/awaitable_operators.hpp>
#include <exo41-pipeline/plain_pipeline.hpp>

namespace exo41 {

namespace {

using asio::experimental::awaitable_operators::operator&&;

struct FailuresInABundle : plain::Pipeline {
  using Pipeline::Pipeline;

  asio::awaitable<void> join(
      std::vector<asio::awaitable<void>> stages) override {
    co_await (std::move(stages[0]) && std::move(stages[1]) &&
              std::move(stages[2]));
  }
};

}  // namespace

asio::awaitable<void> pipeline(tcp::socket& from, tcp::socket& to, Work work,
                               std::size_t workers, Flow& flow) {
  return plain::pipeline<FailuresInABundle>(from, to, std::move(work), workers,
                                            flow);
}

}  // namespace exo41
