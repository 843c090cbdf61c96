// exo47: tasks. Yours to edit. Then: ctest --preset learn -R exo47
// À vous de modifier ce fichier, puis de lancer cette commande.

#include "tasks.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <utility>
#include <workbook/asio.hpp>
#include <workbook/todo.hpp>

namespace exo47 {

struct Broker::State {};

// TODO(step 2): what is on the paper? And what of it is not whole, or may be
// lost again? Then: what must each call write down, and when?
//
// À FAIRE (étape 2) : qu'y a-t-il sur le papier ? Et qu'est-ce qui, là, n'est
// pas entier, ou peut encore se perdre ? Ensuite : que doit noter chaque appel,
// et quand ?
Broker::Broker(asio::any_io_executor executor, Terms terms, Paper* paper)
    : state_(std::make_shared<State>()) {
  if (paper)
    todo("exo47 step 2: Broker(executor, terms, paper)", executor, terms);
}

// TODO(step 1): lend tasks, and take them back. Who notices that a lease has
// ended, if its holder is dead and nobody calls?
//
// À FAIRE (étape 1) : prêter des tâches, et les reprendre. Qui remarque qu'un
// bail a pris fin, si son détenteur est mort et que personne n'appelle ?
void Broker::put(std::string id, std::string text) {
  todo("exo47 step 1: put, take, keep, done, list", state_, id, text);
}

asio::awaitable<Lease> Broker::take(std::string who) {
  todo("exo47 step 1: put, take, keep, done, list", who);
  co_return Lease();
}

bool Broker::keep(std::string, std::uint64_t) { return false; }

bool Broker::done(std::string, std::uint64_t) { return false; }

std::vector<Entry> Broker::list() { return {}; }

asio::awaitable<void> converse(Wire wire, Broker& broker) {
  // TODO(step 3): a question, an answer. While TAKE waits, which may be an
  // hour, who notices that the other end has gone? And what does || do with a
  // failure?
  //
  // À FAIRE (étape 3) : une question, une réponse. Pendant que TAKE attend, une
  // heure peut-être, qui remarque que l'autre bout est parti ? Et que fait ||
  // d'un échec ?
  todo("exo47 step 3: converse", wire, broker);
  co_return;
}

asio::awaitable<void> work(tcp::endpoint broker, std::string name,
                           Effect effect) {
  // TODO(step 4): work, and say that you are at it. What if nobody answers? And
  // which of the two must end the other?
  //
  // À FAIRE (étape 4) : travailler, et dire que l'on y est. Et si personne ne
  // répond ? Et lequel des deux doit mettre fin à l'autre ?
  todo("exo47 step 4: work", broker, name, effect);
  co_return;
}

}  // namespace exo47
