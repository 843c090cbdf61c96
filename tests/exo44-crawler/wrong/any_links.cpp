// Takes the links out of whatever came.
// breaks: "Its links are links_of(body), if the status is 200 to 299"
// step: 1
// lesson: links-of-anything
#include <exo44-crawler/plain_get.hpp>

asio::awaitable<exo44::Page> exo44::get(tcp::endpoint server, Url url,
                                        Milliseconds) {
  auto socket = co_await plain::asked(server, url);
  std::string received;
  const auto head = co_await plain::head_from(socket, received);
  auto body = co_await plain::body_from(socket, head, std::move(received));
  auto page = plain::page_of(head, std::move(body));
  const auto type = workbook::http::lower_case(
      workbook::http::value_of(head.fields, "content-type"));
  if (page.links.empty() && type.starts_with("text/html"))
    page.links = workbook::web::links_of(page.body);
  co_return page;
}
