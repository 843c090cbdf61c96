// Counts the pages that were fetched; what waits does not count.
// breaks: "When it knows as many pages as the limits say, it visits these and
//   keeps nothing of what it finds besides."
// step: 2
// lesson: frontier-without-bound
#include <exo44-crawler/plain_crawl.hpp>

namespace exo44 {

namespace {

struct CountsWhatHasCome : plain::Crawl {
  using Crawl::Crawl;

  bool has_place() override { return true; }
  bool may_begin() override {
    const auto begun = map.size() - fresh.size();
    return Crawl::may_begin() && begun < limits.pages;
  }
  Map result() override {
    for (const auto& url : fresh) map.erase(url);
    return map;
  }
};

}  // namespace

asio::awaitable<Map> crawl(Url start, Fetch fetch, Limits limits) {
  return plain::crawl<CountsWhatHasCome>(std::move(start), std::move(fetch),
                                         limits);
}

}  // namespace exo44
