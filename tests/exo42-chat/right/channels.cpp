// An outbox is a channel of lines, with a count of bytes beside it; an empty
// line is its end. The room has two indexes. A session joins its two directions
// with &&, and each of them ends the other by hand.
#include "chat.hpp"

#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/experimental/channel.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>

namespace exo42 {

namespace {

constexpr auto no_throw = asio::as_tuple(asio::use_awaitable);
using Lines = asio::experimental::channel<void(asio::error_code, std::string)>;

}  // namespace

struct Outbox::State {
  explicit State(tcp::socket& own)
      : socket(own), lines(own.get_executor(), most_waiting + 1) {}
  tcp::socket& socket;
  Lines lines;
  std::size_t bytes = 0;
  bool over = false;
};

Outbox::Outbox(tcp::socket& socket) : state_(std::make_shared<State>(socket)) {}

bool Outbox::put(std::string_view line) {
  if (state_->over) return false;
  if (state_->bytes + line.size() <= most_waiting) {
    state_->bytes += line.size();
    state_->lines.try_send(asio::error_code(), std::string(line));
    return true;
  }
  close();
  asio::error_code ignored;
  state_->socket.close(ignored);
  return false;
}

asio::awaitable<void> Outbox::send() {
  const auto state = state_;
  for (;;) {
    const auto [stop, line] = co_await state->lines.async_receive(no_throw);
    if (stop || line.empty()) co_return;
    const auto [error, size] =
        co_await asio::async_write(state->socket, asio::buffer(line), no_throw);
    state->bytes -= line.size();
    if (!error) continue;
    state->over = true;
    co_return;
  }
}

void Outbox::close() {
  if (std::exchange(state_->over, true)) return;
  state_->lines.try_send(asio::error_code(), std::string());
}

struct Room::State {
  std::map<std::string, Outbox*> by_name;
  std::unordered_map<const Outbox*, std::string> names;
  std::vector<std::string> history;  // a ring, once it is full
  std::size_t oldest = 0;

  void spread(const std::string& first) {
    std::vector<std::string> lines{first};
    for (std::size_t i = 0; i < lines.size(); ++i)
      for (auto member = by_name.begin(); member != by_name.end();) {
        const auto [name, outbox] = *member;
        if (outbox->put(lines[i])) {
          ++member;
          continue;
        }
        names.erase(outbox);
        member = by_name.erase(member);
        lines.push_back(left(name));
      }
  }
};

Room::Room() : state_(std::make_shared<State>()) {}

bool Room::join(const std::string& name, Outbox& outbox) {
  auto& [by_name, names, history, oldest] = *state_;
  if (!by_name.emplace(name, &outbox).second) return false;
  names[&outbox] = name;
  for (std::size_t i = 0; i < history.size(); ++i)
    outbox.put(history[(oldest + i) % history.size()]);
  state_->spread(came(name));
  return true;
}

void Room::leave(const Outbox& outbox) {
  const auto found = state_->names.find(&outbox);
  if (found == state_->names.end()) return;
  const auto name = found->second;
  state_->names.erase(found);
  state_->by_name.erase(name);
  state_->spread(left(name));
}

void Room::say(const Outbox& outbox, std::string_view text) {
  const auto found = state_->names.find(&outbox);
  if (found == state_->names.end()) return;
  const auto line = said(found->second, text);
  auto& history = state_->history;
  if (history.size() < history_length) {
    history.push_back(line);
  } else {
    history[state_->oldest] = line;
    state_->oldest = (state_->oldest + 1) % history_length;
  }
  state_->spread(line);
}

namespace {

// What is behind the last whole line; nothing, if there can be none any more.
// Each whole line goes to `use`.
template <class Use>
bool take_lines(std::string& bytes, Use use) {
  for (std::size_t end; (end = bytes.find('\n')) != bytes.npos;) {
    std::string line = bytes.substr(0, end);
    bytes.erase(0, end + 1);
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.size() > longest_line) return false;
    use(line);
  }
  return bytes.size() < longest_line + 2;
}

asio::awaitable<void> hear(tcp::socket& socket, Outbox& outbox, Room& room,
                           asio::steady_timer& patience) {
  bool named = false;
  const auto use = [&](const std::string& line) {
    if (named)
      room.say(outbox, line);
    else if (is_name(line) && room.join(line, outbox))
      named = true;
    else
      outbox.put(ask_again);
  };
  std::string bytes;
  std::vector<char> piece(700);
  outbox.put(ask_name);
  while (take_lines(bytes, use)) {
    const auto [error, size] =
        co_await socket.async_read_some(asio::buffer(piece), no_throw);
    if (error) break;
    bytes.append(piece.data(), size);
  }
  room.leave(outbox);
  outbox.close();
  // Sets the clock of the other direction going.
  patience.expires_after(farewell);
}

asio::awaitable<void> lose_patience(asio::steady_timer& patience) {
  const auto never = asio::steady_timer::time_point::max();
  for (bool last = false; !last;) {
    last = patience.expiry() != never;
    const auto [moved] = co_await patience.async_wait(no_throw);
    if (moved) last = false;
  }
}

asio::awaitable<void> tell(tcp::socket& socket, Outbox& outbox,
                           asio::steady_timer& patience) {
  using namespace asio::experimental::awaitable_operators;
  co_await (outbox.send() || lose_patience(patience));
  asio::error_code ignored;
  socket.close(ignored);
}

}  // namespace

asio::awaitable<void> session(tcp::socket socket, Room& room) {
  using namespace asio::experimental::awaitable_operators;
  Outbox outbox(socket);
  asio::steady_timer patience(socket.get_executor(),
                              asio::steady_timer::time_point::max());
  co_await (hear(socket, outbox, room, patience) &&
            tell(socket, outbox, patience));
}

namespace {

struct Guest {
  explicit Guest(tcp::socket own) : socket(std::move(own)), outbox(socket) {}
  tcp::socket socket;
  Outbox outbox;
};

using Guests = std::map<int, std::shared_ptr<Guest>>;

asio::awaitable<void> hear_guest(int number, std::shared_ptr<Guest> guest,
                                 std::shared_ptr<Guests> guests) {
  std::string bytes;
  std::vector<char> piece(4'096);
  for (;;) {
    const auto [error, size] =
        co_await guest->socket.async_read_some(asio::buffer(piece), no_throw);
    if (error) break;
    bytes.append(piece.data(), size);
    for (std::size_t end; (end = bytes.find('\n')) != bytes.npos;) {
      for (auto& [key, each] : *guests)
        each->outbox.put(bytes.substr(0, end + 1));
      bytes.erase(0, end + 1);
    }
    if (bytes.size() > longest_line) break;
  }
  guests->erase(number);
  guest->outbox.close();
}

asio::awaitable<void> tell_guest(std::shared_ptr<Guest> guest) {
  co_await guest->outbox.send();
  asio::error_code ignored;
  guest->socket.close(ignored);
}

}  // namespace

asio::awaitable<void> notice_board(tcp::acceptor& acceptor) {
  const auto executor = acceptor.get_executor();
  const auto guests = std::make_shared<Guests>();
  int number = 0;
  asio::steady_timer pause(executor);
  while (acceptor.is_open()) {
    auto [error, socket] = co_await acceptor.async_accept(no_throw);
    if (!acceptor.is_open()) co_return;
    if (error) {
      pause.expires_after(accept_pause);
      co_await pause.async_wait(no_throw);
      continue;
    }
    const auto guest = std::make_shared<Guest>(std::move(socket));
    guests->emplace(++number, guest);
    asio::co_spawn(executor, hear_guest(number, guest, guests), asio::detached);
    asio::co_spawn(executor, tell_guest(guest), asio::detached);
  }
}

}  // namespace exo42
