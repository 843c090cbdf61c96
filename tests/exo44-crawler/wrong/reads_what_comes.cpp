// Has a limit for the bodies that say how long they are, and none for the
// others.
// breaks: "It throws Malformed for an answer that is cut off or is none"
// step: 1
// lesson: without-limit
#include <exo44-crawler/plain_get.hpp>
#include <limits>

asio::awaitable<exo44::Page> exo44::get(tcp::endpoint server, Url url,
                                        Milliseconds) {
  auto socket = co_await plain::asked(server, url);
  std::string received;
  const auto head = co_await plain::head_from(socket, received);
  if (!workbook::web::length_of(head.fields))
    co_await plain::read_up_to(socket, received,
                               std::numeric_limits<std::size_t>::max() / 2);
  else
    received = co_await plain::body_from(socket, head, std::move(received));
  co_return plain::page_of(head, std::move(received));
}
