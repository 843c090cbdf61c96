// A page has the depth of the way on which it was found first.
// breaks: "The depth of a page is the length of the shortest way to it that was
//   found"
// step: 2
// lesson: longer-way
#include <exo44-crawler/plain_crawl.hpp>

namespace exo44 {

namespace {

struct FirstWayCounts : plain::Crawl {
  using Crawl::Crawl;

  bool is_nearer(std::size_t, const Visit&) override { return false; }
};

}  // namespace

asio::awaitable<Map> crawl(Url start, Fetch fetch, Limits limits) {
  return plain::crawl<FirstWayCounts>(std::move(start), std::move(fetch),
                                      limits);
}

}  // namespace exo44
