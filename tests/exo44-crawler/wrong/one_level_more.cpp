// Looks at the depth before it fetches, where the depth is that of the page
// before.
// breaks: "All pages up to the depth of the limits are visited, and none
//   beyond."
// step: 2
// lesson: beyond-the-limits
#include <exo44-crawler/plain_crawl.hpp>

namespace exo44 {

namespace {

struct OneLevelMore : plain::Crawl {
  using Crawl::Crawl;

  bool leads_on(std::size_t depth) override { return depth <= limits.depth; }
};

}  // namespace

asio::awaitable<Map> crawl(Url start, Fetch fetch, Limits limits) {
  return plain::crawl<OneLevelMore>(std::move(start), std::move(fetch), limits);
}

}  // namespace exo44
