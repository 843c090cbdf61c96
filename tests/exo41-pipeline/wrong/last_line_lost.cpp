// Forgets what is behind the last "\n".
// breaks: "What is behind the last "\n" is a line, too."
// step: 4
// lesson: line-cut
#include <exo41-pipeline/plain_pipeline.hpp>

namespace exo41 {

namespace {

struct LastLineLost : plain::Pipeline {
  using Pipeline::Pipeline;

  asio::awaitable<void> push_rest() override { co_return; }
};

}  // namespace

asio::awaitable<void> pipeline(tcp::socket& from, tcp::socket& to, Work work,
                               std::size_t workers, Flow& flow) {
  return plain::pipeline<LastLineLost>(from, to, std::move(work), workers,
                                       flow);
}

}  // namespace exo41
