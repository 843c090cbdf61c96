// Keeps of a page's links only those to pages that nobody knew yet.
// breaks: "The depth of a page is the length of the shortest way to it that was
//   found, whoever answered first."
// step: 2
// lesson: longer-way
#include <exo44-crawler/plain_crawl.hpp>

namespace exo44 {

namespace {

struct KeepsNewsOnly : plain::Crawl {
  using Crawl::Crawl;

  void keep(const Url& from, const Url& to) override {
    if (!map.contains(to)) Crawl::keep(from, to);
  }
};

}  // namespace

asio::awaitable<Map> crawl(Url start, Fetch fetch, Limits limits) {
  return plain::crawl<KeepsNewsOnly>(std::move(start), std::move(fetch),
                                     limits);
}

}  // namespace exo44
