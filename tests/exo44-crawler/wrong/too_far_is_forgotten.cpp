// Corrects a depth, but has forgotten where a page led that was too far away.
// breaks: "All pages up to the depth of the limits are visited, and none
//   beyond."
// step: 2
// lesson: longer-way
#include <exo44-crawler/plain_crawl.hpp>

namespace exo44 {

namespace {

struct TooFarIsForgotten : plain::Crawl {
  using Crawl::Crawl;

  void keep(const Url& from, const Url& to) override {
    if (leads_on(map[from].depth)) Crawl::keep(from, to);
  }
};

}  // namespace

asio::awaitable<Map> crawl(Url start, Fetch fetch, Limits limits) {
  return plain::crawl<TooFarIsForgotten>(std::move(start), std::move(fetch),
                                         limits);
}

}  // namespace exo44
