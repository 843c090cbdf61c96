// Follows the links of pages with a good status only.
// breaks: "All pages up to the depth of the limits are visited, and none
//   beyond."
// step: 2
// lesson: links-left-out
#include <exo44-crawler/plain_crawl.hpp>

namespace exo44 {

namespace {

struct GoodAnswersOnly : plain::Crawl {
  using Crawl::Crawl;

  void arrived(const Url& url, const Page& page) override {
    auto copy = page;
    if (page.status / 100 != 2) copy.links.clear();
    Crawl::arrived(url, copy);
  }
};

}  // namespace

asio::awaitable<Map> crawl(Url start, Fetch fetch, Limits limits) {
  return plain::crawl<GoodAnswersOnly>(std::move(start), std::move(fetch),
                                       limits);
}

}  // namespace exo44
