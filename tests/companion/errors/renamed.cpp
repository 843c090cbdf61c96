// A function that is promised, and defined under another name.
// explained: undefined-function
#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <string>

asio::awaitable<void> nap();

asio::awaitable<void> npa() { co_return; }

int main() { static_cast<void>(nap()); }
