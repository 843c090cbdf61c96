// exo35: files without blocking. Yours to edit. Then:
// ctest --preset learn -R exo35
// À vous de modifier ce fichier, puis de lancer cette commande.

#include "async_files.hpp"

#include <asio/co_spawn.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <fstream>
#include <workbook/todo.hpp>

namespace exo35 {

asio::awaitable<std::string> read_file(Clerks& clerks, fs::path path) {
  // TODO(step 1): every byte of the file, read by a clerk while this thread
  // serves others. On which thread does each of your lines run? How do you tell
  // the end of a file from a failure?
  //
  // À FAIRE (étape 1) : tous les octets du fichier, lus par un magasinier
  // pendant que ce fil d'exécution sert les autres. Sur quel fil s'exécute
  // chacune de vos lignes ? Comment distinguer la fin d'un fichier d'un échec ?
  todo("exo35 step 1: read_file", clerks, path);
  co_return "";
}

asio::awaitable<void> write_file(Clerks& clerks, fs::path path,
                                 std::string content) {
  // TODO(step 2): the whole content or no change at all, whatever fails. What
  // does a reader see between the opening of a file and its last byte? Which
  // operation on files happens at one stroke?
  //
  // À FAIRE (étape 2) : tout le contenu ou aucun changement, quoi qu'il arrive.
  // Que voit un lecteur entre l'ouverture d'un fichier et son dernier octet ?
  // Quelle opération sur les fichiers se fait d'un seul coup ?
  todo("exo35 step 2: write_file", clerks, path, content);
  co_return;
}

asio::awaitable<std::vector<Count>> count_words(Clerks& clerks,
                                                std::vector<fs::path> paths,
                                                std::size_t limit) {
  // TODO(step 3): count the words of all the files, `limit` of them at a time.
  // Who takes the next file when one is done? What must a file that cannot be
  // read not prevent?
  //
  // À FAIRE (étape 3) : compter les mots de tous les fichiers, `limit` à la
  // fois. Qui prend le suivant quand un fichier est fini ? Que ne doit pas
  // empêcher un fichier illisible ?
  todo("exo35 step 3: count_words", clerks, paths, limit);
  co_return std::vector<Count>{};
}

}  // namespace exo35
