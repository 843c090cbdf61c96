// exo38: a server. Yours to edit. Then: ctest --preset learn -R exo38
// À vous de modifier ce fichier, puis de lancer cette commande.

#include "server.hpp"

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <utility>
#include <workbook/asio.hpp>
#include <workbook/todo.hpp>

namespace exo38 {

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  // TODO(step 1): read, handle, answer. What you have read may be half a
  // request, or two and a half. Where does the rest go?
  //
  // À FAIRE (étape 1) : lire, traiter, répondre. Ce que vous avez lu peut être
  // une moitié de requête, ou deux et demie. Où va le reste ?
  todo("exo38 step 1: converse", socket, handler);
  co_return;
}

asio::awaitable<void> serve(tcp::acceptor& acceptor, Handler handler) {
  // TODO(step 2): accept, and accept again. Who talks with the first client
  // while you wait for the second? And what if accept fails?
  //
  // À FAIRE (étape 2) : accepter, et accepter encore. Qui parle avec le premier
  // client pendant que vous attendez le second ? Et si accept échoue ?
  todo("exo38 step 2: serve", acceptor, handler);
  co_return;
}

asio::awaitable<void> serve_at_most(tcp::acceptor& acceptor, Handler handler,
                                    std::size_t most) {
  // TODO(step 3): at most so many at a time. Where are the others in the
  // meantime, and who tells you that a place is free?
  //
  // À FAIRE (étape 3) : pas plus de tant à la fois. Où sont les autres pendant
  // ce temps, et qui vous dit qu'une place est libre ?
  todo("exo38 step 3: serve_at_most", acceptor, handler, most);
  co_return;
}

struct Server::State {};

Server::Server(tcp::acceptor, Handler, std::size_t)
    : state_(std::make_shared<State>()) {}

asio::awaitable<void> Server::run() {
  // TODO(step 4): serve, until stop() says otherwise; then wait for the last
  // one. What must stop() know of a conversation, to leave it its answer?
  //
  // À FAIRE (étape 4) : servir, jusqu'à ce que stop() en décide autrement ;
  // puis attendre le dernier. Que doit savoir stop() d'une conversation, pour
  // lui laisser sa réponse ?
  todo("exo38 step 4: run, stop", state_);
  co_return;
}

void Server::stop() {}

}  // namespace exo38
