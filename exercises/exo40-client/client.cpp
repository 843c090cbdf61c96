// exo40: a client. Yours to edit. Then: ctest --preset learn -R exo40
// À vous de modifier ce fichier, puis de lancer cette commande.

#include "client.hpp"

#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <workbook/asio.hpp>
#include <workbook/todo.hpp>

namespace exo40 {

struct TokenBucket::State {};

TokenBucket::TokenBucket(std::size_t, Duration)
    : state_(std::make_shared<State>()) {}

asio::awaitable<void> TokenBucket::take() {
  // TODO(step 1): take a token, in the order of coming. What must you know to
  // say when the next one is due? Who looks next when somebody gives up?
  //
  // À FAIRE (étape 1) : prendre un jeton, dans l'ordre des arrivées. Que
  // faut-il savoir pour dire quand vient le prochain ? Qui regarde ensuite,
  // quand quelqu'un renonce ?
  todo("exo40 step 1: take, tokens", state_);
  co_return;
}

std::size_t TokenBucket::tokens() const { return 0; }

struct Limiter::State {};

Limiter::Limiter(TokenBucket&, std::size_t)
    : state_(std::make_shared<State>()) {}

asio::awaitable<Reply> Limiter::ask(const Carrier& carrier, std::string query) {
  // TODO(step 2): a place and a token. In which order? On how many ways does
  // one leave?
  //
  // À FAIRE (étape 2) : une place et un jeton. Dans quel ordre ? De combien de
  // façons peut-on sortir ?
  todo("exo40 step 2: ask", state_, carrier, query);
  co_return Reply{};
}

asio::awaitable<Reply> ask_patiently(const Carrier& carrier, std::string query,
                                     Patience patience, Random& random) {
  // TODO(step 3): ask again, later. When would a thousand like you come back?
  //
  // À FAIRE (étape 3) : redemander, plus tard. Quand reviendraient mille
  // clients comme vous ?
  todo("exo40 step 3: ask_patiently", carrier, query, patience, random);
  co_return Reply{};
}

struct Breaker::State {};

Breaker::Breaker(int, Duration) : state_(std::make_shared<State>()) {}

asio::awaitable<Reply> Breaker::ask(const Carrier& carrier, std::string query) {
  // TODO(step 4): ask, or spare the carrier. Of what time does a reply speak?
  //
  // À FAIRE (étape 4) : demander, ou ménager le transporteur. De quel moment
  // parle une réponse ?
  todo("exo40 step 4: ask, circuit", state_, carrier, query);
  co_return Reply{};
}

Circuit Breaker::circuit() const { return Circuit::closed; }

asio::awaitable<Reply> fetch(tcp::endpoint carrier, std::string query,
                             Duration within) {
  // TODO(step 5): one question, one line, in time. What if it fails at once?
  //
  // À FAIRE (étape 5) : une question, une ligne, à temps. Et si elle échoue
  // aussitôt ?
  todo("exo40 step 5: fetch", carrier, query, within);
  co_return Reply{};
}

}  // namespace exo40
