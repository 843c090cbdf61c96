// Keeps the connection of an HTTP/1.0 client open.
// breaks: "or speaks HTTP/1.0 and did not ask for keep-alive"
// step: 3
// lesson: stay-or-go
#include <exo43-http/plain_talk.hpp>

namespace exo43 {

namespace {

struct OldClientStays : plain::Talk {
  using Talk::Talk;

  bool stays(const Request& request) override {
    return !says(request, "close");
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  return plain::hold<OldClientStays>(std::move(socket), std::move(handler),
                                     patience);
}

}  // namespace exo43
