// Follows redirects itself: for who has asked, they do not exist.
// breaks: "Its links are links_of(body), if the status is 200 to 299"
// step: 1
// lesson: redirect-ring
#include <exo44-crawler/plain_get.hpp>

asio::awaitable<exo44::Page> exo44::get(tcp::endpoint server, Url url,
                                        Milliseconds) {
  for (;;) {
    auto socket = co_await plain::asked(server, url);
    std::string received;
    const auto head = co_await plain::head_from(socket, received);
    if (head.status >= 300 && head.status < 400) {
      const auto to = workbook::web::resolve(
          url, workbook::http::value_of(head.fields, "location"));
      if (to && to->target != url.target) {
        url = *to;
        continue;
      }
    }
    auto body = co_await plain::body_from(socket, head, std::move(received));
    co_return plain::page_of(head, std::move(body));
  }
}
