// Notes a page as known when it has come.
// breaks: "Each page is fetched once"
// step: 2
// lesson: same-page-twice
#include <exo44-crawler/plain_crawl.hpp>

namespace exo44 {

namespace {

struct KnownWhenItComes : plain::Crawl {
  using Crawl::Crawl;

  void note(const Url& url, std::size_t depth) override {
    depths[url] = depth;
    fresh.push_back(url);
  }
  void arrived(const Url& url, const Page& page) override {
    map[url].depth = depths[url];
    Crawl::arrived(url, page);
  }

  std::map<Url, std::size_t> depths;
};

}  // namespace

asio::awaitable<Map> crawl(Url start, Fetch fetch, Limits limits) {
  return plain::crawl<KnownWhenItComes>(std::move(start), std::move(fetch),
                                        limits);
}

}  // namespace exo44
