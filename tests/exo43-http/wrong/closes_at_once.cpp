// Closes the connection behind its last answer.
// breaks: "it ends its side of the connection, and drops what still comes"
// step: 3
// lesson: close-loses-the-answer
#include <exo43-http/plain_talk.hpp>

namespace exo43 {

namespace {

struct ClosesAtOnce : plain::Talk {
  using Talk::Talk;

  asio::awaitable<void> part() override { co_return; }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  return plain::hold<ClosesAtOnce>(std::move(socket), std::move(handler),
                                   patience);
}

}  // namespace exo43
