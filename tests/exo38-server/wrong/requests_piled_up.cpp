// Reads on while it waits for the client to read, and keeps the requests.
// breaks: "It keeps no more than `most_kept` allows"
// step: 1
// lesson: heap-for-the-deaf
#include <asio/co_spawn.hpp>
#include <asio/steady_timer.hpp>
#include <deque>
#include <exo38-server/plain_talk.hpp>

namespace exo38 {

namespace {

struct RequestsPiledUp : plain::Talk {
  using Talk::Talk;

  asio::awaitable<void> handle(Request request) override {
    requests.push_back(std::move(request));
    bell.cancel();
    co_return;
  }
  // Not now: the answers to what came before go first.
  asio::awaitable<void> refuse(workbook::Front) override {
    over = refused = true;
    co_return;
  }
  asio::awaitable<void> handle_all() {
    for (;;) {
      for (; !requests.empty(); requests.pop_front())
        co_await Talk::handle(requests.front());
      if (over) break;
      co_await bell.async_wait(as_result);
    }
    if (refused) co_await Talk::refuse({});
    socket.close();
  }

  std::deque<Request> requests;
  bool refused = false;
  // It is only ever cancelled.
  asio::steady_timer bell{socket.get_executor(),
                          asio::steady_timer::time_point::max()};
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  const auto talk =
      std::make_shared<RequestsPiledUp>(std::move(socket), std::move(handler));
  asio::co_spawn(talk->socket.get_executor(), talk->hold(),
                 [talk](const std::exception_ptr&) { talk->bell.cancel(); });
  co_await talk->handle_all();
}

}  // namespace exo38
