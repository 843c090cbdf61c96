// For wrong answers: the robots.txt of obediently(), in pieces that are right.
// Each answer does one of these pieces in its own way, and makes its fetch of
// it.
//
//   struct NoAnswerNoRules : plain::Signs {
//     using Signs::Signs;
//     workbook::web::Robots rules_of(const Page& page) override { ... }
//   };
//
//   Fetch obediently(Fetch fetch) {
//     return plain::as_allowed(
//         std::make_shared<NoAnswerNoRules>(std::move(fetch)));
//   }
#pragma once

#include <asio/any_io_executor.hpp>
#include <asio/cancellation_type.hpp>
#include <asio/error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <workbook/asio.hpp>

#include "crawler.hpp"

namespace exo44::plain {

// What is known of the robots.txt of a host.
struct Sign {
  Sign(const asio::any_io_executor& executor, std::string name)
      : host(std::move(name)),
        bell(executor, asio::steady_timer::time_point::max()) {}
  const std::string host;
  std::optional<workbook::web::Robots> rules;
  bool asked = false;       // somebody is on the way to read it
  asio::steady_timer bell;  // rings when that one is back
};

struct Signs {
  explicit Signs(Fetch own) : fetch(std::move(own)) {}
  virtual ~Signs() = default;

  asio::awaitable<Page> fetch_if_allowed(Url url) {
    const auto executor = co_await asio::this_coro::executor;
    auto& sign = of.try_emplace(url.host, executor, url.host).first->second;
    const bool allowed = co_await allows(sign, url);
    if (!allowed) throw Forbidden();
    co_return co_await fetch(std::move(url));
  }
  virtual asio::awaitable<bool> allows(Sign& sign, const Url& url) {
    co_await learn(sign);
    co_return sign.rules->allows(url.target);
  }
  // Waits until the rules are known. Who was on the way to them may have been
  // told to stop: then the next one goes.
  virtual asio::awaitable<void> learn(Sign& sign) {
    while (!sign.rules) {
      if (sign.asked)
        co_await hear(sign);
      else
        co_await go(sign);
    }
  }
  // However the errand ends, also cancelled, it rings for those who wait.
  struct Errand {
    Sign& sign;
    ~Errand() { is_back(sign); }
  };
  virtual asio::awaitable<void> go(Sign& sign) {
    sign.asked = true;
    const Errand errand{sign};
    co_await read(sign);
  }
  virtual workbook::web::Robots rules_of(const Page& page) {
    const int hundreds = page.status / 100;
    std::string text = "User-agent: *\nDisallow: /";
    if (hundreds == 2) text = page.body;
    if (hundreds == 3 || hundreds == 4) text.clear();
    return workbook::web::Robots(text, robot);
  }

  static asio::awaitable<void> hear(Sign& sign) {
    co_await sign.bell.async_wait(asio::as_tuple(asio::use_awaitable));
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
      throw std::system_error(asio::error::operation_aborted);
  }
  static void is_back(Sign& sign) {
    sign.asked = false;
    sign.bell.cancel();
  }
  asio::awaitable<void> read(Sign& sign) {
    const Url robots_txt{sign.host, "/robots.txt"};
    Page page;
    page.status = 0;
    std::exception_ptr failure;
    try {
      page = co_await fetch(robots_txt);
    } catch (...) {
      failure = std::current_exception();
    }
    const auto state = co_await asio::this_coro::cancellation_state;
    const bool cancelled = state.cancelled() != asio::cancellation_type::none;
    // What failed because we were told to stop says nothing of the host.
    if (failure && cancelled)
      throw std::system_error(asio::error::operation_aborted);
    sign.rules = rules_of(page);
  }

  const Fetch fetch;
  std::map<std::string, Sign> of;  // by the name of the host
};

// Owns the signs while a page is on its way.
inline asio::awaitable<Page> fetch_under(std::shared_ptr<Signs> signs,
                                         Url url) {
  co_return co_await signs->fetch_if_allowed(std::move(url));
}

inline Fetch as_allowed(std::shared_ptr<Signs> signs) {
  return [signs](Url url) { return fetch_under(signs, std::move(url)); };
}

}  // namespace exo44::plain
