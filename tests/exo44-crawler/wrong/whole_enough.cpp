// Told to stop, gives the map all the same if every page came.
// breaks: "Cancelled, it tells all fetches to stop, begins none, and throws
//   operation_aborted when they have ended."
// step: 2
// lesson: fetches-left-behind
#include <exo44-crawler/plain_crawl.hpp>

namespace exo44 {

namespace {

struct WholeEnough : plain::Crawl {
  using Crawl::Crawl;

  Map result() override { return map; }
  bool is_over() override {
    const bool over = Crawl::is_over();
    if (over && fresh.empty() && nothing_failed()) stopping = false;
    return over;
  }
  bool nothing_failed() const {
    for (const auto& [url, visit] : map)
      if (visit.failure) return false;
    return true;
  }
};

}  // namespace

asio::awaitable<Map> crawl(Url start, Fetch fetch, Limits limits) {
  return plain::crawl<WholeEnough>(std::move(start), std::move(fetch), limits);
}

}  // namespace exo44
