// Rings when there is something new, and not when somebody has ended.
// breaks: "It returns as soon as all is visited: not before, and not later."
// step: 2
// lesson: never-ends
#include <exo44-crawler/plain_crawl.hpp>

namespace exo44 {

namespace {

struct NewsRingTheBell : plain::Crawl {
  using Crawl::Crawl;

  void note(const Url& url, std::size_t depth) override {
    Crawl::note(url, depth);
    bell.cancel();
  }
  void has_ended() override {}
};

}  // namespace

asio::awaitable<Map> crawl(Url start, Fetch fetch, Limits limits) {
  return plain::crawl<NewsRingTheBell>(std::move(start), std::move(fetch),
                                       limits);
}

}  // namespace exo44
