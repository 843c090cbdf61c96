// Told to stop, it tells the fetches, and does not wait for them.
// breaks: "Cancelled, it tells all fetches to stop, begins none, and throws
//   operation_aborted when they have ended."
// step: 2
// lesson: fetches-left-behind
#include <exo44-crawler/plain_crawl.hpp>

namespace exo44 {

namespace {

struct LeavesAtOnce : plain::Crawl {
  using Crawl::Crawl;

  bool is_over() override { return stopping || Crawl::is_over(); }
};

}  // namespace

asio::awaitable<Map> crawl(Url start, Fetch fetch, Limits limits) {
  return plain::crawl<LeavesAtOnce>(std::move(start), std::move(fetch), limits);
}

}  // namespace exo44
