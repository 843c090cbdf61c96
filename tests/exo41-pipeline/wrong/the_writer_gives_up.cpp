// The writer returns when the sink has gone.
// breaks: "The first failure of any stage ends all of them, and it throws
//   that very failure."
// step: 4
// lesson: left-running
#include <exo41-pipeline/plain_pipeline.hpp>

namespace exo41 {

namespace {

struct TheWriterGivesUp : plain::Pipeline {
  using Pipeline::Pipeline;

  asio::awaitable<void> write_lines() override {
    try {
      co_await Pipeline::write_lines();
    } catch (const std::system_error& error) {
      if (error.code() == asio::error::operation_aborted) throw;
    }
  }
};

}  // namespace

asio::awaitable<void> pipeline(tcp::socket& from, tcp::socket& to, Work work,
                               std::size_t workers, Flow& flow) {
  return plain::pipeline<TheWriterGivesUp>(from, to, std::move(work), workers,
                                           flow);
}

}  // namespace exo41
