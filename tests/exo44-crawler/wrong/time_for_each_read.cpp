// Has patience for each read, which begins anew with each byte.
// breaks: "If the page is not there after `patience`, it throws timed_out"
// step: 1
// lesson: waits-for-ever
#include <array>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <exo44-crawler/plain_get.hpp>
#include <optional>

namespace exo44 {

asio::awaitable<Page> get(tcp::endpoint server, Url url,
                          Milliseconds patience) {
  using namespace asio::experimental::awaitable_operators;
  using plain::as_result;
  asio::steady_timer timer(co_await asio::this_coro::executor, patience);
  tcp::socket socket(timer.get_executor());
  const auto connected = co_await (socket.async_connect(server, as_result) ||
                                   timer.async_wait(as_result));
  if (connected.index() == 1) throw std::system_error(asio::error::timed_out);
  const auto [error] = std::get<0>(connected);
  if (error) throw std::system_error(error);
  const auto request = plain::question(url);
  co_await asio::async_write(socket, asio::buffer(request),
                             asio::use_awaitable);
  std::string received;
  std::optional<workbook::web::Head> head;
  std::optional<std::size_t> length;
  std::array<char, 4096> piece;
  while (!head || !length || received.size() < *length) {
    timer.expires_after(patience);
    const auto read =
        co_await (socket.async_read_some(asio::buffer(piece), as_result) ||
                  timer.async_wait(as_result));
    if (read.index() == 1) throw std::system_error(asio::error::timed_out);
    const auto [failure, size] = std::get<0>(read);
    if (failure == asio::error::eof && head && !length) break;
    if (failure == asio::error::eof) throw Malformed("this was cut off");
    if (failure) throw std::system_error(failure);
    received.append(piece.data(), size);
    const auto end = received.find("\r\n\r\n");
    if (!head && (end > longest_head - 4) && received.size() >= longest_head)
      throw Malformed("this head is too long");
    if (!head && end != received.npos) {
      head = workbook::web::parse_head(received.substr(0, end + 4));
      received.erase(0, end + 4);
      length = workbook::web::length_of(head->fields);
    }
    if (head && (length ? *length : received.size()) > most_body)
      throw Malformed("this body is too long");
  }
  if (length) received.resize(*length);
  co_return plain::page_of(*head, std::move(received));
}

}  // namespace exo44
