// For wrong answers: a stream() that is right, in pieces. Each answer does one
// of these pieces in its own way.
//
//   struct SaysNoGap : plain::Streamer {
//     using Streamer::Streamer;
//     std::string text_of(const News& news) override {
//       return event_of(*news.notice);
//     }
//   };
//
//   asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub,
//                                Pulse pulse) {
//     return plain::stream<SaysNoGap>(std::move(socket), std::move(request),
//                                     hub, pulse);
//   }
//
// The other stream() is defined here, and not inline: a program has one of
// these answers, and the linker takes it before that of the reference.
#pragma once

#include <array>
#include <asio/buffer.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/socket_base.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <charconv>
#include <optional>
#include <system_error>
#include <utility>
#include <workbook/asio.hpp>

#include "notify.hpp"

namespace exo46 {

namespace plain {

using namespace asio::experimental::awaitable_operators;

inline constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

struct Streamer {
  Streamer(tcp::socket client, Request what, Hub& of, Pulse its)
      : socket(std::move(client)),
        request(std::move(what)),
        hub(of),
        pulse(its),
        beat(socket.get_executor()) {}
  virtual ~Streamer() = default;

  virtual std::optional<Id> last_seen() {
    const auto text = workbook::http::value_of(request.fields, "last-event-id");
    Id id = 0;
    const auto* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, id);
    if (error != std::errc() || rest != end) return std::nullopt;
    return id;
  }
  virtual asio::awaitable<void> run(Subscription subscription) {
    co_await (tell(std::move(subscription)) || listen());
  }
  virtual asio::awaitable<void> tell(Subscription subscription) {
    std::string text(opening);
    while (co_await send(text)) {
      has_sent(text);
      text = co_await next_text(subscription);
    }
  }
  virtual asio::awaitable<void> listen() {
    std::array<char, 512> dropped;
    for (;;) {
      const auto [error, size] =
          co_await socket.async_read_some(asio::buffer(dropped), as_result);
      if (error) co_return;
    }
  }
  // False if the client does not take it.
  virtual asio::awaitable<bool> send(std::string_view text) {
    asio::steady_timer timer(socket.get_executor(), pulse.patience);
    const auto first = co_await (write(text) || timer.async_wait(as_result));
    if (first.index() == 0) co_return std::get<0>(first);
    break_off();
    co_return false;
  }
  virtual asio::awaitable<bool> write(std::string_view text) {
    const auto [error, size] =
        co_await asio::async_write(socket, asio::buffer(text), as_result);
    co_return !error;
  }
  virtual void break_off() {
    asio::error_code ignored;
    socket.set_option(asio::socket_base::linger(true, 0), ignored);
    socket.close(ignored);
  }
  // The silence begins.
  virtual void has_sent(std::string_view /*text*/) {
    beat.expires_after(pulse.beat);
  }
  virtual std::string text_of(const News& news) {
    return (news.missed ? gap(news.missed) : "") + event_of(*news.notice);
  }

  Subscription subscribe() {
    const auto seen = last_seen();
    return seen ? hub.subscribe(*seen) : hub.subscribe();
  }
  // What there is to say, or a heartbeat when there was nothing for so long.
  asio::awaitable<std::string> next_text(Subscription& subscription) {
    const auto first =
        co_await (subscription.next() || beat.async_wait(as_result));
    if (first.index() == 1) co_return std::string(heartbeat);
    co_return text_of(std::get<0>(first));
  }

  tcp::socket socket;
  const Request request;
  Hub& hub;
  const Pulse pulse;
  asio::steady_timer beat;
};

template <class Kind>
asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub,
                             Pulse pulse) {
  asio::error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  Kind streamer(std::move(socket), std::move(request), hub, pulse);
  co_await streamer.run(streamer.subscribe());
}

}  // namespace plain

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub) {
  constexpr std::chrono::hours century{24 * 365 * 100};
  const Pulse endless{century, century};
  co_await stream(std::move(socket), std::move(request), hub, endless);
}

}  // namespace exo46
