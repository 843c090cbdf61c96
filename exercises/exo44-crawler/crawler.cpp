// exo44: a crawler. Yours to edit. Then: ctest --preset learn -R exo44
// À vous de modifier ce fichier, puis de lancer cette commande.

#include "crawler.hpp"

#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/read.hpp>
#include <asio/read_until.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <utility>
#include <workbook/asio.hpp>
#include <workbook/todo.hpp>

namespace exo44 {

asio::awaitable<Page> get(tcp::endpoint server, Url url,
                          Milliseconds patience) {
  // TODO(step 1): one question, one answer. Where does it end, and how do you
  // know that it is whole? What if the host says nothing, for ever?
  //
  // À FAIRE (étape 1) : une question, une réponse. Où finit-elle, et comment
  // savez-vous qu'elle est entière ? Et si l'hôte ne dit rien, pour toujours ?
  todo("exo44 step 1: get", server, url, patience);
  co_return Page();
}

asio::awaitable<Map> crawl(Url start, Fetch fetch, Limits limits) {
  // TODO(step 2): work that makes work. Who knows when there is none left? A
  // page was far away, and now somebody finds it near: what follows from that?
  //
  // À FAIRE (étape 2) : du travail qui donne du travail. Qui sait quand il n'y
  // en a plus ? Une page était loin, et quelqu'un la trouve tout près : qu'en
  // résulte-t-il ?
  todo("exo44 step 2: crawl", start, fetch, limits);
  co_return Map();
}

Fetch politely(Fetch fetch, Manners manners) {
  // TODO(step 3): whose turn is it? Who is asked that: whoever waits, or
  // whoever has finished? And what outlives the Fetch that you return?
  //
  // À FAIRE (étape 3) : à qui le tour ? À qui le demander : à qui attend, ou à
  // qui a fini ? Et qu'est-ce qui survit au Fetch que vous rendez ?
  todo("exo44 step 3: politely", manners);
  return fetch;
}

Fetch obediently(Fetch fetch) {
  // TODO(step 4): a hundred pages of a host are waiting, and one robots.txt.
  // Who goes for it? And if he never comes back?
  //
  // À FAIRE (étape 4) : cent pages d'un hôte attendent, pour un seul
  // robots.txt. Qui va le chercher ? Et s'il ne revient jamais ?
  todo("exo44 step 4: obediently");
  return fetch;
}

}  // namespace exo44
