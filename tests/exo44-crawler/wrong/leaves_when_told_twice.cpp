// Told to stop once more while it waits for its fetches, it leaves them.
// breaks: "Cancelled, it tells all fetches to stop, begins none, and throws
//   operation_aborted when they have ended."
// step: 2
// lesson: fetches-left-behind
#include "crawler.hpp"

#define crawl reference_crawl
#include <solutions/exo44-crawler/crawler.cpp>
#undef crawl

namespace exo44 {

asio::awaitable<Map> crawl(Url start, Fetch fetch, Limits limits) {
  const auto executor = co_await asio::this_coro::executor;
  const auto crawl =
      std::make_shared<Crawl>(executor, std::move(fetch), limits);
  crawl->found(std::move(start), 0);
  bool stopping = false;
  for (;;) {
    for (; !stopping && !crawl->fresh.empty(); crawl->fresh.pop_front())
      begin(executor, crawl, crawl->fresh.front());
    if (crawl->under_way.empty()) break;
    co_await crawl->bell.async_wait(as_result);
    if (stopping) continue;
    const auto state = co_await asio::this_coro::cancellation_state;
    if (!cancelled(state)) continue;
    co_await asio::this_coro::reset_cancellation_state();
    stopping = true;
    const auto all = crawl->under_way;
    for (const auto& stop : all) stop->emit(asio::cancellation_type::terminal);
  }
  if (stopping) throw std::system_error(asio::error::operation_aborted);
  co_return std::move(crawl->map);
}

}  // namespace exo44
