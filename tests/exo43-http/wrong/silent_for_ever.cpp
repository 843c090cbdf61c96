// Waits for the next request as long as it takes.
// breaks: "A client that sends nothing for `idle`"
// step: 4
// lesson: keep-alive-for-ever
#include <exo43-http/plain_talk.hpp>

asio::awaitable<void> exo43::converse(tcp::socket socket, Handler handler,
                                      Patience patience) {
  patience.idle = plain::century;
  return plain::hold<plain::Talk>(std::move(socket), std::move(handler),
                                  patience);
}
