// Who is told to stop on the way to robots.txt rings for nobody.
// breaks: "Cancelled while it waits, it throws operation_aborted; the others
//   who wait get their robots.txt all the same."
// step: 4
// lesson: left-at-the-door
#include "crawler.hpp"

#include <asio/any_io_executor.hpp>
#include <asio/error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>
#include <workbook/asio.hpp>

namespace exo44 {

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

struct Sign {
  explicit Sign(const asio::any_io_executor& executor)
      : bell(executor, asio::steady_timer::time_point::max()) {}
  std::optional<workbook::web::Robots> rules;
  bool asked = false;
  asio::steady_timer bell;
};

struct Signs {
  explicit Signs(Fetch fetch) : fetch(std::move(fetch)) {}
  const Fetch fetch;
  std::map<std::string, Sign> of;
};

asio::awaitable<void> read_sign(const Fetch& fetch, Url url, Sign& sign) {
  sign.asked = true;
  Page page;
  page.status = 0;
  std::exception_ptr failure;
  try {
    page = co_await fetch(std::move(url));
  } catch (...) {
    failure = std::current_exception();
  }
  const auto state = co_await asio::this_coro::cancellation_state;
  if (failure && state.cancelled() != asio::cancellation_type::none)
    std::rethrow_exception(failure);
  std::string text = "User-agent: *\nDisallow: /";
  if (page.status >= 200 && page.status < 300) text = page.body;
  if (page.status >= 300 && page.status < 500) text.clear();
  sign.rules = workbook::web::Robots(text, robot);
  sign.bell.cancel();
}

asio::awaitable<Page> fetch_if_allowed(std::shared_ptr<Signs> signs, Url url) {
  const auto executor = co_await asio::this_coro::executor;
  auto& sign = signs->of.try_emplace(url.host, executor).first->second;
  const Url robots_txt{url.host, "/robots.txt"};
  while (!sign.rules) {
    if (!sign.asked) {
      co_await read_sign(signs->fetch, robots_txt, sign);
      continue;
    }
    co_await sign.bell.async_wait(as_result);
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
      throw std::system_error(asio::error::operation_aborted);
  }
  if (!sign.rules->allows(url.target)) throw Forbidden();
  co_return co_await signs->fetch(std::move(url));
}

}  // namespace

Fetch obediently(Fetch fetch) {
  const auto signs = std::make_shared<Signs>(std::move(fetch));
  return [signs](Url url) { return fetch_if_allowed(signs, std::move(url)); };
}

}  // namespace exo44
