// Waits for a client that does not read.
// breaks: "An answer that is not taken whole after `answer` is cut off"
// step: 4
// lesson: deaf-for-ever
#include <exo43-http/plain_talk.hpp>

asio::awaitable<void> exo43::converse(tcp::socket socket, Handler handler,
                                      Patience patience) {
  patience.answer = plain::century;
  return plain::hold<plain::Talk>(std::move(socket), std::move(handler),
                                  patience);
}
