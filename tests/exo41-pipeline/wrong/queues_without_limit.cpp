// Its queues have a limit that is never reached.
// breaks: "It keeps no more than `most_kept`, and a line for each worker,
//   also while `to` takes nothing"
// step: 4
// lesson: slow-sink-ignored
#include <exo41-pipeline/plain_pipeline.hpp>

namespace exo41 {

namespace {

struct QueuesWithoutLimit : plain::Pipeline {
  using Pipeline::Pipeline;

  asio::awaitable<void> run() override {
    lines = Queue(executor, 1'000'000'000);
    done = Queue(executor, 1'000'000'000);
    return Pipeline::run();
  }
};

}  // namespace

asio::awaitable<void> pipeline(tcp::socket& from, tcp::socket& to, Work work,
                               std::size_t workers, Flow& flow) {
  return plain::pipeline<QueuesWithoutLimit>(from, to, std::move(work), workers,
                                             flow);
}

}  // namespace exo41
