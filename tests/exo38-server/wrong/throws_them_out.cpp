// Closes every connection when the acceptor is closed.
// breaks: "The conversations that have begun go on after it has returned."
// step: 2
// lesson: takes-its-guests-along
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/cancellation_type.hpp>
#include <exo38-server/plain_door.hpp>
#include <list>

namespace exo38 {

namespace {

struct ThrowsThemOut : plain::Door {
  using Door::Door;

  asio::awaitable<void> run() override {
    co_await Door::run();
    for (auto& signal : signals) signal.emit(asio::cancellation_type::terminal);
  }
  asio::awaitable<void> welcome(tcp::socket socket) override {
    asio::co_spawn(
        executor, talk_with(std::move(socket)),
        asio::bind_cancellation_slot(
            signals.emplace_back().slot(),
            [self = shared_from_this()](const std::exception_ptr&) {}));
    co_return;
  }

  std::list<asio::cancellation_signal> signals;  // one for each guest
};

}  // namespace

asio::awaitable<void> serve(tcp::acceptor& acceptor, Handler handler) {
  return plain::serve<ThrowsThemOut>(acceptor, std::move(handler));
}

}  // namespace exo38
