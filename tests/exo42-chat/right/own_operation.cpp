// The writer is an operation of its own, async_drain, a small machine without a
// coroutine that takes any completion token. It sends straight from a ring of
// bytes that is allocated once: the memory of a client is a number before the
// first line. The room has slots, which are used again.
#include "chat.hpp"

#include <array>
#include <asio/async_result.hpp>
#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/compose.hpp>
#include <asio/detached.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/read_until.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <list>
#include <optional>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>

namespace exo42 {

namespace {

constexpr auto as_value = asio::as_tuple(asio::use_awaitable);

// The bytes that wait. They never move.
class Ring {
 public:
  std::size_t size() const { return size_; }

  void add(std::string_view bytes) {
    if (bytes_.empty()) bytes_.resize(most_waiting);
    for (const char byte : bytes)
      bytes_[(begin_ + size_++) % most_waiting] = byte;
  }

  // Up to where the ring begins anew.
  asio::const_buffer front() const {
    return asio::buffer(bytes_.data() + begin_,
                        std::min(size_, most_waiting - begin_));
  }

  void drop(std::size_t count) {
    begin_ = (begin_ + count) % most_waiting;
    size_ -= count;
  }

 private:
  std::vector<char> bytes_;
  std::size_t begin_ = 0;
  std::size_t size_ = 0;
};

}  // namespace

struct Outbox::State {
  explicit State(tcp::socket& own)
      : socket(own),
        change(own.get_executor(), asio::steady_timer::time_point::max()) {}
  tcp::socket& socket;
  asio::steady_timer change;
  Ring ring;
  bool over = false;

  struct Drain;
  template <class Token>
  static auto async_drain(std::shared_ptr<State> state, Token&& token);
};

// Called again at the end of each wait and each write.
struct Outbox::State::Drain {
  std::shared_ptr<State> state;

  template <class Self>
  void operator()(Self& self) {
    next(self);
  }

  template <class Self>
  void operator()(Self& self, asio::error_code) {
    next(self);
  }

  template <class Self>
  void operator()(Self& self, asio::error_code error, std::size_t size) {
    state->ring.drop(size);
    if (error) {
      state->over = true;
      return self.complete();
    }
    next(self);
  }

  template <class Self>
  void next(Self& self) {
    auto& it = *state;
    if (self.get_cancellation_state().cancelled() !=
        asio::cancellation_type::none)
      return self.complete();
    if (it.ring.size() > 0)
      return it.socket.async_write_some(it.ring.front(), std::move(self));
    if (!it.over) return it.change.async_wait(std::move(self));
    self.complete();
  }
};

template <class Token>
auto Outbox::State::async_drain(std::shared_ptr<State> state, Token&& token) {
  auto& socket = state->socket;
  return asio::async_compose<Token, void()>(Drain{std::move(state)}, token,
                                            socket);
}

Outbox::Outbox(tcp::socket& socket) : state_(std::make_shared<State>(socket)) {}

bool Outbox::put(std::string_view line) {
  auto& it = *state_;
  if (it.over) return false;
  if (it.ring.size() + line.size() > most_waiting) {
    asio::error_code ignored;
    it.socket.close(ignored);
    close();
    return false;
  }
  it.ring.add(line);
  it.change.cancel();
  return true;
}

asio::awaitable<void> Outbox::send() {
  // A line that is put in before the operation waits must not ring in vain: it
  // looks at the ring first.
  co_await State::async_drain(state_, asio::use_awaitable);
}

void Outbox::close() {
  state_->over = true;
  state_->change.cancel();
}

struct Room::State {
  struct Slot {
    std::string name;  // empty: nobody is here
    Outbox* outbox = nullptr;
  };

  std::vector<Slot> slots;
  std::array<std::string, history_length> history;
  std::size_t lines = 0;  // said so far

  Slot* slot(const Outbox& outbox) {
    for (auto& each : slots)
      if (each.outbox == &outbox) return &each;
    return nullptr;
  }

  Slot& free_slot() {
    for (auto& each : slots)
      if (!each.outbox) return each;
    return slots.emplace_back();
  }

  // In rounds: in each, the news of the round before.
  void publish(std::string line) {
    std::list<std::string> news;
    news.push_back(std::move(line));
    while (!news.empty()) {
      for (auto& each : slots) {
        if (!each.outbox || each.outbox->put(news.front())) continue;
        news.push_back(left(each.name));
        each = Slot();
      }
      news.pop_front();
    }
  }
};

Room::Room() : state_(std::make_shared<State>()) {}

bool Room::join(const std::string& name, Outbox& outbox) {
  for (const auto& each : state_->slots)
    if (each.outbox && each.name == name) return false;
  const auto lines = state_->lines;
  for (auto i = lines - std::min(lines, history_length); i < lines; ++i)
    outbox.put(state_->history[i % history_length]);
  state_->free_slot() = {name, &outbox};
  state_->publish(came(name));
  return true;
}

void Room::leave(const Outbox& outbox) {
  const auto slot = state_->slot(outbox);
  if (!slot) return;
  const auto gone = std::exchange(*slot, {});
  state_->publish(left(gone.name));
}

void Room::say(const Outbox& outbox, std::string_view text) {
  const auto slot = state_->slot(outbox);
  if (!slot) return;
  const auto line = said(slot->name, text);
  state_->history[state_->lines++ % history_length] = line;
  state_->publish(line);
}

namespace {

// The next line, or nothing at the end.
asio::awaitable<std::optional<std::string>> next_line(tcp::socket& socket,
                                                      std::string& bytes) {
  const auto [error, size] = co_await asio::async_read_until(
      socket, asio::dynamic_buffer(bytes, longest_line + 2), '\n', as_value);
  if (error) co_return std::nullopt;
  std::string line(bytes, 0, size - 1);
  bytes.erase(0, size);
  if (line.ends_with('\r')) line.pop_back();
  if (line.size() > longest_line) co_return std::nullopt;
  co_return line;
}

asio::awaitable<void> receive(tcp::socket& socket, Outbox& outbox, Room& room) {
  std::string bytes;
  outbox.put(ask_name);
  auto line = co_await next_line(socket, bytes);
  while (line && !(is_name(*line) && room.join(*line, outbox))) {
    outbox.put(ask_again);
    line = co_await next_line(socket, bytes);
  }
  if (line) line = co_await next_line(socket, bytes);
  while (line) {
    room.say(outbox, *line);
    line = co_await next_line(socket, bytes);
  }
  room.leave(outbox);
  outbox.close();
  asio::steady_timer patience(socket.get_executor(), farewell);
  co_await patience.async_wait(as_value);
}

}  // namespace

asio::awaitable<void> session(tcp::socket socket, Room& room) {
  using namespace asio::experimental::awaitable_operators;
  Outbox outbox(socket);
  co_await (receive(socket, outbox, room) || outbox.send());
}

// The board as an object: the guests know it, and it knows the guests.
namespace {

class Board : public std::enable_shared_from_this<Board> {
 public:
  asio::awaitable<void> attend(tcp::socket own) {
    using namespace asio::experimental::awaitable_operators;
    const auto self = shared_from_this();
    auto socket = std::move(own);
    Outbox outbox(socket);
    outboxes_.push_back(&outbox);
    co_await (receive(socket) || outbox.send());
    outboxes_.remove(&outbox);
  }

 private:
  asio::awaitable<void> receive(tcp::socket& socket) {
    std::string bytes;
    for (;;) {
      const auto [error, size] = co_await asio::async_read_until(
          socket, asio::dynamic_buffer(bytes, longest_line + 2), '\n',
          as_value);
      if (error) co_return;
      for (auto* outbox : outboxes_) outbox->put(bytes.substr(0, size));
      bytes.erase(0, size);
    }
  }

  std::list<Outbox*> outboxes_;
};

}  // namespace

asio::awaitable<void> notice_board(tcp::acceptor& acceptor) {
  const auto board = std::make_shared<Board>();
  while (acceptor.is_open()) {
    auto [error, socket] = co_await acceptor.async_accept(as_value);
    if (!error) {
      asio::co_spawn(acceptor.get_executor(), board->attend(std::move(socket)),
                     asio::detached);
      continue;
    }
    if (!acceptor.is_open()) co_return;
    asio::steady_timer pause(acceptor.get_executor(), accept_pause);
    co_await pause.async_wait(as_value);
  }
}

}  // namespace exo42
