// Does not tell an HTTP/1.0 client that it may stay.
// breaks: "one to HTTP/1.0 that is not the last says keep-alive"
// step: 3
// lesson: stay-or-go
#include <exo43-http/plain_talk.hpp>

namespace exo43 {

namespace {

struct KeepAliveUnsaid : plain::Talk {
  using Talk::Talk;

  std::string connection(const Request&) override {
    return last ? "Connection: close\r\n" : "";
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  return plain::hold<KeepAliveUnsaid>(std::move(socket), std::move(handler),
                                      patience);
}

}  // namespace exo43
