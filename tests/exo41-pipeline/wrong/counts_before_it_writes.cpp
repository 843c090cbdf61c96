// Counts the bytes of a line before it writes them.
// breaks: "`flow` is right at each moment."
// step: 4
// lesson: flow-is-wrong
#include <exo41-pipeline/plain_pipeline.hpp>

namespace exo41 {

namespace {

struct CountsBeforeItWrites : plain::Pipeline {
  using Pipeline::Pipeline;

  asio::awaitable<void> write(std::string line) override {
    flow.written += line.size();
    co_await asio::async_write(to, asio::buffer(line), asio::use_awaitable);
  }
};

}  // namespace

asio::awaitable<void> pipeline(tcp::socket& from, tcp::socket& to, Work work,
                               std::size_t workers, Flow& flow) {
  return plain::pipeline<CountsBeforeItWrites>(from, to, std::move(work),
                                               workers, flow);
}

}  // namespace exo41
