// Takes a page that fails with operation_aborted for an order to stop.
// breaks: "A page that cannot be fetched is in the map with the very exception,
//   and stops nobody."
// step: 2
// lesson: bad-page-ends-all
#include <exo44-crawler/plain_crawl.hpp>

namespace exo44 {

namespace {

struct BelievesTheCode : plain::Crawl {
  using Crawl::Crawl;

  Map result() override {
    for (const auto& [url, visit] : map) throw_if_aborted(visit.failure);
    return map;
  }
  static void throw_if_aborted(const std::exception_ptr& failure) {
    try {
      if (failure) std::rethrow_exception(failure);
    } catch (const std::system_error& error) {
      if (error.code() == asio::error::operation_aborted) throw;
    } catch (...) {
    }
  }
};

}  // namespace

asio::awaitable<Map> crawl(Url start, Fetch fetch, Limits limits) {
  return plain::crawl<BelievesTheCode>(std::move(start), std::move(fetch),
                                       limits);
}

}  // namespace exo44
