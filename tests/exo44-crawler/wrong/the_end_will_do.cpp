// Takes the end of the connection for the end of the page.
// breaks: "It throws Malformed for an answer that is cut off or is none"
// step: 1
// lesson: cut-off-is-whole
#include <algorithm>
#include <exo44-crawler/plain_get.hpp>

asio::awaitable<exo44::Page> exo44::get(tcp::endpoint server, Url url,
                                        Milliseconds) {
  auto socket = co_await plain::asked(server, url);
  std::string received;
  const auto head = co_await plain::head_from(socket, received);
  const auto length = workbook::web::length_of(head.fields);
  if (length && *length > most_body) throw Malformed("this body is too long");
  const auto most = length ? *length : most_body + 1;
  co_await plain::read_up_to(socket, received, most);
  if (!length && received.size() == most)
    throw Malformed("this body is too long");
  received.resize(std::min(received.size(), most));
  co_return plain::page_of(head, std::move(received));
}
