// Looks at the length of a line when its end has come.
// breaks: "A line that is too long is a failure:
//   `asio::error::message_size`."
// step: 4
// lesson: line-without-limit
#include <exo41-pipeline/plain_pipeline.hpp>

namespace exo41 {

namespace {

struct LooksAtTheEndOfALine : plain::Pipeline {
  using Pipeline::Pipeline;

  void look_at_rest() override {}
};

}  // namespace

asio::awaitable<void> pipeline(tcp::socket& from, tcp::socket& to, Work work,
                               std::size_t workers, Flow& flow) {
  return plain::pipeline<LooksAtTheEndOfALine>(from, to, std::move(work),
                                               workers, flow);
}

}  // namespace exo41
