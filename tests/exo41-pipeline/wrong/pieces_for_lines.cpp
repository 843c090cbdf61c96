// Takes each piece that it reads for a line.
// breaks: "Each line is worked on with its "\n", however the network cuts
//   the lines."
// step: 4
// lesson: line-cut
#include <exo41-pipeline/plain_pipeline.hpp>

namespace exo41 {

namespace {

struct PiecesForLines : plain::Pipeline {
  using Pipeline::Pipeline;

  asio::awaitable<void> push_lines() override {
    return lines.push(std::exchange(received, {}));
  }
};

}  // namespace

asio::awaitable<void> pipeline(tcp::socket& from, tcp::socket& to, Work work,
                               std::size_t workers, Flow& flow) {
  return plain::pipeline<PiecesForLines>(from, to, std::move(work), workers,
                                         flow);
}

}  // namespace exo41
