// Has no more than sixteen pages under way, to be polite.
// breaks: "What is found is fetched at once, while others are under way."
// step: 2
// lesson: level-by-level
#include <exo44-crawler/plain_crawl.hpp>

namespace exo44 {

asio::awaitable<Map> crawl(Url start, Fetch fetch, Limits limits) {
  return plain::crawl(std::move(start),
                      politely(std::move(fetch), Manners{16, 16}), limits);
}

}  // namespace exo44
