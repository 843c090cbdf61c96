// Waits for the reply as long as it takes.
// breaks: "When the reply is not whole after `within`, counted from the
//   call, it throws asio::error::timed_out."
// step: 5
// lesson: waits-for-ever
#include <exo40-client/plain_fetch.hpp>

namespace exo40 {

asio::awaitable<Reply> fetch(tcp::endpoint carrier, std::string query,
                             Duration) {
  return plain::talk(carrier, std::move(query));
}

}  // namespace exo40
