// Reads until the host hangs up, and cuts off what is too much.
// breaks: "The body has as many bytes as Content-Length says, and nobody waits
//   for more"
// step: 1
// lesson: waits-for-the-close
#include <exo44-crawler/plain_get.hpp>

asio::awaitable<exo44::Page> exo44::get(tcp::endpoint server, Url url,
                                        Milliseconds) {
  auto socket = co_await plain::asked(server, url);
  std::string received;
  const auto head = co_await plain::head_from(socket, received);
  const auto length = workbook::web::length_of(head.fields);
  if (length && *length > most_body) throw Malformed("this body is too long");
  co_await plain::read_up_to(socket, received, most_body + 1);
  if (length && received.size() < *length)
    throw Malformed("this body was cut off");
  if (!length && received.size() > most_body)
    throw Malformed("this body is too long");
  if (length) received.resize(*length);
  co_return plain::page_of(head, std::move(received));
}
