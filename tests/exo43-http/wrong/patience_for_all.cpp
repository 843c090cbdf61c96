// Has the patience of step 4 with everybody.
// breaks: "A client may take any time, to begin a request"
// step: 3
// lesson: let-go-unasked
#include "http.hpp"

asio::awaitable<void> exo43::converse(tcp::socket socket, Handler handler) {
  co_await converse(std::move(socket), std::move(handler), Patience());
}
