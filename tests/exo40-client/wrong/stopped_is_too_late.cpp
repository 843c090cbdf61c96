// Told to stop, it says that it was too late.
// breaks: "When it is cancelled, it throws operation_aborted at once."
// step: 5
// lesson: cancel-is-no-failure
#include <asio/error.hpp>
#include <exo40-client/plain_fetch.hpp>
#include <system_error>

namespace exo40 {

asio::awaitable<Reply> fetch(tcp::endpoint carrier, std::string query,
                             Duration within) {
  try {
    co_return co_await plain::fetch(carrier, std::move(query), within);
  } catch (const std::system_error& error) {
    if (error.code() == asio::error::operation_aborted)
      throw std::system_error(asio::error::timed_out);
    throw;
  }
}

}  // namespace exo40
