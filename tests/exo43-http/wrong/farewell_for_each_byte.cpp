// Begins the farewell anew with whatever comes.
// breaks: "or `farewell` is over"
// step: 3
// lesson: close-loses-the-answer
#include <exo43-http/plain_talk.hpp>

namespace exo43 {

namespace {

struct FarewellForEachByte : plain::Talk {
  using Talk::Talk;

  asio::awaitable<void> part() override {
    using namespace asio::experimental::awaitable_operators;
    asio::error_code ignored;
    socket.shutdown(tcp::socket::shutdown_send, ignored);
    for (;;) {
      timer.expires_after(farewell);
      const auto first = co_await (
          socket.async_read_some(asio::buffer(piece), plain::as_result) ||
          timer.async_wait(plain::as_result));
      if (first.index() == 1 || std::get<0>(std::get<0>(first))) co_return;
    }
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  return plain::hold<FarewellForEachByte>(std::move(socket), std::move(handler),
                                          patience);
}

}  // namespace exo43
