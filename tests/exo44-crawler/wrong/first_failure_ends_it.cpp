// A page that fails is a failure of the crawl.
// breaks: "A page that cannot be fetched is in the map with the very exception,
//   and stops nobody."
// step: 2
// lesson: bad-page-ends-all
#include <exo44-crawler/plain_crawl.hpp>

namespace exo44 {

namespace {

struct FirstFailureEndsIt : plain::Crawl {
  using Crawl::Crawl;

  void failed(const Url&, std::exception_ptr failure) override {
    thrown = std::move(failure);
  }
  bool is_over() override {
    if (thrown) std::rethrow_exception(thrown);
    return Crawl::is_over();
  }

  std::exception_ptr thrown;
};

}  // namespace

asio::awaitable<Map> crawl(Url start, Fetch fetch, Limits limits) {
  return plain::crawl<FirstFailureEndsIt>(std::move(start), std::move(fetch),
                                          limits);
}

}  // namespace exo44
