// Returns when all is written, and tells nobody.
// breaks: "When `from` has ended and all is written, `to` is told that no
//   more comes, and pipeline returns."
// step: 4
// lesson: half-close-lost
#include <exo41-pipeline/plain_pipeline.hpp>

namespace exo41 {

namespace {

struct NobodyTellsTheSink : plain::Pipeline {
  using Pipeline::Pipeline;

  void tell_the_end() override {}
};

}  // namespace

asio::awaitable<void> pipeline(tcp::socket& from, tcp::socket& to, Work work,
                               std::size_t workers, Flow& flow) {
  return plain::pipeline<NobodyTellsTheSink>(from, to, std::move(work), workers,
                                             flow);
}

}  // namespace exo41
