// Fetches the first pages while robots.txt is on its way.
// breaks: "For a page that is not allowed it throws Forbidden, and does not
//   fetch."
// step: 4
// lesson: robots-ignored
#include <exo44-crawler/plain_rules.hpp>

namespace exo44 {

namespace {

struct ComesWhenItComes : plain::Signs {
  using Signs::Signs;

  asio::awaitable<bool> allows(plain::Sign& sign, const Url& url) override {
    if (sign.asked) co_return true;
    co_return co_await Signs::allows(sign, url);
  }
};

}  // namespace

Fetch obediently(Fetch fetch) {
  return plain::as_allowed(
      std::make_shared<ComesWhenItComes>(std::move(fetch)));
}

}  // namespace exo44
