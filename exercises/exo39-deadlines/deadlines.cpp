// exo39: deadlines. Yours to edit. Then: ctest --preset learn -R exo39
// À vous de modifier ce fichier, puis de lancer cette commande.

#include "deadlines.hpp"

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <utility>
#include <workbook/asio.hpp>
#include <workbook/todo.hpp>

namespace exo39 {

asio::awaitable<tcp::socket> connect_within(tcp::endpoint endpoint,
                                            Clock::duration within) {
  // TODO(step 1): connect, but not for longer than that. || gives the first one
  // that succeeds: what about a connection that is refused at once?
  //
  // À FAIRE (étape 1) : se connecter, mais pas plus longtemps que cela. || rend
  // le premier qui réussit : et une connexion refusée aussitôt ?
  todo("exo39 step 1: connect_within", endpoint, within);
  co_return tcp::socket(co_await asio::this_coro::executor);
}

asio::awaitable<std::string> read_line(tcp::socket& socket,
                                       std::string& received,
                                       Clock::duration idle,
                                       Clock::duration total) {
  // TODO(step 2): read until the line is whole. Which moment is fixed, and
  // which one moves with each byte? Who keeps what a read brought too late?
  //
  // À FAIRE (étape 2) : lire jusqu'à ce que la ligne soit entière. Quel moment
  // est fixe, lequel recule à chaque octet ? Et qui garde ce qu'une lecture a
  // apporté trop tard ?
  todo("exo39 step 2: read_line", socket, received, idle, total);
  co_return "";
}

asio::awaitable<std::string> call(Link& link, std::string request,
                                  Deadline deadline) {
  // TODO(step 3): connect, send, wait: one deadline for all. And where does an
  // answer go that comes after it?
  //
  // À FAIRE (étape 3) : se connecter, envoyer, attendre : une seule échéance
  // pour tout. Et où va une réponse qui arrive après elle ?
  todo("exo39 step 3: call", link, request, deadline);
  co_return "";
}

struct Office::State {};

Office::Office(tcp::acceptor, Handler, Patience)
    : state_(std::make_shared<State>()) {}

asio::awaitable<void> Office::run() {
  // TODO(step 4): serve with deadlines, until drain(); then wait for the last
  // client, but not for ever. What ends a handler that nobody waits for?
  //
  // À FAIRE (étape 4) : servir avec des échéances, jusqu'à drain() ; puis
  // attendre le dernier client, mais pas sans fin. Qu'est-ce qui arrête un
  // traitement que plus personne n'attend ?
  todo("exo39 step 4: run, drain", state_);
  co_return;
}

void Office::drain(Clock::duration) {}

}  // namespace exo39
