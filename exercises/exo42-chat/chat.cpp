// exo42: a chat. Yours to edit. Then: ctest --preset learn -R exo42
// À vous de modifier ce fichier, puis de lancer cette commande.

#include "chat.hpp"

#include <asio/buffer.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/read_until.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <deque>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>
#include <workbook/todo.hpp>

namespace exo42 {

struct Outbox::State {};

Outbox::Outbox(tcp::socket&) : state_(std::make_shared<State>()) {}

bool Outbox::put(std::string_view line) {
  // TODO(step 1): many put lines in, one coroutine writes. How does it learn
  // that there is something to write? And what if a client never reads?
  //
  // À FAIRE (étape 1) : beaucoup déposent des lignes, une coroutine écrit.
  // Comment apprend-elle qu'il y a quelque chose à écrire ? Et si un client ne
  // lit jamais ?
  todo("exo42 step 1: put, send, close", line);
}

asio::awaitable<void> Outbox::send() {
  todo("exo42 step 1: put, send, close");
  co_return;
}

void Outbox::close() {}

struct Room::State {};

Room::Room() : state_(std::make_shared<State>()) {}

bool Room::join(const std::string& name, Outbox& outbox) {
  // TODO(step 2): who is there, and what was said last? When an outbox takes no
  // more, its member leaves. Where are you in your loop at that moment?
  //
  // À FAIRE (étape 2) : qui est là, et qu'a-t-on dit en dernier ? Quand une
  // boîte ne prend plus rien, son membre sort. Où en est alors votre boucle ?
  todo("exo42 step 2: join, leave, say", name, outbox);
}

void Room::leave(const Outbox&) {}

void Room::say(const Outbox&, std::string_view) {}

asio::awaitable<void> session(tcp::socket socket, Room& room) {
  // TODO(step 3): reading and writing go on at the same time. Which of the two
  // ends first, and who tells the other one?
  //
  // À FAIRE (étape 3) : on lit et on écrit en même temps. Lequel des deux finit
  // le premier, et qui le dit à l'autre ?
  todo("exo42 step 3: session", socket, room);
  co_return;
}

// Given: the older server, in use, with two faults.
// Donné : l'ancien serveur, en service, avec deux défauts.

struct Guest {
  tcp::socket socket;
  std::string heard;
  // The first one is being written. La première est en cours d'écriture.
  std::deque<std::string> lines;
};

using Guests = std::vector<std::shared_ptr<Guest>>;

void write(std::shared_ptr<Guest> guest) {
  asio::async_write(guest->socket, asio::buffer(guest->lines.front()),
                    [guest](asio::error_code error, std::size_t) {
                      if (error) return;
                      guest->lines.pop_front();
                      if (!guest->lines.empty()) write(guest);
                    });
}

void read(std::shared_ptr<Guests> guests, std::shared_ptr<Guest> guest) {
  asio::async_read_until(
      guest->socket, asio::dynamic_buffer(guest->heard, longest_line + 2), '\n',
      [guests, guest](asio::error_code error, std::size_t size) {
        if (error) {
          std::erase(*guests, guest);
          return;
        }
        for (auto& each : *guests) {
          each->lines.push_back(guest->heard.substr(0, size));
          if (each->lines.size() == 1) write(each);
        }
        guest->heard.erase(0, size);
        read(guests, guest);
      });
}

asio::awaitable<void> notice_board(tcp::acceptor& acceptor) {
  // TODO(step 4): take the next line away, read what the tests say, and repair
  // the server. What grows in it, and when does it end?
  //
  // À FAIRE (étape 4) : retirez la ligne suivante, lisez ce que disent les
  // tests, et réparez le serveur. Qu'est-ce qui y grossit, et quand finit-il ?
  todo("exo42 step 4: notice_board", acceptor);
  const auto guests = std::make_shared<Guests>();
  for (;;) {
    auto socket = co_await acceptor.async_accept(asio::use_awaitable);
    guests->push_back(
        std::make_shared<Guest>(Guest{std::move(socket), {}, {}}));
    read(guests, guests->back());
  }
}

}  // namespace exo42
