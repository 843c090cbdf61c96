// Gives up on an answer when the client sends no more.
// breaks: "A client that sends no more gets all its answers; then the
//   connection is closed."
// step: 1
// lesson: half-close-is-not-goodbye
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <exo38-server/plain_talk.hpp>
#include <variant>

namespace exo38 {

namespace {

using namespace asio::experimental::awaitable_operators;

struct HalfCloseIsGone : plain::Talk {
  using Talk::Talk;

  asio::awaitable<std::string> ask(Request request) override {
    auto first = co_await (Talk::ask(std::move(request)) || gone());
    if (first.index() == 0) co_return std::get<0>(std::move(first));
    over = true;
    co_return "";
  }
  // Ends when the client has ended its side.
  asio::awaitable<void> gone() {
    co_await socket.async_wait(tcp::socket::wait_read, as_result);
    if (socket.available() == 0) co_return;
    asio::steady_timer never(socket.get_executor(),
                             asio::steady_timer::time_point::max());
    co_await never.async_wait(asio::use_awaitable);
  }
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  return plain::hold<HalfCloseIsGone>(std::move(socket), std::move(handler));
}

}  // namespace exo38
