// After a failure, breaks only the connection to the sink.
// breaks: "When it throws, all stages and all work have ended, and it has
//   broken both connections."
// step: 4
// lesson: upstream-left-running
#include <exo41-pipeline/plain_pipeline.hpp>

namespace exo41 {

namespace {

struct TheSenderIsNotTold : plain::Pipeline {
  using Pipeline::Pipeline;

  void break_connections() override { reset(to); }
};

}  // namespace

asio::awaitable<void> pipeline(tcp::socket& from, tcp::socket& to, Work work,
                               std::size_t workers, Flow& flow) {
  return plain::pipeline<TheSenderIsNotTold>(from, to, std::move(work), workers,
                                             flow);
}

}  // namespace exo41
