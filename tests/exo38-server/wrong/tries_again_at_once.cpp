// Calls accept again as soon as it has failed.
// breaks: "After an error of accept, it tries again `accept_pause` later, and
//   not sooner."
// step: 2
// lesson: accept-error-spins
#include <exo38-server/plain_door.hpp>

namespace exo38 {

namespace {

struct TriesAgainAtOnce : plain::Door {
  using Door::Door;

  asio::awaitable<bool> goes_on_after(asio::error_code) override {
    co_return true;
  }
};

}  // namespace

asio::awaitable<void> serve(tcp::acceptor& acceptor, Handler handler) {
  return plain::serve<TriesAgainAtOnce>(acceptor, std::move(handler));
}

}  // namespace exo38
