// After a failure, waits until the sender has no more to say.
// breaks: "The first failure of any stage ends all of them, and it throws
//   that very failure."
// step: 4
// lesson: left-running
#include <exception>
#include <exo41-pipeline/plain_pipeline.hpp>

namespace exo41 {

namespace {

struct TheReaderGoesOn : plain::Pipeline {
  using Pipeline::Pipeline;

  asio::awaitable<void> join(
      std::vector<asio::awaitable<void>> stages) override {
    std::exception_ptr first;
    for (auto& stage : stages) stage = kept(std::move(stage), first);
    co_await Pipeline::join(std::move(stages));
    if (first) std::rethrow_exception(first);
  }
  static asio::awaitable<void> kept(asio::awaitable<void> stage,
                                    std::exception_ptr& first) {
    try {
      co_await std::move(stage);
    } catch (...) {
      if (!first) first = std::current_exception();
    }
  }
};

}  // namespace

asio::awaitable<void> pipeline(tcp::socket& from, tcp::socket& to, Work work,
                               std::size_t workers, Flow& flow) {
  return plain::pipeline<TheReaderGoesOn>(from, to, std::move(work), workers,
                                          flow);
}

}  // namespace exo41
