// exo43: an HTTP server. Yours to edit. Then: ctest --preset learn -R exo43
// À vous de modifier ce fichier, puis de lancer cette commande.

#include "http.hpp"

#include <asio/use_awaitable.hpp>
#include <utility>
#include <workbook/asio.hpp>
#include <workbook/todo.hpp>

namespace exo43 {

Framing framing_of(const Request& head) {
  // TODO(step 1): how long is the body? A stranger says so, perhaps twice. Whom
  // do you believe, and when do you believe nobody?
  //
  // À FAIRE (étape 1) : quelle est la longueur du corps ? C'est un inconnu qui
  // le dit, deux fois peut-être. Qui croire, et quand ne croire personne ?
  todo("exo43 step 1: framing_of", head);
}

struct Parser::State {};

Parser::Parser() : state_(std::make_shared<State>()) {}

std::size_t Parser::feed(std::string_view bytes) {
  // TODO(step 2): take what belongs to this request, and no more. The next byte
  // may be the last of a head, or the middle of a chunk: what must you know?
  //
  // À FAIRE (étape 2) : prendre ce qui appartient à cette requête, et rien de
  // plus. L'octet suivant peut finir un en-tête, ou se trouver au milieu d'un
  // morceau : que devez-vous savoir ?
  todo("exo43 step 2: feed", bytes, state_);
}

const Request* Parser::head() const { return nullptr; }

bool Parser::whole() const { return false; }

Request Parser::take() { return {}; }

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  // TODO(step 3): read, handle, answer, again. Who decides that this answer was
  // the last one, and does it arrive if you close at once?
  //
  // À FAIRE (étape 3) : lire, traiter, répondre, recommencer. Qui décide que
  // cette réponse était la dernière, et arrive-t-elle si vous fermez aussitôt ?
  todo("exo43 step 3: converse", socket, handler);
  co_return;
}

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  // TODO(step 4): the same, and nobody holds you up. Does a byte that arrives
  // give its sender more time?
  //
  // À FAIRE (étape 4) : de même, et personne ne vous retient. Un octet qui
  // arrive donne-t-il plus de temps à celui qui l'envoie ?
  todo("exo43 step 4: converse with patience", socket, handler, patience);
  co_return;
}

Handler files(std::filesystem::path folder, Clerks& clerks) {
  // TODO(step 5): a file for a path. Which paths leave the folder, and who
  // waits for the disk?
  //
  // À FAIRE (étape 5) : un fichier pour un chemin. Quels chemins sortent du
  // dossier, et qui attend le disque ?
  todo("exo43 step 5: files", folder, clerks);
}

}  // namespace exo43
