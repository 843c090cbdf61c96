#include <algorithm>
#include <asio/post.hpp>
#include <asio/thread_pool.hpp>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <future>
#include <memory>
#include <string>
#include <support/disk.hpp>
#include <support/stage.hpp>
#include <thread>
#include <vector>

#include "async_files.hpp"

using exo35::Count;
using workbook::Folder;
using workbook::Lesson;
using workbook::Outcome;
using workbook::Stage;
using workbook::Teaching;
using workbook::Text;

template <>
struct Catch::StringMaker<Count> {
  static std::string convert(const Count& count) {
    return count.error.empty() ? std::to_string(count.words)
                               : "error: " + count.error;
  }
};

namespace {

constexpr Lesson blocks_the_room{
    "blocks-the-room",
    {"with no clerk free, nothing is done yet",
     "sans magasinier libre, rien n'est encore fait"},
    {"The thread of the event loop went to the disk itself. No co_await makes "
     "a stream asynchronous: whoever opens, reads or writes waits for the "
     "disk, and the whole loop with them. Hand all of it to the pool: "
     "co_spawn(clerks, ..., use_awaitable).",
     "Le fil de la boucle d'événements est allé lui-même au disque. Aucun "
     "co_await ne rend un flux asynchrone : qui ouvre, lit ou écrit attend le "
     "disque, et toute la boucle avec lui. Confiez tout cela aux magasiniers : "
     "co_spawn(clerks, ..., use_awaitable)."}};

constexpr Lesson waits_for_the_future{
    "waits-for-the-future",
    {"while all clerks are busy, the reading room goes on",
     "pendant que les magasiniers sont pris, la salle de lecture continue"},
    {"The work was handed to the pool, and then the loop's thread stood still "
     "until it was done: future.get() blocks as surely as the disk. Await the "
     "end with a completion token: co_await and use_awaitable.",
     "Le travail a été confié aux magasiniers, puis le fil de la boucle est "
     "resté planté jusqu'à la fin : future.get() bloque aussi sûrement que le "
     "disque. Attendez la fin avec un jeton de complétion : co_await et "
     "use_awaitable."}};

constexpr Lesson returns_at_once{
    "returns-at-once",
    {"the function ends when the clerk is back, not before",
     "la fonction finit quand le magasinier est revenu, pas avant"},
    {"The work was given to a clerk, and nobody waited for the outcome. "
     "asio::post(clerks, job) says \"some day\" and goes on. What you need to "
     "know the end of, you co_await.",
     "Le travail a été confié à un magasinier, et personne n'en a attendu "
     "l'issue. asio::post(clerks, job) dit « un jour » et passe à la suite. Ce "
     "dont il faut connaître la fin, on l'attend avec co_await."}};

constexpr Lesson post_comes_back{
    "post-comes-back",
    {"while a clerk waits for the disk, the reading room serves others",
     "pendant qu'un magasinier attend, la salle de lecture sert les autres"},
    {"A blocking call runs on the loop's thread. Did you write co_await "
     "asio::post(clerks, use_awaitable)? It goes to the pool and comes back "
     "before your next line: that line runs where it always ran. Spawn the "
     "blocking work itself on the pool: opening and reading, all of it.",
     "Un appel bloquant s'exécute sur le fil de la boucle. Avez-vous écrit "
     "co_await asio::post(clerks, use_awaitable) ? Cela va chez les "
     "magasiniers et en revient avant votre ligne suivante, qui s'exécute là "
     "où elle l'a toujours fait. Lancez chez eux le travail bloquant lui-même, "
     "ouverture et lecture comprises."}};

constexpr Lesson stays_on_the_pool{
    "stays-on-the-pool",
    {"the caller goes on in the reading room, after a success and a failure",
     "l'appelant continue dans la salle de lecture, succès ou échec"},
    {"Your coroutine moved to a thread of the pool and never came back: its "
     "caller went on there, beside the loop's own thread, where nothing was "
     "locked for that. With co_spawn on the pool, only the work is there. If "
     "you go yourself, come back yourself, also when an exception passes.",
     "Votre coroutine est partie sur un fil des magasiniers et n'en est pas "
     "revenue : l'appelant a continué là-bas, à côté du fil de la boucle, où "
     "rien n'est verrouillé pour cela. Avec co_spawn chez eux, seul le travail "
     "y est. Si vous y allez vous-même, revenez vous-même, y compris quand "
     "passe une exception."}};

constexpr Lesson bytes_changed{
    "bytes-changed",
    {"the same bytes, all of them", "les mêmes octets, tous"},
    {"A file is bytes. Reading lines drops or adds their ends, a C string "
     "stops at the first zero, and text mode changes ends of lines on Windows. "
     "Open in binary, and move counted bytes.",
     "Un fichier, ce sont des octets. Lire des lignes ôte ou ajoute leurs "
     "fins, une chaîne C s'arrête au premier zéro, et le mode texte change les "
     "fins de ligne sous Windows. Ouvrez en binaire, et déplacez des octets "
     "comptés."}};

constexpr Lesson one_read{
    "one-read",
    {"the file to its end, however many reads that takes",
     "le fichier jusqu'à sa fin, quel que soit le nombre de lectures"},
    {"One read gives what there is, at most what fits. That is not the whole "
     "file. Read again and again, append what came, stop at the end.",
     "Une lecture donne ce qu'il y a, et au plus ce qui tient. Ce n'est pas le "
     "fichier entier. Lisez encore et encore, ajoutez ce qui est venu, arrêtez "
     "à la fin."}};

constexpr Lesson end_is_no_error{
    "end-is-no-error",
    {"a file that ends, even at once, is read",
     "un fichier qui finit, même tout de suite, est lu"},
    {"The end of the file was taken for a failure. A stream that could not "
     "fill your buffer fails, and has read to the end all the same: eof() "
     "tells the end, bad() a failure, gcount() what came before.",
     "La fin du fichier a été prise pour un échec. Un flux qui n'a pas pu "
     "remplir votre tampon échoue, et il a pourtant tout lu : eof() dit la "
     "fin, bad() un échec, gcount() ce qui est venu avant."}};

constexpr Lesson error_lost{
    "error-lost",
    {"what cannot be done is an exception",
     "ce qui ne peut se faire est une exception"},
    {"Nothing was said of the failure. A stream that fails stays silent and "
     "does nothing more: an unreadable file looks empty, a write to nowhere "
     "looks done. Ask it after opening, and after the last byte.",
     "L'échec a été passé sous silence. Un flux qui échoue se tait et ne fait "
     "plus rien : un fichier illisible a l'air vide, une écriture impossible a "
     "l'air faite. Interrogez-le après l'ouverture, et après le dernier "
     "octet."}};

constexpr Lesson error_without_path{
    "error-without-path",
    {"the message names the file", "le message nomme le fichier"},
    {"\"No such file\": which of them? What is obvious where it is thrown is "
     "not where it is read. std::filesystem::filesystem_error carries a path "
     "and a reason.",
     "« Fichier introuvable » : lequel ? Ce qui est évident là où on lève "
     "l'exception ne l'est plus là où on la lit. "
     "std::filesystem::filesystem_error porte un chemin et une raison."}};

constexpr Lesson truncates_first{
    "truncates-first",
    {"who has the old document open reads it whole",
     "qui a ouvert l'ancien document le lit en entier"},
    {"The file was opened to be written, and so was empty at once: a reader "
     "found half, and a failure would leave nothing. Write beside it, then "
     "rename over it: the name passes from old to new at one stroke.",
     "Le fichier a été ouvert en écriture, donc vidé aussitôt : un lecteur n'y "
     "trouve qu'une partie, et un échec n'y laisserait rien. Écrivez à côté, "
     "puis renommez par-dessus : le nom passe de l'ancien au nouveau d'un seul "
     "coup."}};

constexpr Lesson temporary_left{
    "temporary-left",
    {"after a failure, the folder is as before",
     "après un échec, le dossier est comme avant"},
    {"The draft stayed behind. Each step after its creation can throw, the "
     "rename too: remove it on the way out of every failure, and let the "
     "exception go on.",
     "Le brouillon est resté. Après sa création, tout peut lever une "
     "exception, le renommage aussi : supprimez-le à chaque sortie en échec, "
     "et laissez l'exception continuer."}};

constexpr Lesson someone_elses_file{
    "someone-elses-file",
    {"the other documents are as they were",
     "les autres documents sont comme avant"},
    {"The draft took a name that was taken, and that document is lost. So "
     "would be one of two drafts written at the same time. Put in the name "
     "something that nobody else has: a random number, for example.",
     "Le brouillon a pris un nom déjà pris, et ce document-là est perdu. Deux "
     "brouillons écrits en même temps se perdraient de même. Mettez dans le "
     "nom ce que personne d'autre n'a : un nombre aléatoire, par exemple."}};

constexpr Lesson wrong_count{
    "wrong-count",
    {"words stand between white space", "les mots sont entre les blancs"},
    {"Several spaces in a row make no word, nor do those at the ends; a line "
     "ends a word as a space does; the last word counts without anything after "
     "it. Count the starts of words.",
     "Plusieurs espaces de suite ne font pas un mot, ceux des bords non plus ; "
     "une fin de ligne termine un mot comme un espace ; le dernier mot compte "
     "même si rien ne le suit. Comptez les débuts de mots."}};

constexpr Lesson order_lost{
    "order-lost",
    {"the counts are in the order of the paths",
     "les comptes sont dans l'ordre des chemins"},
    {"The counts are in the order in which the files were done. Give each file "
     "its place beforehand, and write the count there.",
     "Les comptes sont dans l'ordre où les fichiers ont fini. Donnez d'avance "
     "sa place à chaque fichier, et écrivez-y son compte."}};

constexpr Lesson first_error_ends_all{
    "first-error-ends-all",
    {"one bad file is reported in its place, the others are counted",
     "un mauvais fichier est signalé à sa place, les autres sont comptés"},
    {"The exception of one file left the function, and the work on all the "
     "others is lost. Catch it where you still know which file it is about.",
     "L'exception d'un seul fichier est sortie de la fonction, et le travail "
     "sur tous les autres est perdu. Attrapez-la là où vous savez encore de "
     "quel fichier il s'agit."}};

constexpr Lesson place_lost{
    "place-lost",
    {"a file that fails makes room for the next one",
     "un fichier qui échoue fait place au suivant"},
    {"After a failure nobody takes the next file, and the function waits for "
     "ever. The place must be given back on every way out, also when an "
     "exception passes.",
     "Après un échec, personne ne prend le fichier suivant, et la fonction "
     "attend sans fin. La place doit être rendue par toutes les sorties, y "
     "compris quand passe une exception."}};

constexpr int clerks_in_all = 4;

// Awaits the work, and notes which thread goes on when it has ended.
template <class T>
asio::awaitable<T> heard(asio::awaitable<T> work, std::thread::id& on) {
  struct Note {
    std::thread::id& on;
    ~Note() { on = std::this_thread::get_id(); }
  };
  const Note note{on};
  co_return co_await std::move(work);
}

// For what is too long to be told.
asio::awaitable<void> keep(asio::awaitable<std::string> work,
                           std::string& into) {
  into = co_await std::move(work);
}

// A folder, a reading room that the test moves by hand, and four clerks.
struct Archive {
  Folder folder;
  Stage stage;
  asio::thread_pool clerks{clerks_in_all};
  std::thread::id heard_on;

  ~Archive() {
#ifdef WORKBOOK_HAS_FIFO
    // After a test that failed, a clerk may still stand before a shelf.
    std::jthread rescue([this](std::stop_token all_gone) {
      while (!all_gone.stop_requested()) {
        workbook::Fifo::let_go(folder);
        std::this_thread::yield();
      }
    });
#endif
    clerks.join();
  }

  template <class T>
  Outcome<T> start(std::string name, asio::awaitable<T> work) {
    return stage.start(std::move(name), heard(std::move(work), heard_on));
  }

  template <class T>
  Outcome<T> run(std::string name, asio::awaitable<T> work) {
    auto outcome = start(std::move(name), std::move(work));
    stage.run_until_ended(outcome);
    return outcome;
  }

  // Moves the room until `condition` holds, or the work has ended without it.
  template <class T, class Condition>
  bool until(const Outcome<T>& work, Condition condition) {
    for (;;) {
      stage.settle();
      const bool ended = !work.waits();
      if (condition()) return true;
      if (ended) return false;
      std::this_thread::yield();
    }
  }

  bool in_the_room() const { return heard_on == std::this_thread::get_id(); }
};

// Keeps every clerk busy, until it is over.
class Inventory {
 public:
  explicit Inventory(Archive& archive) : story_(archive.stage.story) {
    story_.tell("", {"(inventory: no clerk is free)",
                     "(inventaire : aucun magasinier n'est libre)"});
    const auto over = over_.get_future().share();
    for (int i = 0; i < clerks_in_all; ++i)
      asio::post(archive.clerks, [over] { over.wait(); });
  }
  ~Inventory() { finish(); }

  void finish() {
    if (finished_) return;
    finished_ = true;
    story_.tell("", {"(the inventory is over)", "(l'inventaire est fini)"});
    over_.set_value();
  }

 private:
  workbook::Story& story_;
  std::promise<void> over_;
  bool finished_ = false;
};

// No part of it repeats.
std::string of_size(std::size_t size) {
  std::string content(size, '\0');
  unsigned x = 1;
  for (auto& c : content) c = static_cast<char>((x = x * 69069 + 1) >> 24);
  return content;
}

std::vector<std::size_t> sorted(const std::vector<Count>& counts) {
  std::vector<std::size_t> words;
  for (const auto& count : counts) words.push_back(count.words);
  std::sort(words.begin(), words.end());
  return words;
}

bool names(const std::string& error, const std::filesystem::path& path) {
  return error.find(path.string()) != error.npos;
}

}  // namespace

TEST_CASE("the reading room leaves the disk to the clerks", "[step1]") {
  Archive archive;
  const auto letter = archive.folder.put("letter", "Dear reader, ...");
  const Teaching if_it_stands_still(waits_for_the_future);
  Inventory inventory(archive);
  auto read = archive.start("read_file(letter)",
                            exo35::read_file(archive.clerks, letter));
  archive.stage.settle();
  EXPECT(returns_at_once, !(read.returned() && read.value().empty()));
  EXPECT(blocks_the_room, read.waits());
  inventory.finish();
  archive.stage.run_until_ended(read);
  EXPECT(end_is_no_error, read.error() == "");
  EXPECT(bytes_changed, read.value() == "Dear reader, ...");
}

TEST_CASE("the caller of read_file goes on in the reading room", "[step1]") {
  Archive archive;
  const auto letter = archive.folder.put("letter", "Dear reader, ...");
  auto read = archive.run("read_file(letter)",
                          exo35::read_file(archive.clerks, letter));
  EXPECT(stays_on_the_pool, archive.in_the_room());
}

TEST_CASE("an empty file is an empty string", "[step1]") {
  Archive archive;
  const auto blank = archive.folder.put("blank", "");
  auto read =
      archive.run("read_file(blank)", exo35::read_file(archive.clerks, blank));
  EXPECT(end_is_no_error, read.error() == "");
  EXPECT(bytes_changed, read.value() == "");
}

TEST_CASE("every byte comes as it is", "[step1]") {
  using namespace std::string_literals;
  Archive archive;
  const auto content = "a\0b\r\nc\n\n\x1A\xFF no end of line"s;
  const auto film = archive.folder.put("film", content);
  auto read =
      archive.run("read_file(film)", exo35::read_file(archive.clerks, film));
  EXPECT(end_is_no_error, read.error() == "");
  EXPECT(bytes_changed, read.value() == content);
}

TEST_CASE("a missing file is an error that names it", "[step1]") {
  Archive archive;
  const auto missing = archive.folder / "missing";
  auto read = archive.run("read_file(missing)",
                          exo35::read_file(archive.clerks, missing));
  EXPECT(error_lost, read.threw());
  EXPECT(stays_on_the_pool, archive.in_the_room());
  EXPECT(error_without_path, names(read.error(), missing));
}

TEST_CASE("what opens and cannot be read is no empty file", "[step1]") {
  Archive archive;
  const auto shelf = archive.folder / "shelf";
  std::filesystem::create_directory(shelf);
  auto read = archive.run("read_file(shelf), which is a folder",
                          exo35::read_file(archive.clerks, shelf));
  EXPECT(error_lost, read.threw());
  EXPECT(error_without_path, names(read.error(), shelf));
}

TEST_CASE("a large file comes whole", "[step1]") {
  Archive archive;
  const auto content = of_size(300'017);
  const auto map = archive.folder.put("map", content);
  std::string seen;
  auto read = archive.run("read_file(map, 300 kB)",
                          keep(exo35::read_file(archive.clerks, map), seen));
  EXPECT(end_is_no_error, read.error() == "");
  EXPECT(one_read, seen.size() == content.size());
  const bool the_same_bytes = seen == content;
  EXPECT(bytes_changed, the_same_bytes);
}

TEST_CASE("a new document is whole and alone", "[step2]") {
  Archive archive;
  const auto content = of_size(100'003);
  auto write = archive.run(
      "write_file(plan)",
      exo35::write_file(archive.clerks, archive.folder / "plan", content));
  EXPECT(stays_on_the_pool, archive.in_the_room());
  EXPECT(error_lost, write.error() == "");
  EXPECT(temporary_left,
         archive.folder.names() == std::vector<std::string>{"plan"});
  const bool the_same_bytes = archive.folder.get("plan") == content;
  EXPECT(bytes_changed, the_same_bytes);
}

TEST_CASE("while no clerk is free, the old document stands", "[step2]") {
  Archive archive;
  const auto rules = archive.folder.put("rules", "old rules");
  const Teaching if_it_stands_still(waits_for_the_future);
  Inventory inventory(archive);
  auto write =
      archive.start("write_file(rules)",
                    exo35::write_file(archive.clerks, rules, "new\r\nrules\n"));
  archive.stage.settle();
  EXPECT(blocks_the_room, archive.folder.get("rules") == "old rules");
  EXPECT(returns_at_once, write.waits());
  inventory.finish();
  archive.stage.run_until_ended(write);
  EXPECT(error_lost, write.error() == "");
  EXPECT(bytes_changed, archive.folder.get("rules") == "new\r\nrules\n");
}

TEST_CASE("the other documents of the folder stay as they are", "[step2]") {
  Archive archive;
  std::vector<std::string> neighbours;
  for (std::string name :
       {"rules.tmp", "rules.temp", "rules.new", "rules.bak", "rules.draft",
        "rules.part", "rules.swp", "rules~", ".rules", ".rules.tmp", "tmp",
        "temp", "draft", "tmp.txt", "temp.txt", "temp.tmp"})
    neighbours.push_back(name);
  for (const auto& name : neighbours) archive.folder.put(name, "of " + name);
  const auto rules = archive.folder.put("rules", "old rules");
  const auto before = archive.folder.names();
  auto write =
      archive.run("write_file(rules)",
                  exo35::write_file(archive.clerks, rules, "new rules"));
  EXPECT(error_lost, write.error() == "");
  for (const auto& name : neighbours)
    EXPECT(someone_elses_file, archive.folder.get(name) == "of " + name);
  EXPECT(temporary_left, archive.folder.names() == before);
}

TEST_CASE("many documents are written at the same time", "[step2]") {
  Archive archive;
  std::vector<Outcome<void>> writes;
  for (std::string name : {"a", "b", "c", "d", "e", "f", "g", "h"})
    writes.push_back(
        archive.start("write_file(" + name + ")",
                      exo35::write_file(archive.clerks, archive.folder / name,
                                        std::string(50'000, name.front()))));
  for (auto& write : writes) {
    archive.stage.run_until_ended(write);
    EXPECT(someone_elses_file, write.error() == "");
  }
  const auto names = archive.folder.names();
  EXPECT(temporary_left, names.size() == writes.size());
  for (const auto& name : names) {
    const bool whole =
        archive.folder.get(name) == std::string(50'000, name.front());
    EXPECT(someone_elses_file, whole);
  }
}

TEST_CASE("no folder, no document: an error that names it", "[step2]") {
  Archive archive;
  const auto nowhere = archive.folder / "nowhere" / "rules";
  auto write =
      archive.run("write_file(nowhere/rules)",
                  exo35::write_file(archive.clerks, nowhere, "new rules"));
  EXPECT(error_lost, write.threw());
  EXPECT(stays_on_the_pool, archive.in_the_room());
  EXPECT(error_without_path, names(write.error(), nowhere));
  EXPECT(temporary_left, archive.folder.names().empty());
}

// Everything succeeds but the very last thing.
TEST_CASE("when the new document cannot take its place", "[step2]") {
  Archive archive;
  const auto shelf = archive.folder / "shelf";
  std::filesystem::create_directory(shelf);
  auto write = archive.run("write_file(shelf), which is a folder",
                           exo35::write_file(archive.clerks, shelf, "rules"));
  EXPECT(error_lost, write.threw());
  EXPECT(error_without_path, names(write.error(), shelf));
  EXPECT(temporary_left,
         archive.folder.names() == std::vector<std::string>{"shelf"});
}

TEST_CASE("the words of each file, in the order given", "[step3]") {
  Archive archive;
  const std::vector<std::filesystem::path> paths{
      archive.folder.put("three", "one two three"),
      archive.folder.put("none", ""), archive.folder.put("blanks", " \t\r\n "),
      archive.folder.put("four", "\n one\ttwo \n\nthree\r\nfour\n"),
      archive.folder.put("one", "well-known")};
  auto count = archive.run("count_words(5 files, 2 at a time)",
                           exo35::count_words(archive.clerks, paths, 2));
  EXPECT(stays_on_the_pool, archive.in_the_room());
  const std::vector<Count> expected{
      {3, ""}, {0, ""}, {0, ""}, {4, ""}, {1, ""}};
  EXPECT(wrong_count, sorted(count.value()) == sorted(expected));
  EXPECT(order_lost, count.value() == expected);
}

TEST_CASE("no files, no counts", "[step3]") {
  Archive archive;
  const Teaching if_it_never_ends(place_lost);
  auto count = archive.run("count_words(no files)",
                           exo35::count_words(archive.clerks, {}, 3));
  EXPECT(wrong_count, count.value().empty());
}

TEST_CASE("a limit beyond the number of files is no limit", "[step3]") {
  Archive archive;
  const auto note = archive.folder.put("note", "one two");
  const Teaching if_it_never_ends(place_lost);
  auto count = archive.run("count_words(1 file, 1000 at a time)",
                           exo35::count_words(archive.clerks, {note}, 1000));
  EXPECT(wrong_count, count.value() == std::vector<Count>{{2, ""}});
}

TEST_CASE("bad files are reported among the good ones", "[step3]") {
  Archive archive;
  const auto lost = archive.folder / "lost";
  const auto burnt = archive.folder / "burnt";
  const std::vector<std::filesystem::path> paths{
      lost, archive.folder.put("two", "one two"), burnt,
      archive.folder.put("one", "one")};
  const Teaching if_it_never_ends(place_lost);
  auto count = archive.run("count_words(lost, two, burnt, one; 1 at a time)",
                           exo35::count_words(archive.clerks, paths, 1));
  EXPECT(first_error_ends_all, count.error() == "");
  EXPECT(first_error_ends_all, count.value().size() == 4);
  EXPECT(error_without_path, names(count.value()[0].error, lost));
  EXPECT(error_without_path, names(count.value()[2].error, burnt));
  EXPECT(first_error_ends_all, count.value()[1] == Count{2, ""});
  EXPECT(first_error_ends_all, count.value()[3] == Count{1, ""});
}

#ifndef WORKBOOK_HAS_FIFO

TEST_CASE("left out here: this system has no named pipes", "[step1]") {
  std::puts("exo35: the tests with a slow or a full disk need POSIX: left out");
  SUCCEED();
}

#else

namespace {

using workbook::Fifo;

constexpr Lesson size_first{
    "size-first",
    {"a document that comes in pieces is read to its end",
     "un document qui vient par morceaux est lu jusqu'à la fin"},
    {"The size was asked before reading. A pipe has none, a file in /proc says "
     "0, and a log grows meanwhile. Read until the end: that is the only size "
     "that is true.",
     "La taille a été demandée avant la lecture. Un tube n'en a pas, un "
     "fichier de /proc dit 0, un journal grandit entre-temps. Lisez jusqu'à la "
     "fin : c'est la seule taille qui soit vraie."}};

constexpr Lesson outlives_its_caller{
    "outlives-its-caller",
    {"cancelled, it ends once no clerk works for it",
     "annulée, elle finit quand plus aucun magasinier ne travaille pour elle"},
    {"The coroutine ended and a clerk is still at its work, with references "
     "into a frame that is gone. A thread cannot be called back: wait for it, "
     "whatever wakes you; and give the job values, not references.",
     "La coroutine a fini et un magasinier y travaille encore, avec des "
     "références vers ce qui n'existe plus. Un fil d'exécution ne se rappelle "
     "pas : attendez-le, quoi qui vous réveille ; et donnez au travail des "
     "valeurs, pas des références."}};

constexpr Lesson left_open{
    "left-open",
    {"the file is closed when it is read", "le fichier lu est refermé"},
    {"The file is still open. Each one left so is lost until the program ends, "
     "and the system allows about a thousand. Let an object close it: "
     "std::ifstream does, on every way out.",
     "Le fichier est resté ouvert. Chacun est perdu jusqu'à la fin du "
     "programme, et le système en permet un millier environ. Laissez un objet "
     "le fermer : std::ifstream le fait, par toutes les sorties."}};

constexpr Lesson write_not_checked{
    "write-not-checked",
    {"when the disk is full, it throws and the old document stands",
     "disque plein : une exception, et l'ancien document demeure"},
    {"What could not be written was put in place all the same. A stream keeps "
     "the last bytes in its buffer until close(): only after close() does its "
     "state say whether they all arrived. Look at it before you rename.",
     "Ce qui n'a pas pu être écrit a quand même pris la place. Un flux garde "
     "les derniers octets dans son tampon jusqu'à close() : c'est seulement "
     "après que son état dit si tout est arrivé. Regardez-le avant de "
     "renommer."}};

constexpr Lesson other_folder{
    "other-folder",
    {"nothing is written in another folder",
     "rien n'est écrit dans un autre dossier"},
    {"The draft went to another folder. That may be another disk, and no "
     "rename goes from one disk to another: it fails, or copies, and a copy is "
     "not one stroke. The place of a draft is beside its target.",
     "Le brouillon est allé dans un autre dossier. Ce peut être un autre "
     "disque, et on ne renomme pas d'un disque à l'autre : cela échoue, ou "
     "copie, et une copie ne se fait pas d'un coup. La place d'un brouillon "
     "est à côté de sa cible."}};

constexpr Lesson one_at_a_time{
    "one-at-a-time",
    {"as many files are open as the limit allows",
     "autant de fichiers sont ouverts que la limite le permet"},
    {"Clerks stand idle while files wait. A co_await in a loop waits at each "
     "turn. Start as many as the limit before you wait for the first.",
     "Des magasiniers sont oisifs et des fichiers attendent. Un co_await dans "
     "une boucle attend à chaque tour. Lancez-en autant que la limite avant "
     "d'attendre le premier."}};

constexpr Lesson too_many_at_once{
    "too-many-at-once",
    {"never more files are open than the limit",
     "jamais plus de fichiers ouverts que la limite"},
    {"More files are open than allowed. What limits is not the order in which "
     "results are awaited, nor the number of threads, but who may begin. Let a "
     "file begin only when a place is free.",
     "Il y a plus de fichiers ouverts que permis. Ce qui limite n'est ni "
     "l'ordre dans lequel on attend les résultats, ni le nombre de fils, mais "
     "qui a le droit de commencer. Un fichier ne commence que si une place est "
     "libre."}};

constexpr Lesson waits_for_the_slowest{
    "waits-for-the-slowest",
    {"as soon as one file is done, the next one begins",
     "dès qu'un fichier est fini, le suivant commence"},
    {"One file is done, and its place stays empty until the whole group is "
     "done. Groups go at the pace of their slowest. Let whoever has finished "
     "take the next file.",
     "Un fichier est fini, et sa place reste vide jusqu'à la fin du groupe. Un "
     "groupe va au rythme du plus lent. Que celui qui a fini prenne le fichier "
     "suivant."}};

constexpr Lesson clerk_waits_its_turn{
    "clerk-waits-its-turn",
    {"a clerk is busy only with a file that is open",
     "un magasinier n'est pris que par un fichier ouvert"},
    {"Clerks stand in line for their turn, and nobody else can have them: with "
     "enough files, the pool is full of threads that wait for each other. A "
     "turn is waited for in the reading room, with co_await, where it costs "
     "nothing.",
     "Des magasiniers font la queue en attendant leur tour, et plus personne "
     "ne peut en disposer : avec assez de fichiers, il n'y a plus que des fils "
     "qui s'attendent les uns les autres. On attend son tour dans la salle de "
     "lecture, avec co_await, où cela ne coûte rien."}};

constexpr Lesson cancellation_swallowed{
    "cancellation-swallowed",
    {"cancelled, it opens no further file, and throws",
     "annulée, elle n'ouvre plus de fichier et lève une exception"},
    {"The cancellation was taken for one more bad file, and the work went on. "
     "A catch around a co_await catches operation_aborted too. Ask "
     "this_coro::cancellation_state, and stop.",
     "L'annulation a été prise pour un mauvais fichier de plus, et le travail "
     "a continué. Un catch autour d'un co_await attrape aussi "
     "operation_aborted. Interrogez this_coro::cancellation_state, et "
     "arrêtez."}};

constexpr Text is_opened{"is opened", "est ouvert"};
constexpr Text gives_a_piece{"gives a piece", "donne un morceau"};
constexpr Text ends{"comes to its end", "arrive à sa fin"};

// While it lives, the machine's folder for temporary files cannot be used.
class NoTemporaryFolder {
 public:
  NoTemporaryFolder() {
    for (auto name : {"TMPDIR", "TMP", "TEMP", "TEMPDIR"}) {
      const char* value = std::getenv(name);
      before_.emplace_back(name, value ? value : "");
      ::setenv(name, "/no/such/folder", 1);
    }
  }
  ~NoTemporaryFolder() {
    for (const auto& [name, value] : before_)
      if (value.empty())
        ::unsetenv(name.c_str());
      else
        ::setenv(name.c_str(), value.c_str(), 1);
  }

 private:
  std::vector<std::pair<std::string, std::string>> before_;
};

// Shelves 0 to n - 1, each with a slow document.
struct Shelves {
  Shelves(Archive& archive, int how_many) : archive(archive) {
    for (int i = 0; i < how_many; ++i)
      shelves.emplace_back(archive.folder / ("shelf " + std::to_string(i)));
    for (const auto& shelf : shelves) paths.push_back(shelf.path());
    told.resize(shelves.size());
  }

  int open() {
    int open = 0;
    for (std::size_t i = 0; i < shelves.size(); ++i) open += is_open(i);
    return open;
  }

  // The last one that is open, by its place in the list.
  std::size_t last_open() {
    std::size_t last = 0;
    for (std::size_t i = 0; i < shelves.size(); ++i)
      if (is_open(i)) last = i;
    return last;
  }

  // Gives as many words as `i` and one more, and waits until it is closed.
  template <class T>
  bool finish(std::size_t i, const Outcome<T>& work) {
    auto& shelf = shelves[i];
    std::string words;
    for (std::size_t n = 0; n <= i; ++n) words += "word ";
    shelf.write(words);
    shelf.finish();
    archive.stage.story.tell(name(i), ends);
    const Teaching if_it_never_closes(left_open);
    return archive.until(work, [&] { return !shelf.held(); });
  }

  bool is_open(std::size_t i) {
    if (shelves[i].finished() || !shelves[i].opened()) return false;
    if (!told[i]) archive.stage.story.tell(name(i), is_opened);
    return told[i] = true;
  }

  static std::string name(std::size_t i) {
    return "shelf " + std::to_string(i);
  }

  Archive& archive;
  std::deque<Fifo> shelves;
  std::vector<std::filesystem::path> paths;
  std::vector<bool> told;
};

// Calls up so many clerks at the same moment: true if they were there, false if
// `unless` came first. A clerk who stands before a shelf does not come.
template <class Condition>
bool are_free(Archive& archive, int how_many, Condition unless) {
  struct Call {
    std::atomic<int> present{0};
    std::promise<void> over;
  };
  const auto call = std::make_shared<Call>();
  const auto over = call->over.get_future().share();
  for (int i = 0; i < how_many; ++i)
    asio::post(archive.clerks, [call, over] {
      ++call->present;
      over.wait();
    });
  while (call->present < how_many && !unless()) std::this_thread::yield();
  const bool all = call->present == how_many;
  call->over.set_value();
  return all;
}

// Moves the room and the clerks until each has gone as far as it can, and says
// how many shelves are open then: `wanted`, fewer, or more.
//
// No time is measured. Clerks take work in the order it is posted, so a free
// clerk has passed all that was posted before. Where enough clerks are free,
// and are again after each move of the room, no work is on its way to a shelf;
// many turns, because an answer may go between room and clerks more than once.
template <class T>
int open_at_rest(Archive& archive, Shelves& shelves, const Outcome<T>& work,
                 int wanted) {
  constexpr int turns_to_open = 20;
  for (int turn = 0; turn < turns_to_open && shelves.open() < wanted; ++turn) {
    archive.stage.settle();
    if (!work.waits()) break;
    are_free(archive, clerks_in_all - wanted + 1,
             [&] { return shelves.open() >= wanted; });
  }
  const Teaching if_no_clerk_is_free(clerk_waits_its_turn);
  constexpr int turns_to_be_sure = 5;
  for (int turn = 0; turn < turns_to_be_sure && shelves.open() == wanted;
       ++turn) {
    archive.stage.settle();
    are_free(archive, clerks_in_all - wanted,
             [&] { return shelves.open() > wanted; });
  }
  return shelves.open();
}

}  // namespace

TEST_CASE("while a clerk waits, the reading room serves others", "[step1]") {
  Archive archive;
  Fifo shelf(archive.folder / "shelf");
  const Teaching if_it_stands_still(post_comes_back);
  auto read = archive.start("read_file(shelf)",
                            exo35::read_file(archive.clerks, shelf.path()));
  const bool opened = archive.until(read, [&] { return shelf.opened(); });
  EXPECT(size_first, opened);
  auto& story = archive.stage.story;
  story.tell("shelf", is_opened);
  shelf.write("The first page. ");
  story.tell("shelf", gives_a_piece);
  archive.until(read, [&] { return shelf.drained(); });
  EXPECT(size_first, read.error() == "");
  EXPECT(one_read, read.waits());
  shelf.write("And the last.");
  shelf.finish();
  story.tell("shelf", ends);
  archive.stage.run_until_ended(read);
  EXPECT(size_first, read.error() == "");
  EXPECT(one_read, read.value() == "The first page. And the last.");
  EXPECT(left_open, !shelf.held());
}

TEST_CASE("cancelled, read_file leaves no clerk behind", "[step1]") {
  Archive archive;
  Fifo shelf(archive.folder / "shelf");
  const Teaching if_it_stands_still(post_comes_back);
  auto read = archive.start("read_file(shelf)",
                            exo35::read_file(archive.clerks, shelf.path()));
  archive.until(read, [&] { return shelf.opened(); });
  archive.stage.story.tell("shelf", is_opened);
  read.cancel();
  archive.stage.settle();
  const bool no_clerk_left_behind = read.waits() || !shelf.held();
  EXPECT(outlives_its_caller, no_clerk_left_behind);
  shelf.write("Too late.");
  shelf.finish();
  archive.stage.story.tell("shelf", ends);
  archive.stage.run_until_ended(read);
  EXPECT(stays_on_the_pool, archive.in_the_room());
  EXPECT(left_open, !shelf.held());
}

TEST_CASE("whoever has the old document open reads it whole", "[step2]") {
  Archive archive;
  const auto old_rules = of_size(100'003);
  const auto rules = archive.folder.put("rules", old_rules);
  std::ifstream reader(rules, std::ios::binary);
  std::string seen(1'000, '\0');
  reader.read(seen.data(), 1'000);
  archive.stage.story.tell("a reader",
                           {"has read the first page of the old rules",
                            "a lu la première page de l'ancien règlement"});
  auto write =
      archive.run("write_file(rules)",
                  exo35::write_file(archive.clerks, rules, "new rules"));
  EXPECT(error_lost, write.error() == "");
  seen.append(std::istreambuf_iterator<char>(reader), {});
  EXPECT(truncates_first, seen.size() == old_rules.size());
  EXPECT(truncates_first, archive.folder.get("rules") == "new rules");
}

TEST_CASE("the disk is full after the first page", "[step2]") {
  Archive archive;
  const auto rules = archive.folder.put("rules", "old rules");
  const auto content = of_size(200'003);
  auto write = archive.start("write_file(rules)",
                             exo35::write_file(archive.clerks, rules, content));
  {
    archive.stage.story.tell("", {"(the disk has room for 50 000 bytes)",
                                  "(le disque a de la place pour 50 000 "
                                  "octets)"});
    workbook::FullDisk full(50'000);
    archive.stage.run_until_ended(write);
  }
  const bool the_old_one_stands = archive.folder.get("rules") == "old rules";
  EXPECT(write_not_checked, the_old_one_stands);
  EXPECT(write_not_checked, write.threw());
  EXPECT(error_without_path, names(write.error(), rules));
  EXPECT(temporary_left,
         archive.folder.names() == std::vector<std::string>{"rules"});
}

TEST_CASE("the disk is full before the last bytes", "[step2]") {
  Archive archive;
  const auto rules = archive.folder.put("rules", "old rules");
  auto write = archive.start(
      "write_file(rules)",
      exo35::write_file(archive.clerks, rules, "twenty-two characters."));
  {
    archive.stage.story.tell("", {"(the disk has room for 10 bytes)",
                                  "(le disque a de la place pour 10 octets)"});
    workbook::FullDisk full(10);
    archive.stage.run_until_ended(write);
  }
  EXPECT(write_not_checked, archive.folder.get("rules") == "old rules");
  EXPECT(write_not_checked, write.threw());
  EXPECT(temporary_left,
         archive.folder.names() == std::vector<std::string>{"rules"});
}

TEST_CASE("the draft needs no other folder", "[step2]") {
  Archive archive;
  const auto rules = archive.folder.put("rules", "old rules");
  const NoTemporaryFolder none;
  auto write =
      archive.run("write_file(rules)",
                  exo35::write_file(archive.clerks, rules, "new rules"));
  EXPECT(other_folder, write.error() == "");
  EXPECT(other_folder, archive.folder.get("rules") == "new rules");
}

TEST_CASE("as many as the limit are open, never more", "[step3]") {
  Archive archive;
  Shelves shelves(archive, 5);
  auto count =
      archive.start("count_words(5 shelves, 2 at a time)",
                    exo35::count_words(archive.clerks, shelves.paths, 2));
  const Teaching if_it_stands_still(one_at_a_time);
  const int open = open_at_rest(archive, shelves, count, 2);
  EXPECT(too_many_at_once, open <= 2);
  EXPECT(one_at_a_time, open == 2);

  // The last one opened ends first, so that the first one ends last.
  for (int left = 5; left > 1; --left) {
    const auto last = shelves.last_open();
    shelves.finish(last, count);
    if (left == 2) break;
    const int open_now = open_at_rest(archive, shelves, count, 2);
    EXPECT(too_many_at_once, open_now <= 2);
    EXPECT(waits_for_the_slowest, open_now == 2);
  }
  shelves.finish(shelves.last_open(), count);
  archive.stage.run_until_ended(count);
  EXPECT(order_lost,
         count.value() ==
             std::vector<Count>{{1, ""}, {2, ""}, {3, ""}, {4, ""}, {5, ""}});
}

TEST_CASE("cancelled, count_words opens no further file", "[step3]") {
  Archive archive;
  Shelves shelves(archive, 3);
  auto count =
      archive.start("count_words(3 shelves, 1 at a time)",
                    exo35::count_words(archive.clerks, shelves.paths, 1));
  const Teaching if_it_goes_on(cancellation_swallowed);
  archive.until(count, [&] { return shelves.open() == 1; });
  count.cancel();
  shelves.finish(shelves.last_open(), count);
  const bool another = archive.until(count, [&] { return shelves.open() > 0; });
  EXPECT(cancellation_swallowed, !another);
  EXPECT(cancellation_swallowed, count.threw());
}

#endif
