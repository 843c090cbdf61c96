// Answers HEAD as GET.
// breaks: "An answer to HEAD is what GET would get, without the body"
// step: 3
// lesson: head-with-body
#include <exo43-http/plain_talk.hpp>

namespace exo43 {

namespace {

struct HeadWithBody : plain::Talk {
  using Talk::Talk;

  std::string body(const Response& response, const Request&) override {
    return is_bare(response) ? "" : response.body;
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  return plain::hold<HeadWithBody>(std::move(socket), std::move(handler),
                                   patience);
}

}  // namespace exo43
