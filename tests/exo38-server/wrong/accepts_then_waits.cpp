// Accepts a client, and then waits for a place for it.
// breaks: "No client is accepted while `most` conversations are under way."
// step: 3
// lesson: over-the-limit
#include <exo38-server/plain_door.hpp>

namespace exo38 {

namespace {

struct AcceptsThenWaits : plain::Door {
  using Door::Door;

  bool has_room() override { return true; }
  asio::awaitable<void> welcome(tcp::socket socket) override {
    while (guests == most) co_await bell.async_wait(as_result);
    co_await Door::welcome(std::move(socket));
  }
};

}  // namespace

asio::awaitable<void> serve_at_most(tcp::acceptor& acceptor, Handler handler,
                                    std::size_t most) {
  return plain::serve<AcceptsThenWaits>(acceptor, std::move(handler), most);
}

}  // namespace exo38
