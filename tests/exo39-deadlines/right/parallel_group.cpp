// The operation and its timer are a parallel group, which gives the results of
// both: what was read counts, whoever won. Clients are sessions that are shared
// by their coroutine and by a set.
#include "deadlines.hpp"

#include <algorithm>
#include <array>
#include <asio/any_io_executor.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/buffer.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/experimental/parallel_group.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <exception>
#include <set>
#include <utility>
#include <workbook/asio.hpp>

namespace exo39 {

namespace {

using asio::experimental::make_parallel_group;
using asio::experimental::wait_for_one;

// Which of both was first says whether it was late.
void judge(std::size_t first, asio::error_code work, asio::error_code timer) {
  if (first == 1) {
    work = timer;
    if (!timer) work = asio::error::timed_out;
  }
  if (work) throw asio::system_error(work);
}

asio::awaitable<void> connect_by(tcp::socket& socket, tcp::endpoint endpoint,
                                 Deadline deadline) {
  asio::steady_timer timer(socket.get_executor(), deadline);
  auto group =
      make_parallel_group(socket.async_connect(endpoint, asio::deferred),
                          timer.async_wait(asio::deferred));
  const auto [order, error, rung] =
      co_await group.async_wait(wait_for_one(), asio::use_awaitable);
  judge(order[0], error, rung);
}

asio::awaitable<void> read_by(tcp::socket& socket, std::string& received,
                              Deadline deadline) {
  std::array<char, 512> piece;
  asio::steady_timer timer(socket.get_executor(), deadline);
  auto group = make_parallel_group(
      socket.async_read_some(asio::buffer(piece), asio::deferred),
      timer.async_wait(asio::deferred));
  const auto [order, error, size, rung] =
      co_await group.async_wait(wait_for_one(), asio::use_awaitable);
  received.append(piece.data(), size);
  judge(order[0], error, rung);
}

asio::awaitable<void> write_by(tcp::socket& socket, std::string line,
                               Deadline deadline) {
  asio::steady_timer timer(socket.get_executor(), deadline);
  auto group = make_parallel_group(
      asio::async_write(socket, asio::buffer(line), asio::deferred),
      timer.async_wait(asio::deferred));
  const auto [order, error, size, rung] =
      co_await group.async_wait(wait_for_one(), asio::use_awaitable);
  judge(order[0], error, rung);
}

asio::awaitable<std::string> line_by(tcp::socket& socket, std::string& received,
                                     Clock::duration idle, Deadline deadline) {
  std::size_t end = 0;
  while ((end = received.find('\n')) == received.npos &&
         received.size() < longest_line)
    co_await read_by(socket, received, std::min(after(idle), deadline));
  if (end >= longest_line) throw asio::system_error(asio::error::message_size);
  const auto line = received.substr(0, end);
  received.erase(0, end + 1);
  co_return line;
}

}  // namespace

asio::awaitable<tcp::socket> connect_within(tcp::endpoint endpoint,
                                            Clock::duration within) {
  const auto deadline = after(within);
  tcp::socket socket(co_await asio::this_coro::executor);
  co_await connect_by(socket, endpoint, deadline);
  co_return socket;
}

asio::awaitable<std::string> read_line(tcp::socket& socket,
                                       std::string& received,
                                       Clock::duration idle,
                                       Clock::duration total) {
  const auto deadline = after(total);
  co_return co_await line_by(socket, received, idle, deadline);
}

namespace {

// Breaks the link, unless told that all went well.
class Guard {
 public:
  explicit Guard(Link& link) : link_(&link) {}
  ~Guard() {
    if (!link_) return;
    link_->socket.reset();
    link_->received.clear();
  }
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;
  void well() { link_ = nullptr; }

 private:
  Link* link_;
};

}  // namespace

asio::awaitable<std::string> call(Link& link, std::string request,
                                  Deadline deadline) {
  if (deadline <= Clock::now())
    throw asio::system_error(asio::error::timed_out);
  Guard guard(link);
  if (!link.socket) {
    link.received.clear();
    link.socket.emplace(co_await asio::this_coro::executor);
    co_await connect_by(*link.socket, link.office, deadline);
  }
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
      deadline - Clock::now());
  auto letter = workbook::line_of({left, std::move(request)});
  co_await write_by(*link.socket, std::move(letter), deadline);
  const auto answer = co_await line_by(*link.socket, link.received,
                                       Clock::duration::max(), deadline);
  guard.well();
  co_return answer;
}

namespace {

struct Session {
  explicit Session(tcp::socket own) : socket(std::move(own)) {}
  tcp::socket socket;
  bool waits_for_letter = false;
  asio::cancellation_signal end;
};

// An exception is an answer, too.
asio::awaitable<std::string> attempt(const Handler& handler,
                                     std::string request, Deadline deadline) {
  std::string problem = "something else";
  try {
    co_return co_await handler(std::move(request), deadline);
  } catch (const std::exception& error) {
    problem = error.what();
  } catch (...) {
  }
  co_return "-ERR " + problem;
}

asio::awaitable<std::string> reply(const Handler& handler,
                                   const std::string& line) {
  const auto letter = workbook::letter_of(line);
  if (!letter) co_return "-ERR not a letter";
  if (letter->left.count() == 0) co_return "-ERR too late";
  const auto executor = co_await asio::this_coro::executor;
  const auto deadline = after(letter->left);
  asio::steady_timer timer(executor, deadline);
  auto group = make_parallel_group(
      asio::co_spawn(executor, attempt(handler, letter->request, deadline),
                     asio::deferred),
      timer.async_wait(asio::deferred));
  auto [order, thrown, answer, rung] =
      co_await group.async_wait(wait_for_one(), asio::use_awaitable);
  if (order[0] == 1) co_return "-ERR too late";
  if (thrown) std::rethrow_exception(thrown);
  co_return answer;
}

}  // namespace

struct Office::State {
  State(tcp::acceptor own, Handler handler, Patience patience)
      : acceptor(std::move(own)),
        handler(std::move(handler)),
        patience(patience),
        news(acceptor.get_executor(), Deadline::max()) {}

  asio::awaitable<void> talk(std::shared_ptr<Session> session) {
    std::string received;
    for (;;) {
      session->waits_for_letter = true;
      const auto line = co_await read_line(session->socket, received,
                                           patience.idle, patience.total);
      session->waits_for_letter = false;
      if (draining) co_return;
      auto answer = co_await reply(handler, line);
      co_await write_by(session->socket, answer + "\n", after(patience.total));
      if (draining) co_return;
    }
  }

  tcp::acceptor acceptor;
  Handler handler;
  Patience patience;
  bool draining = false;
  std::optional<Deadline> end;
  asio::steady_timer news;
  std::set<std::shared_ptr<Session>> sessions;
};

Office::Office(tcp::acceptor acceptor, Handler handler, Patience patience)
    : state_(std::make_shared<State>(std::move(acceptor), std::move(handler),
                                     patience)) {}

asio::awaitable<void> Office::run() {
  constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
  const auto executor = co_await asio::this_coro::executor;
  const auto state = state_;
  while (!state->draining) {
    auto [error, socket] = co_await state->acceptor.async_accept(as_result);
    if (state->draining) break;
    if (error) {
      state->news.expires_after(std::chrono::milliseconds(50));
      co_await state->news.async_wait(as_result);
      continue;
    }
    auto session = std::make_shared<Session>(std::move(socket));
    state->sessions.insert(session);
    asio::co_spawn(
        executor, state->talk(session),
        asio::bind_cancellation_slot(
            session->end.slot(), [state, session](const std::exception_ptr&) {
              session->socket.close();
              state->sessions.erase(session);
              state->news.cancel();
            }));
  }
  bool over = false;
  while (!state->sessions.empty()) {
    state->news.expires_at(over ? Deadline::max() : *state->end);
    if (!over && *state->end <= Clock::now()) {
      over = true;
      for (const auto& session : state->sessions)
        session->end.emit(asio::cancellation_type::terminal);
      continue;
    }
    co_await state->news.async_wait(as_result);
  }
}

void Office::drain(Clock::duration grace) {
  const auto end = after(grace);
  state_->end = std::min(end, state_->end.value_or(end));
  state_->draining = true;
  state_->acceptor.close();
  state_->news.cancel();
  for (const auto& session : state_->sessions)
    if (session->waits_for_letter) session->socket.close();
}

}  // namespace exo39
