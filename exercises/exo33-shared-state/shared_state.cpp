// exo33: shared state. Yours to edit. Then: ctest --preset learn -R exo33
// À vous de modifier ce fichier, puis de lancer cette commande.

#include "shared_state.hpp"

#include <workbook/todo.hpp>

namespace exo33 {

struct VisitCounter::State {
  explicit State(Page& page) : page(page) {}
  Page& page;
};
VisitCounter::VisitCounter(Page& page) : state_(new State(page)) {}

asio::awaitable<long> VisitCounter::visit(Work greet) {
  // TODO(step 1): count one visitor at a time, greet many. Until which line
  // must a std::mutex be held?
  //
  // À FAIRE (étape 1) : compter les visiteurs un par un, en saluer plusieurs à
  // la fois. Jusqu'à quelle ligne faut-il tenir un std::mutex ?
  todo("exo33 step 1: visit", greet);
  co_return 0;
}

struct Account::State {
  State(asio::any_io_executor executor, Page& page)
      : executor(executor), page(page) {}
  asio::any_io_executor executor;
  Page& page;
};
Account::Account(asio::any_io_executor executor, Page& page)
    : state_(new State(executor, page)) {}

asio::awaitable<bool> Account::withdraw(long amount, Question confirm) {
  // TODO(step 2): put the money aside, ask, give it back on a no. What keeps
  // the others off the page? Who runs the line after a co_await?
  //
  // À FAIRE (étape 2) : mettre l'argent de côté, demander, le rendre si c'est
  // non. Qu'est-ce qui écarte les autres de la feuille ? Qui exécute la ligne
  // qui suit un co_await ?
  todo("exo33 step 2: withdraw", amount, confirm);
  co_return false;
}

struct Mutex::State {
  explicit State(asio::any_io_executor executor) : executor(executor) {}
  asio::any_io_executor executor;
};
Mutex::Mutex(asio::any_io_executor executor) : state_(new State(executor)) {}

asio::awaitable<void> Mutex::alone(Work work) {
  // TODO(step 3): let one in at a time, in order. How does a coroutine wait for
  // its turn, who wakes it, and what if it no longer wants to come in?
  //
  // À FAIRE (étape 3) : faire entrer un par un, dans l'ordre. Comment une
  // coroutine attend-elle son tour, qui la réveille, et si elle renonce ?
  todo("exo33 step 3: alone", work);
  co_return;
}

asio::awaitable<bool> transfer(Vault& from, Vault& to, long amount,
                               Work audit) {
  // TODO(step 4): hold both vaults, audit, move the money. Which do you lock
  // first, and is it the same for everybody?
  //
  // À FAIRE (étape 4) : tenir les deux coffres, auditer, déplacer l'argent.
  // Lequel verrouiller d'abord, et est-ce le même pour tout le monde ?
  todo("exo33 step 4: transfer", from, to, amount, audit);
  co_return false;
}

struct Desks::State {
  State(asio::any_io_executor executor, int limit)
      : executor(executor), limit(limit) {}
  asio::any_io_executor executor;
  int limit;
};
Desks::Desks(asio::any_io_executor executor, int limit)
    : state_(new State(executor, limit)) {}

asio::awaitable<void> Desks::serve(Work work) {
  // TODO(step 5): `limit` at a time, never more, and none idle while someone
  // waits. What is a mutex, seen from here?
  //
  // À FAIRE (étape 5) : `limit` à la fois, jamais plus, et aucun guichet vide
  // tant que quelqu'un attend. Qu'est-ce qu'un mutex, vu d'ici ?
  todo("exo33 step 5: serve", work);
  co_return;
}

}  // namespace exo33
