// Closes the connection politely, and the system goes on trying.
// breaks: "When a write is not taken whole after `patience`, it breaks the
//   connection, and returns."
// step: 4
// lesson: dead-found-late
#include "notify.hpp"

#include <array>
#include <asio/buffer.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <charconv>
#include <optional>
#include <utility>
#include <workbook/asio.hpp>

namespace exo46 {

namespace {

using namespace asio::experimental::awaitable_operators;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

std::optional<Id> last_seen(const Request& request) {
  const auto text = workbook::http::value_of(request.fields, "last-event-id");
  Id id = 0;
  const auto* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, id);
  if (error != std::errc() || rest != end) return std::nullopt;
  return id;
}

asio::awaitable<bool> send(tcp::socket& socket, std::string_view text,
                           std::chrono::milliseconds patience) {
  asio::steady_timer timer(socket.get_executor(), patience);
  const auto first =
      co_await (asio::async_write(socket, asio::buffer(text), as_result) ||
                timer.async_wait(as_result));
  if (first.index() == 0) co_return !std::get<0>(std::get<0>(first));
  asio::error_code ignored;
  socket.close(ignored);
  co_return false;
}

asio::awaitable<void> tell(tcp::socket& socket, Subscription subscription,
                           Pulse pulse) {
  asio::steady_timer beat(socket.get_executor());
  std::string text(opening);
  while (co_await send(socket, text, pulse.patience)) {
    beat.expires_after(pulse.beat);
    const auto first =
        co_await (subscription.next() || beat.async_wait(as_result));
    text = heartbeat;
    if (first.index() == 1) continue;
    const auto& news = std::get<0>(first);
    text = (news.missed ? gap(news.missed) : "") + event_of(*news.notice);
  }
}

asio::awaitable<void> listen(tcp::socket& socket) {
  std::array<char, 512> dropped;
  for (;;) {
    const auto [error, size] =
        co_await socket.async_read_some(asio::buffer(dropped), as_result);
    if (error) co_return;
  }
}

}  // namespace

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub) {
  constexpr std::chrono::hours century{24 * 365 * 100};
  const Pulse endless{century, century};
  co_await stream(std::move(socket), std::move(request), hub, endless);
}

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub,
                             Pulse pulse) {
  asio::error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  const auto seen = last_seen(request);
  auto subscription = seen ? hub.subscribe(*seen) : hub.subscribe();
  co_await (tell(socket, std::move(subscription), pulse) || listen(socket));
}

}  // namespace exo46
