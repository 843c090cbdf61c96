// Joins the workers with && in a chain: a worker that lingers keeps the news
// from those before it.
// breaks: "When `work` throws, the other work under way is cancelled at
//   once."
// step: 3
// lesson: left-running
#include <asio/experimental/awaitable_operators.hpp>
#include <exo41-pipeline/plain_crew.hpp>

namespace exo41 {

namespace {

using asio::experimental::awaitable_operators::operator&&;

struct NewsGoesUpTheChain : plain::Crew {
  using Crew::Crew;

  asio::awaitable<void> run(std::size_t workers) override {
    try {
      co_await chain(workers);
    } catch (...) {
      if (!first) throw;
    }
    if (first) std::rethrow_exception(first);
    out.finish();
  }
  asio::awaitable<void> chain(std::size_t workers) {
    if (workers == 0) co_return;
    co_await (chain(workers - 1) && work_on_lines());
  }
  asio::awaitable<void> work_on_lines() override {
    try {
      co_await Crew::work_on_lines();
    } catch (...) {
      if (!first) first = std::current_exception();
      throw;
    }
  }
};

}  // namespace

asio::awaitable<void> work_in_order(Queue& in, Queue& out, Work work,
                                    std::size_t workers) {
  return plain::work_in_order<NewsGoesUpTheChain>(in, out, std::move(work),
                                                  workers);
}

}  // namespace exo41
