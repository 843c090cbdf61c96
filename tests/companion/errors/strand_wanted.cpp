// An executor where a strand is wanted.
// explained: strand-wanted
#include <asio/awaitable.hpp>
#include <asio/strand.hpp>
#include <asio/this_coro.hpp>

void use(asio::strand<asio::any_io_executor>);
asio::awaitable<void> all() { use(co_await asio::this_coro::executor); }
