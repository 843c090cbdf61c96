// A connection that was kept may be broken: it asks again over a new one.
// breaks: "The request is sent at most once"
// step: 3
// lesson: asked-twice
#include <exo39-deadlines/plain_call.hpp>

namespace exo39 {

asio::awaitable<std::string> call(Link& link, std::string request,
                                  Deadline deadline) {
  const bool kept = link.socket.has_value();
  try {
    co_return co_await plain::call(link, request, deadline);
  } catch (const asio::system_error& error) {
    const bool broken = error.code() == asio::error::eof ||
                        error.code() == asio::error::connection_reset ||
                        error.code() == asio::error::broken_pipe;
    if (!kept || !broken) throw;
  }
  co_return co_await plain::call(link, std::move(request), deadline);
}

}  // namespace exo39
