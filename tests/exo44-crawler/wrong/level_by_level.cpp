// Fetches all pages of a level, and then those of the next.
// breaks: "What is found is fetched at once, while others are under way."
// step: 2
// lesson: level-by-level
#include <exo44-crawler/plain_crawl.hpp>

namespace exo44 {

namespace {

struct LevelByLevel : plain::Crawl {
  using Crawl::Crawl;

  void begin_all() override {
    if (under_way.empty()) Crawl::begin_all();
  }
};

}  // namespace

asio::awaitable<Map> crawl(Url start, Fetch fetch, Limits limits) {
  return plain::crawl<LevelByLevel>(std::move(start), std::move(fetch), limits);
}

}  // namespace exo44
