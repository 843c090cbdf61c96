// Ends when no page waits to be begun.
// breaks: "It returns as soon as all is visited: not before, and not later."
// step: 2
// lesson: leaves-while-fetching
#include <exo44-crawler/plain_crawl.hpp>

namespace exo44 {

namespace {

struct EmptyQueueIsTheEnd : plain::Crawl {
  using Crawl::Crawl;

  bool is_over() override { return fresh.empty(); }
};

}  // namespace

asio::awaitable<Map> crawl(Url start, Fetch fetch, Limits limits) {
  return plain::crawl<EmptyQueueIsTheEnd>(std::move(start), std::move(fetch),
                                          limits);
}

}  // namespace exo44
