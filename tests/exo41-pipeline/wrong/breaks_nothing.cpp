// Throws, and leaves the connections as they are.
// breaks: "When it throws, all stages and all work have ended, and it has
//   broken both connections."
// step: 4
// lesson: error-becomes-end
#include <exo41-pipeline/plain_pipeline.hpp>

namespace exo41 {

namespace {

struct BreaksNothing : plain::Pipeline {
  using Pipeline::Pipeline;

  void break_connections() override {}
};

}  // namespace

asio::awaitable<void> pipeline(tcp::socket& from, tcp::socket& to, Work work,
                               std::size_t workers, Flow& flow) {
  return plain::pipeline<BreaksNothing>(from, to, std::move(work), workers,
                                        flow);
}

}  // namespace exo41
