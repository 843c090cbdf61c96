// Does not hear a client that wants to go.
// breaks: "unless the client asked for Connection: close"
// step: 3
// lesson: stay-or-go
#include <exo43-http/plain_talk.hpp>

namespace exo43 {

namespace {

struct AlwaysStays : plain::Talk {
  using Talk::Talk;

  bool stays(const Request& request) override {
    return request.minor == 1 || says(request, "keep-alive");
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  return plain::hold<AlwaysStays>(std::move(socket), std::move(handler),
                                  patience);
}

}  // namespace exo43
