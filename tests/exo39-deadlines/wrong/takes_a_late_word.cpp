// What the handler says when it is cancelled is an answer, too.
// breaks: "At that moment the handler is cancelled, and the client is answered
//   by a line that begins with "-ERR"."
// step: 4
// lesson: works-for-nobody
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <exo39-deadlines/plain_office.hpp>

namespace exo39 {

namespace {

using namespace asio::experimental::awaitable_operators;

struct TakesALateWord : plain::Server {
  using Server::Server;

  asio::awaitable<std::string> ask_in_time(std::string request,
                                           Deadline deadline) override {
    asio::steady_timer timer(co_await asio::this_coro::executor, deadline);
    std::string answer;
    co_await (keep(answer, ask(std::move(request), deadline)) ||
              timer.async_wait(plain::as_result));
    co_return answer;
  }
  static asio::awaitable<void> keep(std::string& answer,
                                    asio::awaitable<std::string> words) {
    answer = co_await std::move(words);
  }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(Given given) {
  return std::make_shared<TakesALateWord>(std::move(given));
}

}  // namespace exo39
