// Puts the answers into a queue for a second coroutine, and reads on.
// breaks: "It keeps no more than `most_kept` allows"
// step: 1
// lesson: heap-for-the-deaf
#include <asio/co_spawn.hpp>
#include <asio/steady_timer.hpp>
#include <deque>
#include <exo38-server/plain_talk.hpp>

namespace exo38 {

namespace {

struct QueueForTheDeaf : plain::Talk {
  using Talk::Talk;

  asio::awaitable<void> send(std::string answer) override {
    answers.push_back(std::move(answer));
    bell.cancel();
    co_return;
  }
  asio::awaitable<void> send_all() {
    for (;;) {
      for (; !answers.empty(); answers.pop_front())
        co_await Talk::send(answers.front());
      if (over) co_return;
      co_await bell.async_wait(as_result);
    }
  }

  std::deque<std::string> answers;
  // It is only ever cancelled.
  asio::steady_timer bell{socket.get_executor(),
                          asio::steady_timer::time_point::max()};
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  const auto talk =
      std::make_shared<QueueForTheDeaf>(std::move(socket), std::move(handler));
  asio::co_spawn(talk->socket.get_executor(), talk->send_all(),
                 [talk](const std::exception_ptr&) {});
  co_await talk->hold();
  talk->bell.cancel();
}

}  // namespace exo38
