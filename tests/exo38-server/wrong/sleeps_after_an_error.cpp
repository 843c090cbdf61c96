// Puts the thread to sleep after an error of accept.
// breaks: "After an error of accept, it tries again `accept_pause` later, and
//   not sooner."
// step: 2
// lesson: blocks-the-loop
#include <exo38-server/plain_door.hpp>
#include <thread>

namespace exo38 {

namespace {

struct SleepsAfterAnError : plain::Door {
  using Door::Door;

  asio::awaitable<bool> goes_on_after(asio::error_code) override {
    std::this_thread::sleep_for(accept_pause);
    co_return true;
  }
};

}  // namespace

asio::awaitable<void> serve(tcp::acceptor& acceptor, Handler handler) {
  return plain::serve<SleepsAfterAnError>(acceptor, std::move(handler));
}

}  // namespace exo38
