// Handles the requests of one client at the same time.
// breaks: "The answers come in the order of the requests."
// step: 1
// lesson: answers-out-of-order
#include <asio/co_spawn.hpp>
#include <exo38-server/plain_talk.hpp>

namespace exo38 {

namespace {

struct AllAtOnce : plain::Talk {
  using Talk::Talk;

  asio::awaitable<void> handle(Request request) override {
    asio::co_spawn(socket.get_executor(), Talk::handle(std::move(request)),
                   [self = shared_from_this()](const std::exception_ptr&) {});
    co_return;
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  return plain::hold<AllAtOnce>(std::move(socket), std::move(handler));
}

}  // namespace exo38
