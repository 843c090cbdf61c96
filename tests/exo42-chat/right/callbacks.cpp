// As one wrote it before coroutines: objects that live as long as a handler
// refers to them. What must be a coroutine awaits a timer that the last handler
// cancels. The board is the given one, repaired in few places.
#include "chat.hpp"

#include <asio/buffer.hpp>
#include <asio/error.hpp>
#include <asio/read_until.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <functional>
#include <queue>
#include <set>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>

namespace exo42 {

namespace {

constexpr auto never = asio::steady_timer::time_point::max();

// Awaited until somebody says that it is over, which may be before.
class End {
 public:
  explicit End(const asio::any_io_executor& executor)
      : timer_(executor, never) {}

  void come() {
    came_ = true;
    timer_.cancel();
  }

  asio::awaitable<void> wait() {
    while (!came_)
      co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
  }

 private:
  asio::steady_timer timer_;
  bool came_ = false;
};

}  // namespace

struct Outbox::State : std::enable_shared_from_this<State> {
  explicit State(tcp::socket& own) : socket(own), end(own.get_executor()) {}

  bool full_with(std::size_t more) const { return bytes + more > most_waiting; }

  void go_on() {
    if (!begun || writing || ended) return;
    if (!lines.empty()) return write();
    if (closed) finish();
  }

  void write() {
    writing = true;
    asio::async_write(
        socket, asio::buffer(lines.front()),
        [self = shared_from_this()](asio::error_code error, std::size_t size) {
          self->writing = false;
          if (error) return self->finish();
          self->bytes -= size;
          self->lines.pop();
          self->go_on();
        });
  }

  void finish() {
    closed = ended = true;
    end.come();
  }

  tcp::socket& socket;
  End end;
  std::queue<std::string> lines;
  std::size_t bytes = 0;
  bool begun = false, writing = false, closed = false, ended = false;
};

Outbox::Outbox(tcp::socket& socket) : state_(std::make_shared<State>(socket)) {}

bool Outbox::put(std::string_view line) {
  if (state_->closed) return false;
  if (state_->full_with(line.size())) {
    asio::error_code ignored;
    state_->socket.close(ignored);
    state_->finish();
    return false;
  }
  state_->bytes += line.size();
  state_->lines.emplace(line);
  state_->go_on();
  return true;
}

asio::awaitable<void> Outbox::send() {
  const auto state = state_;
  state->begun = true;
  state->go_on();
  co_await state->end.wait();
}

void Outbox::close() {
  state_->closed = true;
  state_->go_on();
}

struct Room::State {
  std::vector<std::pair<std::string, Outbox*>> members;
  std::vector<std::string> lines;

  void tell(const std::string& line) {
    std::vector<std::string> gone;
    std::vector<std::pair<std::string, Outbox*>> staying;
    for (auto& member : members) {
      if (member.second->put(line))
        staying.push_back(member);
      else
        gone.push_back(member.first);
    }
    members.swap(staying);
    waiting.insert(waiting.end(), gone.begin(), gone.end());
    if (waiting.empty()) return;
    const auto name = waiting.front();
    waiting.erase(waiting.begin());
    tell(left(name));
  }

  std::vector<std::string> waiting;  // names, of those whose leave is untold
};

Room::Room() : state_(std::make_shared<State>()) {}

bool Room::join(const std::string& name, Outbox& outbox) {
  auto& members = state_->members;
  const auto same = [&](const auto& member) { return member.first == name; };
  if (std::any_of(members.begin(), members.end(), same)) return false;
  for (auto& line : state_->lines) outbox.put(line);
  members.emplace_back(name, &outbox);
  state_->tell(came(name));
  return true;
}

void Room::leave(const Outbox& outbox) {
  auto& members = state_->members;
  const auto member =
      std::find_if(members.begin(), members.end(),
                   [&](const auto& each) { return each.second == &outbox; });
  if (member == members.end()) return;
  const auto name = member->first;
  members.erase(member);
  state_->tell(left(name));
}

void Room::say(const Outbox& outbox, std::string_view text) {
  for (const auto& [name, member] : state_->members) {
    if (member != &outbox) continue;
    auto& lines = state_->lines;
    lines.push_back(said(name, text));
    if (lines.size() > history_length) lines.erase(lines.begin());
    return state_->tell(std::string(lines.back()));
  }
}

namespace {

class Visit : public std::enable_shared_from_this<Visit> {
 public:
  Visit(tcp::socket socket, Room& room)
      : end(socket.get_executor()),
        socket_(std::move(socket)),
        outbox(socket_),
        patience_(socket_.get_executor()),
        room_(room) {}

  void read() {
    asio::async_read_until(
        socket_, asio::dynamic_buffer(bytes_, longest_line + 2), '\n',
        [self = shared_from_this()](asio::error_code error, std::size_t size) {
          if (error || !self->use(size)) return self->part();
          self->read();
        });
  }

  // The writer has come to its end.
  void hang_up() {
    asio::error_code ignored;
    socket_.close(ignored);
    patience_.cancel();
  }

  End end;

 private:
  bool use(std::size_t size) {
    auto line = bytes_.substr(0, size - 1);
    bytes_.erase(0, size);
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.size() > longest_line) return false;
    if (joined_)
      room_.say(outbox, line);
    else if (is_name(line) && room_.join(line, outbox))
      joined_ = true;
    else
      outbox.put(ask_again);
    return true;
  }

  void part() {
    room_.leave(outbox);
    outbox.close();
    patience_.expires_after(farewell);
    if (!socket_.is_open()) return end.come();
    patience_.async_wait([self = shared_from_this()](asio::error_code) {
      asio::error_code ignored;
      self->socket_.close(ignored);
      self->end.come();
    });
  }

  tcp::socket socket_;

 public:
  Outbox outbox;

 private:
  asio::steady_timer patience_;
  Room& room_;
  std::string bytes_;
  bool joined_ = false;
};

}  // namespace

asio::awaitable<void> session(tcp::socket socket, Room& room) {
  const auto visit = std::make_shared<Visit>(std::move(socket), room);
  visit->outbox.put(ask_name);
  visit->read();
  co_await visit->outbox.send();
  visit->hang_up();
  co_await visit->end.wait();
}

namespace {

struct Guest {
  explicit Guest(tcp::socket own) : socket(std::move(own)) {}
  tcp::socket socket;
  std::string heard;
  std::queue<std::string> lines;
  std::size_t bytes = 0;
};

using Guests = std::set<std::shared_ptr<Guest>>;

void write(std::shared_ptr<Guest> guest) {
  asio::async_write(guest->socket, asio::buffer(guest->lines.front()),
                    [guest](asio::error_code error, std::size_t size) {
                      if (error) return;
                      guest->bytes -= size;
                      guest->lines.pop();
                      if (!guest->lines.empty()) write(guest);
                    });
}

void read(std::shared_ptr<Guests> guests, std::shared_ptr<Guest> guest) {
  asio::async_read_until(
      guest->socket, asio::dynamic_buffer(guest->heard, longest_line + 2), '\n',
      [guests, guest](asio::error_code error, std::size_t size) {
        if (error) {
          guests->erase(guest);
          return;
        }
        const auto line = guest->heard.substr(0, size);
        guest->heard.erase(0, size);
        for (auto each = guests->begin(); each != guests->end();) {
          const auto other = *each++;
          if (other->bytes + line.size() > most_waiting) {
            other->socket.close();
            guests->erase(other);
            continue;
          }
          other->bytes += line.size();
          other->lines.push(line);
          if (other->lines.size() == 1) write(other);
        }
        read(guests, guest);
      });
}

void accept(tcp::acceptor& acceptor, std::shared_ptr<Guests> guests,
            std::shared_ptr<asio::steady_timer> pause,
            std::shared_ptr<End> end) {
  if (!acceptor.is_open()) return end->come();
  acceptor.async_accept([&acceptor, guests, pause, end](asio::error_code error,
                                                        tcp::socket socket) {
    if (!error) {
      const auto guest = std::make_shared<Guest>(std::move(socket));
      guests->insert(guest);
      read(guests, guest);
      return accept(acceptor, guests, pause, end);
    }
    pause->expires_after(accept_pause);
    pause->async_wait([&acceptor, guests, pause, end](asio::error_code) {
      accept(acceptor, guests, pause, end);
    });
  });
}

}  // namespace

asio::awaitable<void> notice_board(tcp::acceptor& acceptor) {
  const auto executor = acceptor.get_executor();
  const auto end = std::make_shared<End>(executor);
  accept(acceptor, std::make_shared<Guests>(),
         std::make_shared<asio::steady_timer>(executor), end);
  co_await end->wait();
}

}  // namespace exo42
