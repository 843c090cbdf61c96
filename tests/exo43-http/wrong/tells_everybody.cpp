// Tells whoever says Expect to go on, in any version of HTTP.
// breaks: "A client that speaks HTTP/1.0 is not told to go on"
// step: 3
// lesson: go-ahead-not-known
#include <exo43-http/plain_talk.hpp>

namespace exo43 {

namespace {

struct TellsEverybody : plain::Talk {
  using Talk::Talk;

  bool expects(const Request* head) override {
    return head && head->body.empty() &&
           plain::http::lists(head->fields, "expect", "100-continue");
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  return plain::hold<TellsEverybody>(std::move(socket), std::move(handler),
                                     patience);
}

}  // namespace exo43
