// Lends its handler to conversations that live longer.
// breaks: "The conversations that have begun go on after it has returned."
// step: 2
// lesson: takes-its-guests-along
#include <exo38-server/plain_door.hpp>

namespace exo38 {

asio::awaitable<void> serve(tcp::acceptor& acceptor, Handler handler) {
  co_await plain::serve<plain::Door>(
      acceptor, [&](Request request) { return handler(std::move(request)); });
}

}  // namespace exo38
