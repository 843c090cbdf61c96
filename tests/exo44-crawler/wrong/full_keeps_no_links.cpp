// Keeps no link any more when all places are taken, not even to a known page.
// breaks: "The depth of a page is the length of the shortest way to it that was
//   found, whoever answered first."
// step: 2
// lesson: longer-way
#include <exo44-crawler/plain_crawl.hpp>

namespace exo44 {

namespace {

struct FullKeepsNoLinks : plain::Crawl {
  using Crawl::Crawl;

  void keep(const Url& from, const Url& to) override {
    if (has_place()) Crawl::keep(from, to);
  }
};

}  // namespace

asio::awaitable<Map> crawl(Url start, Fetch fetch, Limits limits) {
  return plain::crawl<FullKeepsNoLinks>(std::move(start), std::move(fetch),
                                        limits);
}

}  // namespace exo44
