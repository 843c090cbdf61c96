// Takes only operation_aborted for a robots.txt that was told to stop; whatever
// else it fails with then is the host's fault.
// breaks: "Cancelled while it waits, it throws operation_aborted; the others
// who
//   wait get their robots.txt all the same."
// step: 4
// lesson: left-at-the-door
#include <exo44-crawler/plain_rules.hpp>

namespace exo44 {

namespace {

struct KnowsStopByItsCode : plain::Signs {
  using Signs::Signs;

  asio::awaitable<void> go(plain::Sign& sign) override {
    sign.asked = true;
    const Errand errand{sign};
    const Url robots_txt{sign.host, "/robots.txt"};
    Page page;
    page.status = 0;
    bool aborted = false;
    try {
      page = co_await fetch(robots_txt);
    } catch (const std::system_error& error) {
      aborted = error.code() == asio::error::operation_aborted;
    } catch (...) {
    }
    const auto state = co_await asio::this_coro::cancellation_state;
    const bool told = state.cancelled() != asio::cancellation_type::none;
    if (!aborted || !told) sign.rules = rules_of(page);
    if (told) throw std::system_error(asio::error::operation_aborted);
  }
};

}  // namespace

Fetch obediently(Fetch fetch) {
  return plain::as_allowed(
      std::make_shared<KnowsStopByItsCode>(std::move(fetch)));
}

}  // namespace exo44
