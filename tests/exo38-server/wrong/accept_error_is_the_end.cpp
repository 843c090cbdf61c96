// Returns when accept fails.
// breaks: "An error of accept does not end it."
// step: 2
// lesson: accept-error-ends-all
#include <exo38-server/plain_door.hpp>

namespace exo38 {

namespace {

struct AcceptErrorIsTheEnd : plain::Door {
  using Door::Door;

  asio::awaitable<bool> goes_on_after(asio::error_code) override {
    co_return false;
  }
};

}  // namespace

asio::awaitable<void> serve(tcp::acceptor& acceptor, Handler handler) {
  return plain::serve<AcceptErrorIsTheEnd>(acceptor, std::move(handler));
}

}  // namespace exo38
