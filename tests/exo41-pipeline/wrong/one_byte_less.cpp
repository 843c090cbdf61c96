// Refuses the longest line.
// breaks: "A line that is too long is a failure:
//   `asio::error::message_size`."
// step: 4
// lesson: line-without-limit
#include <exo41-pipeline/plain_pipeline.hpp>

namespace exo41 {

namespace {

struct OneByteLess : plain::Pipeline {
  using Pipeline::Pipeline;

  bool is_too_long(std::size_t size) override { return size >= longest_line; }
};

}  // namespace

asio::awaitable<void> pipeline(tcp::socket& from, tcp::socket& to, Work work,
                               std::size_t workers, Flow& flow) {
  return plain::pipeline<OneByteLess>(from, to, std::move(work), workers, flow);
}

}  // namespace exo41
