// Told to stop, returns as if all had come through.
// breaks: "Cancelled, it ends all stages, and throws
//   `asio::error::operation_aborted`."
// step: 4
// lesson: deaf-to-cancellation
#include <exo41-pipeline/plain_pipeline.hpp>

namespace exo41 {

namespace {

struct ToldToStopAndDone : plain::Pipeline {
  using Pipeline::Pipeline;

  asio::awaitable<void> run() override {
    try {
      co_await Pipeline::run();
    } catch (const std::system_error& error) {
      if (error.code() != asio::error::operation_aborted) throw;
    }
  }
};

}  // namespace

asio::awaitable<void> pipeline(tcp::socket& from, tcp::socket& to, Work work,
                               std::size_t workers, Flow& flow) {
  return plain::pipeline<ToldToStopAndDone>(from, to, std::move(work), workers,
                                            flow);
}

}  // namespace exo41
