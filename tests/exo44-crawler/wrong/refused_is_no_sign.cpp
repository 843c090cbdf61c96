// Takes a host that refuses the connection for one without a robots.txt.
// breaks: "With a status from 200 to 299, its body says what `robot` may fetch;
//   with 300 to 499, all is allowed; else, and when it cannot be fetched,
//   nothing."
// step: 4
// lesson: ill-is-not-open
#include <exo44-crawler/plain_rules.hpp>

namespace exo44 {

namespace {

asio::awaitable<Page> or_none(Fetch fetch, Url url) {
  const bool sign = url.target == "/robots.txt";
  try {
    co_return co_await fetch(std::move(url));
  } catch (const std::system_error& error) {
    if (!sign || error.code() != asio::error::connection_refused) throw;
  }
  co_return Page{404, {}, ""};
}

}  // namespace

Fetch obediently(Fetch fetch) {
  return plain::as_allowed(
      std::make_shared<plain::Signs>([own = std::move(fetch)](Url url) {
        return or_none(own, std::move(url));
      }));
}

}  // namespace exo44
