// Errors that nobody has explained yet.
// explained: nothing
#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <string>

static_assert(sizeof(char) == 2, "a character has two bytes");
