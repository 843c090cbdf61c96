// Each waiter brings an end of the service.
// breaks: "Only the last to finish brings the end of the service, and only one"
// step: 3
// lesson: first-one-ends-it
#include "channels.hpp"

asio::awaitable<void> exo34::wait_tables(Room room, Shift& shift) {
  co_await take_orders(room, shift.pass);
}
