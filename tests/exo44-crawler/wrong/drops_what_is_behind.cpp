// Reads the head, and then the body: what was read together with the head is
// thrown away.
// breaks: "The page has the status of the answer, whatever it is, and its
//   body."
// step: 1
// lesson: answer-in-pieces
#include <exo44-crawler/plain_get.hpp>

asio::awaitable<exo44::Page> exo44::get(tcp::endpoint server, Url url,
                                        Milliseconds) {
  auto socket = co_await plain::asked(server, url);
  std::string received;
  const auto head = co_await plain::head_from(socket, received);
  auto body = co_await plain::body_from(socket, head, std::string());
  co_return plain::page_of(head, std::move(body));
}
