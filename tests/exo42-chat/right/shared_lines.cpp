// With exceptions, and owners: whoever is in the room holds a seat, and leaves
// when the seat is destroyed. A line exists once for all who are to read it;
// an outbox keeps pointers, and writes several lines with one call.
#include "chat.hpp"

#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/read_until.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <deque>
#include <list>
#include <optional>
#include <utility>
#include <vector>

namespace exo42 {

using asio::use_awaitable;

struct Outbox::State {
  explicit State(tcp::socket& own) : socket(own), news(own.get_executor()) {
    news.expires_at(asio::steady_timer::time_point::max());
  }
  tcp::socket& socket;
  asio::steady_timer news;
  std::deque<std::shared_ptr<const std::string>> lines;
  std::size_t bytes = 0;
  bool takes = true;
};

Outbox::Outbox(tcp::socket& socket) {
  state_ = std::make_shared<State>(socket);
}

bool Outbox::put(std::string_view line) {
  if (!state_->takes) return false;
  state_->bytes += line.size();
  state_->news.cancel_one();
  if (state_->bytes > most_waiting) {
    state_->takes = false;
    asio::error_code ignored;
    state_->socket.close(ignored);
  } else {
    state_->lines.push_back(std::make_shared<const std::string>(line));
  }
  return state_->takes;
}

asio::awaitable<void> Outbox::send() {
  const auto state = state_;
  try {
    while (state->takes || !state->lines.empty()) {
      if (state->lines.empty()) {
        // It is only ever cancelled. Were send() itself cancelled, the next
        // co_await would throw.
        asio::error_code rung;
        co_await state->news.async_wait(
            asio::redirect_error(use_awaitable, rung));
        continue;
      }
      // At most eight lines at a time: writev likes it short.
      std::vector<asio::const_buffer> some;
      std::size_t size = 0;
      for (const auto& line : state->lines) {
        if (some.size() == 8) break;
        some.push_back(asio::buffer(*line));
        size += line->size();
      }
      const auto count = some.size();
      co_await asio::async_write(state->socket, some, use_awaitable);
      state->bytes -= size;
      state->lines.erase(
          state->lines.begin(),
          state->lines.begin() + static_cast<std::ptrdiff_t>(count));
    }
  } catch (const asio::system_error&) {
    state->takes = false;
  }
}

void Outbox::close() {
  state_->takes = false;
  state_->news.cancel();
}

struct Room::State {
  struct Member {
    std::string name;
    Outbox* outbox;
    bool here = true;
  };

  std::list<Member> members;
  std::vector<std::string> past;
  std::deque<std::string> news;

  Member* who(const Outbox& outbox) {
    for (auto& member : members)
      if (member.here && member.outbox == &outbox) return &member;
    return nullptr;
  }

  bool known(const std::string& name) const {
    for (const auto& member : members)
      if (member.here && member.name == name) return true;
    return false;
  }

  void gone(Member& member) {
    member.here = false;
    news.push_back(left(member.name));
  }

  // All news, one after another, to all; then those who are gone are erased.
  void tell_all() {
    while (!news.empty()) {
      const auto line = std::move(news.front());
      news.pop_front();
      for (auto& member : members)
        if (member.here && !member.outbox->put(line)) gone(member);
    }
    members.remove_if([](const Member& member) { return !member.here; });
  }
};

Room::Room() { state_ = std::make_shared<State>(); }

bool Room::join(const std::string& name, Outbox& outbox) {
  if (state_->known(name)) return false;
  for (auto& line : state_->past) outbox.put(line);
  state_->members.push_front({name, &outbox});
  state_->news.push_back(came(name));
  state_->tell_all();
  return true;
}

void Room::leave(const Outbox& outbox) {
  if (auto* member = state_->who(outbox)) state_->gone(*member);
  state_->tell_all();
}

void Room::say(const Outbox& outbox, std::string_view text) {
  auto* member = state_->who(outbox);
  if (!member) return;
  auto& past = state_->past;
  past.push_back(said(member->name, text));
  if (past.size() > history_length) past.erase(past.begin());
  state_->news.push_back(past.back());
  state_->tell_all();
}

namespace {

struct Seat {
  Seat(Room& room, Outbox& outbox) : room(room), outbox(outbox) {}
  Seat(const Seat&) = delete;
  Seat& operator=(const Seat&) = delete;
  ~Seat() {
    room.leave(outbox);
    outbox.close();
  }
  Room& room;
  Outbox& outbox;
};

class Ear {
 public:
  explicit Ear(tcp::socket& socket) : socket_(socket) {}

  // Throws at the end of the stream, and when a line is too long.
  asio::awaitable<std::string> line() {
    const auto size = co_await asio::async_read_until(
        socket_, asio::dynamic_buffer(bytes_, longest_line + 2), '\n',
        use_awaitable);
    auto line = bytes_.substr(0, size - 1);
    bytes_.erase(0, size);
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.size() > longest_line)
      throw asio::system_error(asio::error::message_size);
    co_return line;
  }

 private:
  tcp::socket& socket_;
  std::string bytes_;
};

asio::awaitable<void> visit(tcp::socket& socket, Outbox& outbox, Room& room) {
  const Seat seat(room, outbox);
  Ear ear(socket);
  outbox.put(ask_name);
  for (;;) {
    const auto name = co_await ear.line();
    if (is_name(name) && room.join(name, outbox)) break;
    outbox.put(ask_again);
  }
  for (;;) {
    const auto text = co_await ear.line();
    room.say(outbox, text);
  }
}

asio::awaitable<void> visit_and_wait(tcp::socket& socket, Outbox& outbox,
                                     Room& room) {
  try {
    co_await visit(socket, outbox, room);
  } catch (const asio::system_error&) {
  }
  asio::steady_timer patience(socket.get_executor(), farewell);
  co_await patience.async_wait(use_awaitable);
}

}  // namespace

asio::awaitable<void> session(tcp::socket socket, Room& room) {
  using namespace asio::experimental::awaitable_operators;
  Outbox outbox(socket);
  co_await (outbox.send() || visit_and_wait(socket, outbox, room));
}

// The board is a room without names: an outbox for each guest, and a list.
namespace {

struct Guest {
  explicit Guest(tcp::socket own) : socket(std::move(own)), outbox(socket) {}
  tcp::socket socket;
  Outbox outbox;
};

using Guests = std::list<Guest>;

asio::awaitable<void> listen(Guest& guest, std::shared_ptr<Guests> guests) {
  std::string heard;
  try {
    for (;;) {
      const auto size = co_await asio::async_read_until(
          guest.socket, asio::dynamic_buffer(heard, longest_line + 2), '\n',
          use_awaitable);
      for (auto& each : *guests)
        each.outbox.put(std::string_view(heard).substr(0, size));
      heard.erase(0, size);
    }
  } catch (const asio::system_error&) {
  }
}

asio::awaitable<void> attend(Guests::iterator guest,
                             std::shared_ptr<Guests> guests) {
  using namespace asio::experimental::awaitable_operators;
  co_await (listen(*guest, guests) || guest->outbox.send());
  guests->erase(guest);
}

}  // namespace

asio::awaitable<void> notice_board(tcp::acceptor& acceptor) {
  const auto guests = std::make_shared<Guests>();
  while (acceptor.is_open()) {
    std::optional<tcp::socket> socket;
    try {
      socket = co_await acceptor.async_accept(use_awaitable);
    } catch (const asio::system_error&) {
    }
    if (socket) {
      guests->emplace_back(std::move(*socket));
      asio::co_spawn(acceptor.get_executor(),
                     attend(std::prev(guests->end()), guests), asio::detached);
    } else if (acceptor.is_open()) {
      asio::steady_timer pause(acceptor.get_executor(), accept_pause);
      co_await pause.async_wait(use_awaitable);
    }
  }
}

}  // namespace exo42
