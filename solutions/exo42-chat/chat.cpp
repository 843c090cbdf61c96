#include "chat.hpp"

#include <asio/buffer.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/read_until.hpp>
#include <asio/socket_base.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <deque>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>

namespace exo42 {

namespace {

// On a network, errors are no exceptions: they are what happens.
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

// Ends a connection without a goodbye. With a plain close, the system would
// keep what the client does not read, and go on trying to deliver it.
void cut(tcp::socket& socket) {
  asio::error_code ignored;
  socket.set_option(asio::socket_base::linger(true, 0), ignored);
  socket.close(ignored);
}

}  // namespace

struct Outbox::State {
  explicit State(tcp::socket& own)
      : socket(own),
        bell(own.get_executor(), asio::steady_timer::time_point::max()) {}

  tcp::socket& socket;
  asio::steady_timer bell;  // rings when there is something to send, or no more
  std::string waiting;
  // What is being written stays where it is until the write has ended. To
  // append to it would move its bytes away from under the write.
  std::string sending;
  bool open = true;
};

Outbox::Outbox(tcp::socket& socket) : state_(std::make_shared<State>(socket)) {}

bool Outbox::put(std::string_view line) {
  auto& it = *state_;
  if (!it.open) return false;
  if (it.waiting.size() + it.sending.size() + line.size() > most_waiting) {
    // The alternatives: to forget lines, which a chat must not, or to have the
    // speaker wait, and everybody else with him.
    close();
    cut(it.socket);
    return false;
  }
  it.waiting += line;
  it.bell.cancel();
  return true;
}

asio::awaitable<void> Outbox::send() {
  const auto it = state_;
  for (;;) {
    while (it->waiting.empty() && it->open)
      co_await it->bell.async_wait(as_result);
    if (it->waiting.empty()) co_return;
    // All that waits goes in one write: fewer calls than one for each line.
    it->sending = std::exchange(it->waiting, {});
    const auto [error, size] = co_await asio::async_write(
        it->socket, asio::buffer(it->sending), as_result);
    it->sending.clear();
    if (error) {
      it->open = false;
      co_return;
    }
  }
}

void Outbox::close() {
  state_->open = false;
  state_->bell.cancel();
}

struct Room::State {
  struct Member {
    std::string name;
    Outbox* outbox;
  };
  std::vector<Member> members;
  std::deque<std::string> history;

  Member* find(const Outbox& outbox) {
    for (auto& member : members)
      if (member.outbox == &outbox) return &member;
    return nullptr;
  }

  void give(std::string line) {
    // A line that drives somebody out makes another line, which may drive
    // somebody else out. It waits until everybody has the one before: that is
    // what makes the order the same for all.
    std::deque<std::string> lines{std::move(line)};
    for (; !lines.empty(); lines.pop_front())
      std::erase_if(members, [&](const Member& member) {
        if (member.outbox->put(lines.front())) return false;
        lines.push_back(left(member.name));
        return true;
      });
  }
};

Room::Room() : state_(std::make_shared<State>()) {}

bool Room::join(const std::string& name, Outbox& outbox) {
  for (const auto& member : state_->members)
    if (member.name == name) return false;
  for (const auto& line : state_->history) outbox.put(line);
  state_->members.push_back({name, &outbox});
  state_->give(came(name));
  return true;
}

void Room::leave(const Outbox& outbox) {
  // By outbox and not by name: somebody else may have the name by now.
  const auto* member = state_->find(outbox);
  if (!member) return;
  auto line = left(member->name);
  state_->members.erase(state_->members.begin() +
                        (member - state_->members.data()));
  state_->give(std::move(line));
}

void Room::say(const Outbox& outbox, std::string_view text) {
  const auto* member = state_->find(outbox);
  if (!member) return;
  auto line = said(member->name, text);
  state_->history.push_back(line);
  if (state_->history.size() > history_length) state_->history.pop_front();
  state_->give(std::move(line));
}

namespace {

// Reads until the client sends no more; then it is in no room any more.
asio::awaitable<void> listen(tcp::socket& socket, Outbox& outbox, Room& room) {
  std::string received;
  bool joined = false;
  outbox.put(ask_name);
  for (;;) {
    // The buffer holds no more than the longest line, "\r\n" included: the
    // read ends with an error when there is no "\n" in that.
    const auto [error, size] = co_await asio::async_read_until(
        socket, asio::dynamic_buffer(received, longest_line + 2), '\n',
        as_result);
    if (error) break;
    auto line = received.substr(0, size - 1);
    received.erase(0, size);
    if (line.ends_with('\r')) line.pop_back();
    if (line.size() > longest_line) break;
    if (joined)
      room.say(outbox, line);
    else if (is_name(line) && room.join(line, outbox))
      joined = true;
    else
      outbox.put(ask_again);
  }
  room.leave(outbox);
  outbox.close();
}

asio::awaitable<void> listen_and_part(tcp::socket& socket, Outbox& outbox,
                                      Room& room) {
  co_await listen(socket, outbox, room);
  asio::steady_timer patience(socket.get_executor(), farewell);
  const auto [error] = co_await patience.async_wait(as_result);
  if (!error) cut(socket);
}

}  // namespace

asio::awaitable<void> session(tcp::socket socket, Room& room) {
  using namespace asio::experimental::awaitable_operators;
  // Else a second short line waits until the first one has been acknowledged.
  asio::error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  Outbox outbox(socket);
  // Whichever ends first ends the other: a broken connection the reader, and
  // the end of patience the writer.
  co_await (listen_and_part(socket, outbox, room) || outbox.send());
}

// The older server, repaired.

struct Guest {
  tcp::socket socket;
  std::string heard;
  std::deque<std::string> lines;  // the first one is being written
  std::size_t waiting = 0;        // their bytes
};

using Guests = std::vector<std::shared_ptr<Guest>>;

void write(std::shared_ptr<Guest> guest) {
  asio::async_write(guest->socket, asio::buffer(guest->lines.front()),
                    [guest](asio::error_code error, std::size_t size) {
                      if (error) return;
                      guest->waiting -= size;
                      guest->lines.pop_front();
                      if (!guest->lines.empty()) write(guest);
                    });
}

void tell(std::shared_ptr<Guest> guest, std::string line) {
  if (!guest->socket.is_open()) return;
  if (guest->waiting + line.size() > most_waiting) {
    // Now its read ends with an error, which takes it out of the guests: later,
    // and not here, where somebody is going through them.
    cut(guest->socket);
    return;
  }
  guest->waiting += line.size();
  guest->lines.push_back(std::move(line));
  if (guest->lines.size() == 1) write(guest);
}

void read(std::shared_ptr<Guests> guests, std::shared_ptr<Guest> guest) {
  asio::async_read_until(
      guest->socket, asio::dynamic_buffer(guest->heard, longest_line + 2), '\n',
      [guests, guest](asio::error_code error, std::size_t size) {
        if (error) {
          std::erase(*guests, guest);
          return;
        }
        for (auto& each : *guests) tell(each, guest->heard.substr(0, size));
        guest->heard.erase(0, size);
        read(guests, guest);
      });
}

asio::awaitable<void> notice_board(tcp::acceptor& acceptor) {
  const auto guests = std::make_shared<Guests>();
  asio::steady_timer pause(acceptor.get_executor());
  while (acceptor.is_open()) {
    auto [error, socket] = co_await acceptor.async_accept(as_result);
    if (!error) {
      guests->push_back(
          std::make_shared<Guest>(Guest{std::move(socket), {}, {}}));
      read(guests, guests->back());
    } else if (acceptor.is_open()) {
      pause.expires_after(accept_pause);
      co_await pause.async_wait(as_result);
    }
  }
}

}  // namespace exo42
