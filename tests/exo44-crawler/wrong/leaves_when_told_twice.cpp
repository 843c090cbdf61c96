// Told to stop once more while it waits for its fetches, it leaves them.
// breaks: "Cancelled, it tells all fetches to stop, begins none, and throws
//   operation_aborted when they have ended."
// step: 2
// lesson: fetches-left-behind
#include <exo44-crawler/plain_crawl.hpp>

namespace exo44 {

namespace {

struct LeavesWhenToldTwice : plain::Crawl {
  using Crawl::Crawl;

  asio::awaitable<bool> is_told_to_stop() override {
    if (!stopping) co_return co_await Crawl::is_told_to_stop();
    co_await hear();
    co_return false;
  }
};

}  // namespace

asio::awaitable<Map> crawl(Url start, Fetch fetch, Limits limits) {
  return plain::crawl<LeavesWhenToldTwice>(std::move(start), std::move(fetch),
                                           limits);
}

}  // namespace exo44
