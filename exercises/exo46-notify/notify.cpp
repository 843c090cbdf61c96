// exo46: notifications. Yours to edit. Then: ctest --preset learn -R exo46
// À vous de modifier ce fichier, puis de lancer cette commande.

#include "notify.hpp"

#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <deque>
#include <utility>
#include <workbook/asio.hpp>
#include <workbook/todo.hpp>

namespace exo46 {

struct Hub::State {};

struct Subscription::State {};

Hub::Hub(asio::any_io_executor, std::size_t)
    : state_(std::make_shared<State>()) {}

Id Hub::publish(std::string text) {
  // TODO(step 1): ten thousand are to hear this. What is there once, and what
  // ten thousand times? Somebody does not read: who notices, and when?
  //
  // À FAIRE (étape 1) : dix mille doivent l'apprendre. Qu'est-ce qui existe une
  // fois, et qu'est-ce qui existe dix mille fois ? Quelqu'un ne lit pas : qui
  // s'en aperçoit, et quand ?
  todo("exo46 step 1: publish, subscribe, next", text);
}

Subscription Hub::subscribe() {
  todo("exo46 step 1: publish, subscribe, next", state_);
}

asio::awaitable<News> Subscription::next() {
  todo("exo46 step 1: publish, subscribe, next", state_);
  co_return News{};
}

Subscription Hub::subscribe(Id after) {
  // TODO(step 2): first the old ones, then the new ones. What if one is
  // published in between?
  //
  // À FAIRE (étape 2) : d'abord les anciennes, puis les nouvelles. Et si l'on
  // en publie une entre les deux ?
  todo("exo46 step 2: subscribe(after)", after);
}

std::string event_of(const Notice& notice) {
  // TODO(step 3): a text with several lines. What would a browser make of it?
  //
  // À FAIRE (étape 3) : un texte de plusieurs lignes. Qu'en ferait un
  // navigateur ?
  todo("exo46 step 3: event_of", notice);
}

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub) {
  // TODO(step 3): you only write. How do you learn that the client has gone?
  //
  // À FAIRE (étape 3) : vous ne faites qu'écrire. Comment apprenez-vous que le
  // client est parti ?
  todo("exo46 step 3: stream", socket, request, hub);
  co_return;
}

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub,
                             Pulse pulse) {
  // TODO(step 4): a sign of life in every silence. And when nobody takes it?
  //
  // À FAIRE (étape 4) : un signe de vie dans chaque silence. Et si personne ne
  // le prend ?
  todo("exo46 step 4: stream(..., pulse)", socket, request, hub, pulse);
  co_return;
}

}  // namespace exo46
