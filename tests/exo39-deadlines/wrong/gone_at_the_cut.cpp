// Tells them that it is over, and does not wait until they have heard it.
// breaks: "It returns when the last client is gone, and not before."
// step: 4
// lesson: ends-too-early
#include <exo39-deadlines/plain_office.hpp>

namespace exo39 {

namespace {

struct GoneAtTheCut : plain::Server {
  using Server::Server;

  asio::awaitable<void> wait_for_the_last() override {
    while (somebody_is_left() && Clock::now() < end)
      co_await bell.async_wait(plain::as_result);
    for (auto& talk : talks) cut_off(talk);
  }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(Given given) {
  return std::make_shared<GoneAtTheCut>(std::move(given));
}

}  // namespace exo39
