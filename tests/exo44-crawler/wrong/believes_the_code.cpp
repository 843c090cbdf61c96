// Takes a page that fails with operation_aborted for an order to stop.
// breaks: "A page that cannot be fetched is in the map with the very exception,
//   and stops nobody."
// step: 2
// lesson: bad-page-ends-all
#include "crawler.hpp"

#define crawl reference_crawl
#include <solutions/exo44-crawler/crawler.cpp>
#undef crawl

namespace exo44 {

asio::awaitable<Map> crawl(Url start, Fetch fetch, Limits limits) {
  auto map =
      co_await reference_crawl(std::move(start), std::move(fetch), limits);
  for (const auto& [url, visit] : map) {
    try {
      if (visit.failure) std::rethrow_exception(visit.failure);
    } catch (const std::system_error& error) {
      if (error.code() == asio::error::operation_aborted) throw;
    } catch (...) {
    }
  }
  co_return map;
}

}  // namespace exo44
