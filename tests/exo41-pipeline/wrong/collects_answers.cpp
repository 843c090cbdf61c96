// Collects answers until there are enough for a large write.
// breaks: "What comes of a line is written as soon as all before it is
//   written."
// step: 4
// lesson: answers-held-back
#include <exo41-pipeline/plain_pipeline.hpp>

namespace exo41 {

namespace {

struct CollectsAnswers : plain::Pipeline {
  using Pipeline::Pipeline;

  asio::awaitable<void> write_lines() override {
    std::string collected;
    while (auto line = co_await done.pull()) {
      collected += *line;
      if (collected.size() < 4'096) continue;
      co_await write(std::exchange(collected, {}));
    }
    co_await write(std::move(collected));
    tell_the_end();
  }
};

}  // namespace

asio::awaitable<void> pipeline(tcp::socket& from, tcp::socket& to, Work work,
                               std::size_t workers, Flow& flow) {
  return plain::pipeline<CollectsAnswers>(from, to, std::move(work), workers,
                                          flow);
}

}  // namespace exo41
