// A reply, which is no number, from an awaitable that nobody awaited.
// explained: awaitable-is-no-value
#include <asio/awaitable.hpp>
#include <string>

struct Reply {
  int status = 0;
  std::string text;
};
asio::awaitable<Reply> ask();

asio::awaitable<Reply> ask_twice() {
  co_await ask();
  Reply reply = ask();
  co_return reply;
}
