// Follows the links of pages with a good status only.
// breaks: "All pages up to the depth of the limits are visited, and none
//   beyond."
// step: 2
// lesson: links-left-out
#include "crawler.hpp"

#define crawl reference_crawl
#include <solutions/exo44-crawler/crawler.cpp>
#undef crawl

namespace exo44 {

namespace {

asio::awaitable<Page> if_good(std::shared_ptr<Fetch> fetch, Url url) {
  auto page = co_await (*fetch)(std::move(url));
  if (page.status / 100 != 2) page.links.clear();
  co_return page;
}

}  // namespace

asio::awaitable<Map> crawl(Url start, Fetch fetch, Limits limits) {
  const auto shared = std::make_shared<Fetch>(std::move(fetch));
  return reference_crawl(
      std::move(start),
      [shared](Url url) { return if_good(shared, std::move(url)); }, limits);
}

}  // namespace exo44
