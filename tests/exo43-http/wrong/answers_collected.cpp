// Sends the answers when nothing is left to handle.
// breaks: "the next one when the answer is sent"
// step: 3
// lesson: out-of-turn
#include <exo43-http/plain_talk.hpp>

namespace exo43 {

namespace {

struct AnswersCollected : plain::Talk {
  using Talk::Talk;

  asio::awaitable<bool> send(std::string bytes) override {
    collected += bytes;
    if (!rest.empty() && !last) co_return true;
    co_return co_await Talk::send(std::exchange(collected, ""));
  }

  std::string collected;
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  return plain::hold<AnswersCollected>(std::move(socket), std::move(handler),
                                       patience);
}

}  // namespace exo43
