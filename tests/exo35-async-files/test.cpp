#include <algorithm>
#include <asio/post.hpp>
#include <asio/strand.hpp>
#include <asio/system_error.hpp>
#include <asio/thread_pool.hpp>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <deque>
#include <fstream>
#include <future>
#include <limits>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <support/awkward.hpp>
#include <support/disk.hpp>
#include <support/stage.hpp>
#include <thread>
#include <utility>
#include <vector>

#include "async_files.hpp"
#include "foresight.hpp"
#include "lessons.hpp"

using exo35::Count;
using workbook::CurrentFolder;
using workbook::FileEvent;
using workbook::Folder;
using workbook::in_french;
using workbook::is_aborted;
using workbook::Outcome;
using workbook::Stage;
using workbook::Teaching;
using workbook::Text;
using workbook::Watcher;

template <>
struct Catch::StringMaker<Count> {
  static std::string convert(const Count& count) {
    return count.error.empty()
               ? std::to_string(count.words)
               : Text{"error: ", "erreur : "}.spoken() + count.error;
  }
};

namespace {

namespace fs = std::filesystem;

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

using Names = std::vector<std::string>;
using Counts = std::vector<Count>;

// A folder, a reading room that the test moves by hand, and some clerks.
struct Archive {
  explicit Archive(int how_many = 4)
      : clerks_in_all(how_many), clerks(static_cast<std::size_t>(how_many)) {}

  ~Archive() {
#ifdef WORKBOOK_HAS_FIFO
    // After a test that failed, a clerk may still stand before a shelf. (Not
    // std::jthread, which libc++ has only as an experiment.)
    std::atomic<bool> all_gone{false};
    std::thread rescue([&] {
      while (!all_gone) {
        workbook::Fifo::let_go(folder);
        std::this_thread::yield();
      }
    });
    clerks.join();
    all_gone = true;
    rescue.join();
#else
    clerks.join();
#endif
  }

  template <class T>
  Outcome<T> start(std::string name, asio::awaitable<T> work) {
    return stage.start(std::move(name), heard(std::move(work), heard_on));
  }

  // Whatever the end, the caller goes on in the room.
  template <class T>
  Outcome<T> run(std::string name, asio::awaitable<T> work) {
    auto outcome = start(std::move(name), std::move(work));
    stage.run_until_ended(outcome);
    EXPECT(stays_on_the_pool, in_the_room());
    return outcome;
  }

  Outcome<std::string> read(const fs::path& path) {
    return run("read_file", exo35::read_file(clerks, path));
  }
  Outcome<void> write(const fs::path& path, std::string content) {
    return run("write_file",
               exo35::write_file(clerks, path, std::move(content)));
  }
  Outcome<Counts> count(std::vector<fs::path> paths, std::size_t limit) {
    return run("count_words",
               exo35::count_words(clerks, std::move(paths), limit));
  }

  // In a loop that waits for another thread. Not by yield() alone: when cores
  // are few, a thread that always yields has hardly had any when the watchdog
  // counts, and would be taken for one that never got its turn.
  static void let_others_run(int times) {
    if (times < 1000)
      std::this_thread::yield();
    else
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }

  // Moves the room until `condition` holds, or the work has ended without it.
  template <class T, class Condition>
  bool until(const Outcome<T>& work, Condition condition) {
    for (int times = 0;; ++times) {
      stage.settle();
      const bool ended = !work.waits();
      if (condition()) return true;
      if (ended) return false;
      let_others_run(times);
    }
  }

  // Calls up so many clerks at the same moment: true if they were there, false
  // if `unless` came first. A clerk who stands before a shelf does not come.
  template <class Condition>
  bool are_free(int how_many, Condition unless) {
    struct Call {
      std::atomic<int> present{0};
      std::promise<void> over;
    };
    const auto call = std::make_shared<Call>();
    const auto over = call->over.get_future().share();
    for (int i = 0; i < how_many; ++i)
      asio::post(clerks, [call, over] {
        ++call->present;
        over.wait();
      });
    for (int times = 0; call->present < how_many && !unless(); ++times)
      let_others_run(times);
    const bool all = call->present == how_many;
    call->over.set_value();
    return all;
  }

  // Lets the clerks do all that they have been given. None may stand before a
  // shelf. Work may go from clerk to clerk: they are called more than once.
  void let_clerks_work() {
    for (int i = 0; i < 5; ++i) are_free(clerks_in_all, [] { return false; });
  }

  bool in_the_room() const { return heard_on == std::this_thread::get_id(); }

  const int clerks_in_all;
  Folder folder;
  Stage stage;
  asio::thread_pool clerks;
  std::thread::id heard_on;
};

// Keeps every clerk busy, until it is over.
class Inventory {
 public:
  explicit Inventory(Archive& archive) : story_(archive.stage.story) {
    story_.tell("", {"(inventory: no clerk is free)",
                     "(inventaire : aucun magasinier n'est libre)"});
    const auto over = over_.get_future().share();
    for (int i = 0; i < archive.clerks_in_all; ++i)
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

std::vector<std::size_t> sorted(const Counts& counts) {
  std::vector<std::size_t> words;
  for (const auto& count : counts) words.push_back(count.words);
  std::sort(words.begin(), words.end());
  return words;
}

bool names(const std::string& error, const fs::path& path) {
  return error.find(path.string()) != error.npos;
}

// A way to the files of a folder on which one is seen, be it to open a file or
// only to ask for one: a symbolic link, and the time at which it was followed.
// Where the system notes no such times, nobody is seen.
class Way {
 public:
#ifdef __linux__
  explicit Way(const Folder& folder) : link_(folder / "way") {
    fs::create_directory_symlink(folder.path(), link_);
  }

  // From now on.
  void watch() {
    const timespec long_ago[2] = {{1, 0}, {0, UTIME_OMIT}};
    ::utimensat(AT_FDCWD, link_.c_str(), long_ago, AT_SYMLINK_NOFOLLOW);
    before_ = followed();
  }
  bool somebody_came() const { return followed() != before_; }

  fs::path operator/(std::string_view name) const { return link_ / name; }

 private:
  std::time_t followed() const {
    struct stat link = {};
    ::lstat(link_.c_str(), &link);
    return link.st_atim.tv_sec;
  }

  const fs::path link_;
  std::time_t before_ = 0;
#else
  explicit Way(const Folder& folder) : folder_(folder.path()) {}
  void watch() {}
  bool somebody_came() const { return false; }
  fs::path operator/(std::string_view name) const { return folder_ / name; }

 private:
  const fs::path folder_;
#endif
};

// How many bytes this thread has read and written up to now, a few for its own
// wakers included; 0 where the system does not tell. With io_uring, which reads
// and writes on its behalf, they are not its own; under wine, they are wine's.
std::size_t bytes_moved() {
  std::size_t sum = 0;
#if defined(__linux__) && !defined(ASIO_HAS_IO_URING)
  std::ifstream counts("/proc/thread-self/io");
  std::size_t bytes = 0;
  for (std::string what; counts >> what >> bytes;)
    if (what == "rchar:" || what == "wchar:") sum += bytes;
#endif
  return sum;
}

// What the room has done at the disk: asked for a file, or more.
struct Deed {
  bool asked = false;
  bool acted = false;
};

// Moves room and clerks in turn until the work has ended, or the room has been
// at the disk: has gone that way, has opened, placed or removed a file, or has
// read or written a page.
template <class T>
Deed deed_of_the_room(Archive& archive, Watcher& watcher, Way& way,
                      const Outcome<T>& work) {
  constexpr std::size_t a_page = 500;
  const auto acts = [&](std::string_view name, Text what) {
    archive.stage.story.tell(name, what);
    return Deed{.acted = true};
  };
  while (work.waits()) {
    {
      const Inventory no_clerk_is_free(archive);
      way.watch();
      const auto before = bytes_moved();
      archive.stage.settle();
      if (bytes_moved() - before >= a_page)
        return acts("", {"(the room has read or written a page)",
                         "(la salle a lu ou écrit une page)"});
      for (const auto& event : watcher.events())
        if (event.what != FileEvent::changed && event.what != FileEvent::closed)
          return acts(event.name,
                      {"is opened, placed or removed by the room",
                       "est ouvert, placé ou supprimé par la salle"});
      if (way.somebody_came()) {
        archive.stage.story.tell("", {"(the room has asked for a file)",
                                      "(la salle a demandé un fichier)"});
        return {.asked = true};
      }
    }
    archive.let_clerks_work();
    watcher.events();
  }
  return {};
}

// Awaits the work on a strand of the room, and notes whether the strand goes on
// when it has ended.
template <class T>
asio::awaitable<T> heard(asio::awaitable<T> work,
                         asio::strand<asio::any_io_executor> strand,
                         bool& on_it) {
  struct Note {
    const asio::strand<asio::any_io_executor> strand;
    bool& on_it;
    ~Note() { on_it = strand.running_in_this_thread(); }
  };
  const Note note{std::move(strand), on_it};
  co_return co_await std::move(work);
}

template <class T>
bool comes_back_to_a_strand(Archive& archive, std::string name,
                            asio::awaitable<T> work) {
  const auto strand = asio::make_strand(archive.stage.executor());
  bool on_it = false;
  auto outcome = archive.stage.start_on(strand, std::move(name),
                                        heard(std::move(work), strand, on_it));
  archive.stage.run_until_ended(outcome);
  return on_it;
}

// Moves room and clerks by so many moments, each a handler of the room or all
// the work of the clerks; then tells the work to stop. False if it had ended
// before.
template <class T>
bool cancel_after(int moments, Archive& archive, Outcome<T>& work) {
  for (int i = 0; i < moments && work.waits(); ++i)
    if (archive.stage.turn(1) == 0) archive.let_clerks_work();
  const bool in_time = work.waits();
  if (in_time) work.cancel();
  archive.stage.run_until_ended(work);
  return in_time;
}

// Tells the work to stop while no clerk is free, and then lets the clerks do
// all that they have been given. False if the work had ended before, and a
// clerk came to the disk for it all the same.
template <class T>
bool nothing_comes_after(Archive& archive, Outcome<T>& work) {
  Inventory no_clerk_is_free(archive);
  archive.stage.settle();
  work.cancel();
  archive.stage.settle();
  const bool ended = !work.waits();
  Watcher watcher({archive.folder.path()});
  no_clerk_is_free.finish();
  archive.let_clerks_work();
  const bool came = !watcher.events().empty();
  archive.stage.run_until_ended(work);
  return !(ended && came);
}

// What a folder holds: names and contents.
using Contents = std::map<std::string, std::string>;

Contents all_in(const Folder& folder) {
  Contents all;
  for (const auto& name : folder.names()) all.emplace(name, folder.get(name));
  return all;
}

// What is not as expected in a folder, name by name.
Names surprises(const Contents& expected, const Folder& folder) {
  constexpr Text is_gone{" is gone", " a disparu"};
  constexpr Text is_changed{" is changed", " a changé"};
  constexpr Text is_new{" is new", " est nouveau"};
  Names names;
  const auto found = all_in(folder);
  for (const auto& [name, content] : expected) {
    const auto now = found.find(name);
    if (now == found.end())
      names.push_back(name + is_gone.spoken());
    else if (now->second != content)
      names.push_back(name + is_changed.spoken());
  }
  for (const auto& file : found)
    if (!expected.contains(file.first))
      names.push_back(file.first + is_new.spoken());
  return names;
}

}  // namespace

TEST_CASE("the reading room leaves the disk to the clerks", "[step1]") {
  in_french("la salle de lecture laisse le disque aux magasiniers");
  Archive archive;
  const auto letter = archive.folder.put("letter", "Dear reader, ...");
  const Teaching if_it_stands_still(waits_for_the_future);
  Inventory inventory(archive);
  const auto threads = workbook::threads();
  auto read =
      archive.start("read_file", exo35::read_file(archive.clerks, letter));
  archive.stage.settle();
  if (read.returned()) EXPECT(returns_at_once, !read.value().empty());
  EXPECT(other_threads, workbook::threads() == threads);
  EXPECT(blocks_the_room, read.waits());
  inventory.finish();
  archive.stage.run_until_ended(read);
  EXPECT(end_is_no_error, read.error() == "");
  EXPECT(bytes_changed, read.value() == "Dear reader, ...");
}

TEST_CASE("even whether a file is there is asked by a clerk", "[step1]") {
  in_french("même savoir si un fichier existe est l'affaire d'un magasinier");
  Archive archive;
  const Teaching if_it_stands_still(waits_for_the_future);
  for (const auto& path : {archive.folder / "missing", archive.folder.path()}) {
    Inventory inventory(archive);
    auto read =
        archive.start("read_file", exo35::read_file(archive.clerks, path));
    archive.stage.settle();
    EXPECT(blocks_the_room, read.waits());
    inventory.finish();
    archive.stage.run_until_ended(read);
    EXPECT(error_lost, read.threw());
  }
}

TEST_CASE("the room never touches the disk to read", "[step1]") {
  in_french("la salle ne touche jamais au disque pour lire");
  Archive archive;
  Way way(archive.folder);
  archive.folder.put("map", of_size(300'017));
  fs::create_directory(archive.folder / "shelf");
  for (const auto* name : {"map", "missing", "shelf"}) {
    Watcher watcher({archive.folder.path()});
    auto read = archive.start("read_file",
                              exo35::read_file(archive.clerks, way / name));
    const auto deed = deed_of_the_room(archive, watcher, way, read);
    EXPECT(post_comes_back, !deed.acted);
    EXPECT(blocks_the_room, !deed.asked);
  }
}

TEST_CASE("the caller of read_file goes on in the reading room", "[step1]") {
  in_french("l'appelant de read_file continue dans la salle de lecture");
  Archive archive;
  for (const auto& path : {archive.folder.put("letter", "Dear reader, ..."),
                           archive.folder.put("blank", ""),
                           archive.folder / "missing", archive.folder.path()}) {
    archive.read(path);
    EXPECT(stays_on_the_pool,
           comes_back_to_a_strand(archive, "read_file",
                                  exo35::read_file(archive.clerks, path)));
  }
}

TEST_CASE("an empty file is an empty string", "[step1]") {
  in_french("un fichier vide est une chaîne vide");
  Archive archive;
  auto read = archive.read(archive.folder.put("blank", ""));
  EXPECT(end_is_no_error, read.error() == "");
  EXPECT(bytes_changed, read.value() == "");
}

TEST_CASE("every byte comes as it is", "[step1]") {
  in_french("chaque octet vient tel quel");
  using namespace std::string_literals;
  for (const auto& content :
       {"a\0b\r\nc\n\n\x1A\xFF no end of line"s, "\xEF\xBB\xBF after a mark"s,
        "\xFF\xFEw\0i\0d\0e\0"s, "\n"s, "\r\n"s, "\0"s, "\x1A"s, " "s,
        "no end"s, "\n\n\nthree before, two after\n\n"s}) {
    Archive archive;
    auto read = archive.read(archive.folder.put("film", content));
    EXPECT(end_is_no_error, read.error() == "");
    EXPECT(bytes_changed, read.value() == content);
  }
}

TEST_CASE("a missing file is an error that names it", "[step1]") {
  in_french("un fichier qui manque est une erreur qui le nomme");
  Archive archive;
  const auto missing = archive.folder / "missing";
  auto read = archive.read(missing);
  EXPECT(error_lost, read.threw());
  EXPECT(error_without_path, names(read.error(), missing));
}

TEST_CASE("what opens and cannot be read is no empty file", "[step1]") {
  in_french("ce qui s'ouvre et ne peut être lu n'est pas un fichier vide");
  Archive archive;
  const auto shelf = archive.folder / "shelf";
  fs::create_directory(shelf);
  auto read = archive.read(shelf);
  EXPECT(error_lost, read.threw());
  EXPECT(error_without_path, names(read.error(), shelf));
}

TEST_CASE("a file comes whole, whatever its size", "[step1]") {
  in_french("un fichier vient en entier, quelle que soit sa taille");
  Archive archive;
  for (const std::size_t size : {300'017, 1, 511, 4'095, 4'096, 4'097, 65'536,
                                 131'072, 1 << 20, 5'000'011}) {
    const auto content = of_size(size);
    const auto map = archive.folder.put("map", content);
    std::string seen;
    auto read = archive.run("read_file(map)",
                            keep(exo35::read_file(archive.clerks, map), seen));
    EXPECT(end_is_no_error, read.error() == "");
    EXPECT(one_read, seen.size() == content.size());
    const bool the_same_bytes = seen == content;
    EXPECT(bytes_changed, the_same_bytes);
  }
}

TEST_CASE("a path may begin in the current folder", "[step1]") {
  in_french("un chemin peut commencer au dossier courant");
  Archive archive;
  archive.folder.put("letter", "Dear reader, ...");
  fs::create_directory(archive.folder / "a shelf");
  archive.folder.put("a shelf/être", "Dear shelf, ...");
  const CurrentFolder here(archive.folder.path());
  auto read = archive.read("letter");
  EXPECT(relative_path, read.error() == "");
  EXPECT(relative_path, read.value() == "Dear reader, ...");
  read = archive.read(fs::path("a shelf") / "être");
  EXPECT(relative_path, read.error() == "");
  EXPECT(relative_path, read.value() == "Dear shelf, ...");
  read = archive.read("missing");
  EXPECT(error_without_path, names(read.error(), "missing"));
  EXPECT(relative_path, !names(read.error(), fs::absolute("missing")));
  const auto roundabout = fs::path("a shelf") / ".." / "missing";
  read = archive.read(roundabout);
  EXPECT(error_without_path, names(read.error(), roundabout));
}

TEST_CASE("cancelled at any moment, read_file ends", "[step1]") {
  in_french("annulée à n'importe quel moment, read_file finit");
  const Teaching if_it_never_ends(outlives_its_caller);
  int moments = 1;
  for (bool in_time = true; in_time; ++moments) {
    Archive archive;
    const auto letter = archive.folder.put("letter", "Dear reader, ...");
    auto read =
        archive.start("read_file", exo35::read_file(archive.clerks, letter));
    in_time = cancel_after(moments, archive, read);
    EXPECT(outlives_its_caller, !read.waits());
    EXPECT(stays_on_the_pool, archive.in_the_room());
    if (read.threw())
      EXPECT(outlives_its_caller, is_aborted(read.exception()));
    else
      EXPECT(bytes_changed, read.value() == "Dear reader, ...");
  }
}

TEST_CASE("cancelled before a clerk is free, read_file reads nothing after it",
          "[step1]") {
  in_french(
      "annulée avant qu'un magasinier soit libre, read_file ne lit rien une "
      "fois finie");
  Archive archive;
  const auto letter = archive.folder.put("letter", "Dear reader, ...");
  const Teaching if_it_stands_still(waits_for_the_future);
  auto read =
      archive.start("read_file", exo35::read_file(archive.clerks, letter));
  EXPECT(outlives_its_caller, nothing_comes_after(archive, read));
}

TEST_CASE("when it has ended, no file is open", "[step1]") {
  in_french("quand c'est fini, aucun fichier n'est ouvert");
  Archive archive;
  const auto letter = archive.folder.put("letter", "Dear reader, ...");
  const auto shelf = archive.folder / "shelf";
  fs::create_directory(shelf);
  for (const auto& path : {letter, archive.folder / "missing", shelf}) {
    archive.read(path);
    const auto open = workbook::open_files(archive.folder);
    for (int i = 0; i < 3; ++i) archive.read(path);
    EXPECT(left_open, workbook::open_files(archive.folder) == open);
  }
}

TEST_CASE("a new document is whole and alone", "[step2]") {
  in_french("un nouveau document est entier et seul");
  Archive archive;
  for (const std::size_t size : {100'003, 0, 1, 1, 4'096, 65'536, 2'000'003}) {
    const auto content = of_size(size);
    const auto threads = workbook::threads();
    auto write = archive.write(archive.folder / "plan", content);
    EXPECT(other_threads, workbook::threads() == threads);
    EXPECT(error_lost, write.error() == "");
    const bool the_same_bytes = archive.folder.get("plan") == content;
    EXPECT(bytes_changed, the_same_bytes);
    EXPECT(temporary_left, archive.folder.names() == Names{"plan"});
    fs::remove(archive.folder / "plan");
  }
}

TEST_CASE("a new document may be shorter, or empty", "[step2]") {
  in_french("un nouveau document peut être plus court, ou vide");
  using namespace std::string_literals;
  Archive archive;
  const auto rules = archive.folder.put("rules", "the old rules, at length");
  for (const auto& content :
       {"new rules"s, ""s, "a\0b\r\n\x1A"s, "\n"s, "the same"s, "the same"s}) {
    auto write = archive.write(rules, content);
    EXPECT(error_lost, write.error() == "");
    EXPECT(bytes_changed, archive.folder.get("rules") == content);
  }
}

TEST_CASE("while no clerk is free, the old document stands", "[step2]") {
  in_french("tant qu'aucun magasinier n'est libre, l'ancien document demeure");
  Archive archive;
  const auto rules = archive.folder.put("rules", "old rules");
  const Teaching if_it_stands_still(waits_for_the_future);
  Inventory inventory(archive);
  const auto before = all_in(archive.folder);
  const auto threads = workbook::threads();
  auto write = archive.start(
      "write_file", exo35::write_file(archive.clerks, rules, "new\r\nrules\n"));
  archive.stage.settle();
  EXPECT(blocks_the_room, surprises(before, archive.folder) == Names{});
  EXPECT(other_threads, workbook::threads() == threads);
  EXPECT(returns_at_once, write.waits());
  inventory.finish();
  archive.stage.run_until_ended(write);
  EXPECT(error_lost, write.error() == "");
  EXPECT(bytes_changed, archive.folder.get("rules") == "new\r\nrules\n");
}

TEST_CASE("that a document cannot be written is found by a clerk", "[step2]") {
  in_french("c'est un magasinier qui voit qu'on ne peut pas écrire");
  Archive archive;
  const Teaching if_it_stands_still(waits_for_the_future);
  Inventory inventory(archive);
  auto write = archive.start(
      "write_file",
      exo35::write_file(archive.clerks, archive.folder / "no/rules", "rules"));
  archive.stage.settle();
  EXPECT(blocks_the_room, write.waits());
  inventory.finish();
  archive.stage.run_until_ended(write);
  EXPECT(error_lost, write.threw());
}

TEST_CASE("the room never touches the disk to write", "[step2]") {
  in_french("la salle ne touche jamais au disque pour écrire");
  Archive archive;
  Way way(archive.folder);
  fs::create_directory(archive.folder / "shelf");
  // The buffer of a stream keeps the first of them until the file is closed.
  for (const std::size_t size : {900, 300'017})
    for (const auto* name : {"rules", "rules", "shelf", "no/rules"}) {
      Watcher watcher({archive.folder.path()});
      auto write = archive.start(
          "write_file",
          exo35::write_file(archive.clerks, way / name, of_size(size)));
      const auto deed = deed_of_the_room(archive, watcher, way, write);
      EXPECT(blocks_the_room, !deed.acted);
      EXPECT(blocks_the_room, !deed.asked);
    }
}

TEST_CASE("the caller of write_file goes on where it awaited", "[step2]") {
  in_french("l'appelant de write_file continue là où il attendait");
  Archive archive;
  for (const auto& path : {archive.folder / "rules", archive.folder.path()})
    EXPECT(stays_on_the_pool,
           comes_back_to_a_strand(
               archive, "write_file",
               exo35::write_file(archive.clerks, path, "new rules")));
}

#ifdef WORKBOOK_HAS_FIFO

TEST_CASE("cancelled, write_file leaves no clerk behind", "[step2]") {
  in_french("annulée, write_file ne laisse aucun magasinier derrière elle");
  Archive archive;
  const auto rules = archive.folder.put("rules", "old rules");
  const Teaching if_it_stands_still(waits_for_the_future);
  auto write = archive.start(
      "write_file",
      exo35::write_file(archive.clerks, rules, "twenty-two characters."));
  bool left_behind = false;
  {
    workbook::StuckDisk disk(10);
    if (archive.until(write, [&] { return disk.holds(); }))
      archive.stage.story.tell("", {"(a clerk is in the middle of a write)",
                                    "(un magasinier est en pleine écriture)"});
    for (int times = 0; times < 2; ++times) {
      write.cancel();
      archive.stage.settle();
    }
    left_behind = disk.holds() && !write.waits();
    disk.let_go();
    archive.stage.run_until_ended(write);
  }
  EXPECT(outlives_its_caller, !left_behind);
  EXPECT(stays_on_the_pool, archive.in_the_room());
  EXPECT(write_not_checked, write.threw());
  EXPECT(truncates_first, archive.folder.get("rules") == "old rules");
  EXPECT(temporary_left, archive.folder.names() == Names{"rules"});
}

#endif

TEST_CASE("cancelled at any moment, a document is whole and alone", "[step2]") {
  in_french(
      "annulée à n'importe quel moment, l'écriture laisse un document "
      "entier et seul");
  const Teaching if_it_never_ends(outlives_its_caller);
  int moments = 1;
  for (bool in_time = true; in_time; ++moments) {
    Archive archive;
    const auto rules = archive.folder.put("rules", "old rules");
    auto write = archive.start(
        "write_file", exo35::write_file(archive.clerks, rules, "new rules"));
    in_time = cancel_after(moments, archive, write);
    EXPECT(outlives_its_caller, !write.waits());
    EXPECT(stays_on_the_pool, archive.in_the_room());
    EXPECT(temporary_left, archive.folder.names() == Names{"rules"});
    const auto found = archive.folder.get("rules");
    const bool whole = found == "old rules" || found == "new rules";
    EXPECT(truncates_first, whole);
    if (write.threw())
      EXPECT(outlives_its_caller, is_aborted(write.exception()));
  }
}

TEST_CASE("cancelled before a clerk is free, nothing is written after it",
          "[step2]") {
  in_french(
      "annulée avant qu'un magasinier soit libre, l'écriture n'écrit rien une "
      "fois finie");
  Archive archive;
  const auto rules = archive.folder.put("rules", "old rules");
  const Teaching if_it_stands_still(waits_for_the_future);
  auto write = archive.start(
      "write_file", exo35::write_file(archive.clerks, rules, "new rules"));
  EXPECT(outlives_its_caller, nothing_comes_after(archive, write));
}

TEST_CASE("the other documents of the folder stay as they are", "[step2]") {
  in_french("les autres documents du dossier restent comme ils sont");
  Archive archive;
  for (std::string name :
       {"rules.tmp",  "rules.temp", "rules.new", "rules.bak",  "rules.draft",
        "rules.part", "rules.swp",  "rules~",    ".rules",     ".rules.tmp",
        "tmp",        "temp",       "draft",     "tmp.txt",    "temp.txt",
        "temp.tmp",   ".tmp",       ".draft",    "rules.0",    "rules.1",
        "rules.tmp0", "rules.tmp1", "rules.old", "rules.lock", "rules.tmp.tmp",
        "_rules",     "rules_",     "#rules#"})
    archive.folder.put(name, "of " + name);
  const auto rules = archive.folder.put("rules", "old rules");
  auto expected = all_in(archive.folder);
  expected["rules"] = "new rules";
  auto write = archive.write(rules, "new rules");
  EXPECT(error_lost, write.error() == "");
  EXPECT(someone_elses_file, surprises(expected, archive.folder) == Names{});
}

TEST_CASE("many documents are written at the same time", "[step2]") {
  in_french("beaucoup de documents sont écrits en même temps");
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

// Windows refuses to replace a file that is just being replaced.
#if !defined(_WIN32)

TEST_CASE("one document is written many times at once", "[step2]") {
  in_french("un même document est écrit plusieurs fois à la fois");
  Archive archive;
  std::vector<Outcome<void>> writes;
  for (const char c : {'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'})
    writes.push_back(archive.start(
        "write_file(rules)",
        exo35::write_file(archive.clerks, archive.folder / "rules",
                          std::string(50'000, c))));
  for (auto& write : writes) {
    archive.stage.run_until_ended(write);
    EXPECT(someone_elses_file, write.error() == "");
  }
  EXPECT(temporary_left, archive.folder.names() == Names{"rules"});
  const auto rules = archive.folder.get("rules");
  const bool one_of_them = rules == std::string(50'000, rules.front());
  EXPECT(someone_elses_file, one_of_them);
}

#endif

TEST_CASE("no folder, no document: an error that names it", "[step2]") {
  in_french("pas de dossier, pas de document : une erreur qui le nomme");
  Archive archive;
  const auto letter = archive.folder.put("letter", "Dear reader, ...");
  const auto before = all_in(archive.folder);
  for (const auto* content : {"new rules", ""})
    for (const auto& nowhere :
         {archive.folder / "nowhere" / "rules", letter / "rules"}) {
      auto write = archive.write(nowhere, content);
      EXPECT(error_lost, write.threw());
      EXPECT(error_without_path, names(write.error(), nowhere));
      EXPECT(temporary_left, surprises(before, archive.folder) == Names{});
    }
}

// Everything succeeds but the very last thing.
TEST_CASE("when the new document cannot take its place", "[step2]") {
  in_french("quand le nouveau document ne peut pas prendre sa place");
  Archive archive;
  for (const auto* name : {"shelf", "blank shelf"})
    fs::create_directory(archive.folder / name);
  archive.folder.put("shelf/letter", "Dear reader, ...");
  for (const auto* name : {"shelf", "blank shelf"}) {
    auto write = archive.write(archive.folder / name, "rules");
    EXPECT(error_lost, write.threw());
    EXPECT(error_without_path, names(write.error(), archive.folder / name));
  }
  EXPECT(temporary_left,
         archive.folder.names() == (Names{"blank shelf", "shelf"}));
  EXPECT(truncates_first,
         archive.folder.get("shelf/letter") == "Dear reader, ...");
}

TEST_CASE("the path of a document may begin in the current folder", "[step2]") {
  in_french("le chemin d'un document peut commencer au dossier courant");
  Archive archive;
  fs::create_directory(archive.folder / "a shelf");
  const CurrentFolder here(archive.folder.path());
  Watcher root({archive.folder.path().root_path()});
  auto write = archive.write("rules", "new rules");
  EXPECT(relative_path, write.error() == "");
  EXPECT(relative_path, archive.folder.get("rules") == "new rules");
  // A draft that came to the root of the disk, and left it again.
  std::set<std::string> came;
  for (const auto& event : root.events()) {
    if (event.what == FileEvent::created) came.insert(event.name);
    const bool left = event.what == FileEvent::removed;
    if (left) EXPECT(relative_path, !came.contains(event.name));
  }
  write = archive.write(fs::path("a shelf") / "être", "new rules");
  EXPECT(relative_path, write.error() == "");
  EXPECT(relative_path, archive.folder.get("a shelf/être") == "new rules");
  EXPECT(temporary_left, archive.folder.names() == (Names{"a shelf", "rules"}));
  write = archive.write(fs::path("no shelf") / "rules", "new rules");
  EXPECT(error_without_path, names(write.error(), "no shelf"));
  EXPECT(relative_path, !names(write.error(), fs::absolute("no shelf")));
  const auto roundabout = fs::path("a shelf") / ".." / "no shelf" / "rules";
  write = archive.write(roundabout, "new rules");
  EXPECT(error_without_path, names(write.error(), roundabout));
}

TEST_CASE("when it has written or failed, no file is open", "[step2]") {
  in_french("après une écriture ou un échec, aucun fichier n'est ouvert");
  Archive archive;
  const auto shelf = archive.folder / "shelf";
  fs::create_directory(shelf);
  for (const auto& path :
       {archive.folder / "rules", archive.folder / "no/rules", shelf}) {
    archive.write(path, "new rules");
    const auto open = workbook::open_files(archive.folder);
    for (int i = 0; i < 3; ++i) archive.write(path, "new rules");
    EXPECT(left_open, workbook::open_files(archive.folder) == open);
  }
}

// A folder for everything that a careless draft may come to.
TEST_CASE("at every moment there is a whole document", "[step2]") {
  in_french("à chaque instant il y a un document entier");
  Archive archive;
  for (const auto* name : {"shelves", "shelves/deep", "desk"})
    fs::create_directory(archive.folder / name);
  const auto deep = archive.folder / "shelves/deep";
  const CurrentFolder here(archive.folder / "desk");
  Watcher watcher({deep, archive.folder.path(), archive.folder / "shelves",
                   archive.folder / "desk"});
  for (const auto* content : {"the first rules", "the other rules",
                              "the other rules", "the longer rules", "", ""}) {
    auto write = archive.write(deep / "rules", content);
    EXPECT(error_lost, write.error() == "");
    EXPECT(bytes_changed, archive.folder.get("shelves/deep/rules") == content);
    bool draft_seen = false;
    for (const auto& event : watcher.events()) {
      if (event.what == FileEvent::opened || event.what == FileEvent::closed)
        continue;
      const bool target = event.folder == deep && event.name == "rules";
      draft_seen = draft_seen || (event.folder == deep && !target);
      // What takes the place without having been beside it comes from afar.
      EXPECT(other_folder,
             (draft_seen || !target || event.what != FileEvent::placed));
      EXPECT(truncates_first, !(target && event.what == FileEvent::changed));
      EXPECT(gap, !(target && event.what == FileEvent::removed));
      EXPECT(other_folder, event.folder == deep);
      EXPECT(other_folder, event.what != FileEvent::made_folder);
    }
  }
}

namespace {

// Makes what others have by these names: files, and links to nothing. Who asks
// whether a link to nothing exists hears no; who opens it writes elsewhere.
void take(const Folder& folder, const std::set<std::string>& names) {
  bool link = false;
  for (const auto& name : names) {
    if (fs::exists(fs::symlink_status(folder / name))) continue;
    link = !link;
#ifdef WORKBOOK_HAS_FIFO
    if (link) {
      fs::create_symlink("elsewhere of " + name, folder / name);
      continue;
    }
#endif
    folder.put(name, "of another");
  }
}

}  // namespace

// One clerk, so that not even the thread is another one. The same content each
// time, so that no name is another one because of it.
TEST_CASE("nobody can foresee the name of a draft", "[step2]") {
  in_french("personne ne peut prévoir le nom d'un brouillon");
  Archive archive(1);
  const Folder elsewhere;
  Watcher watcher({archive.folder.path(), elsewhere.path()});
  std::set<std::string> drafts, others;
  const auto see = [&](const Folder& folder, const std::string& document,
                       const std::string& content,
                       std::set<std::string>& names) {
    auto write = archive.write(folder / document, content);
    EXPECT(error_lost, write.error() == "");
    for (const auto& event : watcher.events())
      if (event.name != document) names.insert(event.name);
  };
  for (int i = 0; i < 3; ++i) see(archive.folder, "rules", "new rules", drafts);
  for (const auto* content : {"Dear reader, ...", "Dear clerk, ..."})
    see(elsewhere, "letter", content, others);
  std::set<std::uint64_t> known = numbers_of_this_program();
  asio::post(archive.clerks, [&] { known.merge(numbers_of_this_program()); });
  archive.let_clerks_work();
  for (const auto& draft : drafts) archive.folder.put(draft, "of another");
  for (const auto& draft : drafts)
    take(archive.folder, foreseen(draft, drafts, others, known));
  auto expected = all_in(archive.folder);
  expected["rules"] = "new rules";
  for (int i = 0; i < 6; ++i) {
    auto write = archive.write(archive.folder / "rules", "new rules");
    EXPECT(same_name_twice, write.error() == "");
    EXPECT(same_name_twice, surprises(expected, archive.folder) == Names{});
  }
}

TEST_CASE("the words of each file, in the order given", "[step3]") {
  in_french("les mots de chaque fichier, dans l'ordre donné");
  using namespace std::string_literals;
  Archive archive;
  const std::vector<fs::path> paths{
      archive.folder.put("three", "one two three"),
      archive.folder.put("none", ""),
      archive.folder.put("blanks", " \t\r\n\v\f "),
      archive.folder.put("four", "\n one\ttwo \n\nthree\r\nfour\n"),
      archive.folder.put("one", "well-known"),
      archive.folder.put("signs", "- 1 ! ... \" _"),
      archive.folder.put("pages", "one\vtwo\fthree"),
      archive.folder.put("accents", "à été\xA0là \xFF"),
      archive.folder.put("signals", "a\0b\x01\x1F-c d"s)};
  const auto threads = workbook::threads();
  auto count = archive.count(paths, 2);
  EXPECT(other_threads, workbook::threads() == threads);
  const Counts expected{{3, ""}, {0, ""}, {0, ""}, {4, ""}, {1, ""},
                        {6, ""}, {3, ""}, {3, ""}, {2, ""}};
  EXPECT(first_error_ends_all, count.error() == "");
  EXPECT(wrong_count, sorted(count.value()) == sorted(expected));
  EXPECT(order_lost, count.value() == expected);
}

TEST_CASE("many words, and very long ones", "[step3]") {
  in_french("beaucoup de mots, et de très longs");
  Archive archive;
  std::string many;
  for (int i = 0; i < 200'000; ++i) many += i % 7 ? "six sss " : "x\n";
  const auto words = std::size_t(2 * 200'000 - (200'000 + 6) / 7);
  const std::vector<fs::path> paths{
      archive.folder.put("many", many),
      archive.folder.put("long", std::string(300'000, 'x')),
      archive.folder.put("wide", std::string(300'000, ' ') + "x")};
  auto count = archive.count(paths, 3);
  EXPECT(first_error_ends_all, count.error() == "");
  const Counts expected{{words, ""}, {1, ""}, {1, ""}};
  EXPECT(wrong_count, sorted(count.value()) == sorted(expected));
  EXPECT(order_lost, count.value() == expected);
}

TEST_CASE("a file may be there twice", "[step3]") {
  in_french("un fichier peut être là deux fois");
  Archive archive;
  const Teaching if_it_never_ends(place_lost);
  const auto two = archive.folder.put("two", "one two");
  for (const std::size_t limit : {1, 2, 17}) {
    std::string words;
    for (std::size_t i = 0; i < limit; ++i) words += "word ";
    const auto other = archive.folder.put("other", words);
    auto count = archive.count({two, other, two, two, other}, limit);
    EXPECT(first_error_ends_all, count.error() == "");
    const Counts expected{{2, ""}, {limit, ""}, {2, ""}, {2, ""}, {limit, ""}};
    EXPECT(order_lost, count.value() == expected);
  }
}

TEST_CASE("no files, no counts", "[step3]") {
  in_french("pas de fichiers, pas de comptes");
  Archive archive;
  const Teaching if_it_never_ends(place_lost);
  for (const std::size_t limit : {1, 3}) {
    auto count = archive.count({}, limit);
    EXPECT(first_error_ends_all, count.error() == "");
    EXPECT(wrong_count, count.value().empty());
  }
}

TEST_CASE("a limit beyond the number of files is no limit", "[step3]") {
  in_french("une limite au-delà du nombre de fichiers n'en est pas une");
  Archive archive;
  const auto note = archive.folder.put("note", "one two");
  const Teaching if_it_never_ends(limit_beyond);
  for (const std::size_t limit : {2, 1'000, 100'000}) {
    auto count = archive.start(
        "count_words", exo35::count_words(archive.clerks, {note}, limit));
    // What is made for each place shows in the number of handlers.
    constexpr int far_too_many = 5'000;
    int handlers = 0;
    while (count.waits() && handlers < far_too_many) {
      handlers += archive.stage.turn(far_too_many - handlers);
      if (count.waits()) archive.let_clerks_work();
    }
    EXPECT(limit_beyond, handlers < far_too_many);
    EXPECT(limit_beyond, count.error() == "");
    EXPECT(wrong_count, count.value() == Counts{{2, ""}});
  }
}

TEST_CASE("the limit may be as high as can be", "[step3]") {
  in_french("la limite peut être aussi élevée que possible");
  Archive archive;
  const std::vector<fs::path> notes(3, archive.folder.put("note", "one two"));
  const Teaching if_it_never_ends(limit_beyond);
#ifdef WORKBOOK_HAS_FIFO
  const workbook::LittleMemory little(1 << 28);
#endif
  // Those that a sum, a signed or a narrower type cannot hold.
  constexpr auto highest = std::numeric_limits<std::size_t>::max();
  for (const auto limit : {highest, highest - 1, highest / 2 + 1,
                           (highest >> 31 >> 1) + 1, std::size_t{1} << 31}) {
    auto count = archive.count(notes, limit);
    EXPECT(limit_beyond, count.error() == "");
    EXPECT(limit_beyond, count.value() == Counts(3, {2, ""}));
  }
}

TEST_CASE("bad files are reported among the good ones", "[step3]") {
  in_french("les mauvais fichiers sont signalés parmi les bons");
  Archive archive;
  const CurrentFolder here(archive.folder.path());
  const auto lost = fs::path("no shelf") / ".." / "lost";
  const auto shelf = archive.folder / "shelf";
  fs::create_directory(shelf);
  const std::vector<fs::path> paths{lost, archive.folder.put("two", "one two"),
                                    shelf, archive.folder.put("one", "one")};
  const Teaching if_it_never_ends(place_lost);
  for (const std::size_t limit : {1, 2, 4}) {
    auto count = archive.count(paths, limit);
    EXPECT(first_error_ends_all, count.error() == "");
    const auto& counts = count.value();
    EXPECT(first_error_ends_all, counts.size() == 4);
    EXPECT(first_error_ends_all,
           sorted(counts) == (std::vector<std::size_t>{0, 0, 1, 2}));
    EXPECT(order_lost, counts[1] == Count{2, ""});
    EXPECT(order_lost, counts[3] == Count{1, ""});
    EXPECT(error_without_path, !counts[0].error.empty());
    EXPECT(order_lost, !names(counts[0].error, shelf));
    EXPECT(error_without_path, names(counts[0].error, lost));
    EXPECT(relative_path, !names(counts[0].error, fs::absolute(lost)));
    EXPECT(error_without_path, names(counts[2].error, shelf));
  }
}

TEST_CASE("all the files may be bad", "[step3]") {
  in_french("tous les fichiers peuvent être mauvais");
  Archive archive;
  const Teaching if_it_never_ends(place_lost);
  const std::vector<fs::path> paths(20, archive.folder / "lost");
  auto count = archive.count(paths, 3);
  EXPECT(first_error_ends_all, count.error() == "");
  EXPECT(first_error_ends_all, count.value().size() == 20);
  for (const auto& one : count.value())
    EXPECT(error_without_path, names(one.error, paths[0]));
}

TEST_CASE("many files are counted, a few at a time", "[step3]") {
  in_french("beaucoup de fichiers sont comptés, quelques-uns à la fois");
  Archive archive;
  std::vector<fs::path> paths;
  Counts expected;
  std::string words;
  for (int i = 0; i < 300; ++i, words += "word ") {
    paths.push_back(archive.folder.put(std::to_string(i), words));
    expected.push_back({std::size_t(i), ""});
  }
  for (const std::size_t limit : {1, 2, 17, 300}) {
    auto count = archive.count(paths, limit);
    EXPECT(first_error_ends_all, count.error() == "");
    EXPECT(order_lost, count.value() == expected);
  }
}

TEST_CASE("while no clerk is free, no word is counted", "[step3]") {
  in_french("tant qu'aucun magasinier n'est libre, aucun mot n'est compté");
  Archive archive;
  const auto note = archive.folder.put("note", "one two");
  const Teaching if_it_never_ends(place_lost);
  Inventory inventory(archive);
  auto count = archive.start(
      "count_words",
      exo35::count_words(archive.clerks, {archive.folder / "lost", note}, 1));
  archive.stage.settle();
  EXPECT(blocks_the_room, count.waits());
  inventory.finish();
  archive.stage.run_until_ended(count);
  EXPECT(first_error_ends_all, count.error() == "");
}

TEST_CASE("the room never touches the disk to count", "[step3]") {
  in_french("la salle ne touche jamais au disque pour compter");
  Archive archive;
  const Teaching if_it_never_ends(place_lost);
  Way way(archive.folder);
  archive.folder.put("note", std::string(3'000, 'x'));
  const auto note = way / "note";
  Watcher watcher({archive.folder.path()});
  auto count = archive.start(
      "count_words",
      exo35::count_words(archive.clerks, {note, way / "lost", note, note}, 2));
  const auto deed = deed_of_the_room(archive, watcher, way, count);
  EXPECT(blocks_the_room, !deed.acted);
  EXPECT(blocks_the_room, !deed.asked);
}

TEST_CASE("the caller of count_words goes on where it awaited", "[step3]") {
  in_french("l'appelant de count_words continue là où il attendait");
  Archive archive;
  const Teaching if_it_never_ends(place_lost);
  const auto note = archive.folder.put("note", "one two");
  for (const auto& paths :
       {std::vector<fs::path>{}, {note, archive.folder / "lost", note}})
    EXPECT(
        stays_on_the_pool,
        comes_back_to_a_strand(archive, "count_words",
                               exo35::count_words(archive.clerks, paths, 2)));
}

// One clerk, so that a file is closed before another job opens the next.
TEST_CASE("no file is opened before its turn", "[step3]") {
  in_french("aucun fichier n'est ouvert avant son tour");
  constexpr std::size_t files = 20;
  for (const std::size_t limit : {1, 2}) {
    Archive archive(1);
    std::vector<fs::path> paths;
    for (std::size_t i = 0; i < files; ++i)
      paths.push_back(archive.folder.put(std::to_string(i), "a word"));
    const Teaching if_it_never_ends(place_lost);
    Watcher watcher({archive.folder.path()});
    auto count = archive.count(paths, limit);
    std::set<std::string> open;
    for (const auto& event : watcher.events()) {
      if (event.what == FileEvent::opened) open.insert(event.name);
      if (event.what == FileEvent::closed) open.erase(event.name);
      EXPECT(too_many_at_once, open.size() <= limit);
    }
    EXPECT(wrong_count, count.value() == Counts(files, {2, ""}));
  }
}

// The clerks get what the room has for them, and the room does not go on: so
// many files are open at a time, if there is a clerk for each.
TEST_CASE("the limit may be a high one", "[step3]") {
  in_french("la limite peut être élevée");
  constexpr int files = 300, limit = 290;
  Archive archive;
  std::vector<fs::path> paths;
  for (int i = 0; i < files; ++i)
    paths.push_back(archive.folder.put(std::to_string(i), "a word"));
  Watcher watcher({archive.folder.path()});
  auto count = archive.start("count_words",
                             exo35::count_words(archive.clerks, paths, limit));
  std::set<std::string> opened;
  for (int turn = 0; opened.empty() && turn < 5 && count.waits(); ++turn) {
    {
      const Inventory while_the_room_moves(archive);
      archive.stage.settle();
    }
    archive.let_clerks_work();
    for (const auto& event : watcher.events())
      if (event.what == FileEvent::opened) opened.insert(event.name);
  }
  if (watcher.sees()) EXPECT(one_at_a_time, opened.size() >= limit);
  archive.stage.run_until_ended(count);
  EXPECT(wrong_count, count.value() == Counts(files, {2, ""}));
}

TEST_CASE("when all are counted, no file is open", "[step3]") {
  in_french("quand tout est compté, aucun fichier n'est ouvert");
  Archive archive;
  const Teaching if_it_never_ends(place_lost);
  const auto note = archive.folder.put("note", "one two");
  const std::vector<fs::path> paths{note, archive.folder / "lost", note};
  archive.count(paths, 2);
  const auto open = workbook::open_files(archive.folder);
  for (int i = 0; i < 3; ++i) archive.count(paths, 2);
  EXPECT(left_open, workbook::open_files(archive.folder) == open);
}

#ifndef WORKBOOK_HAS_FIFO

TEST_CASE("left out here: this system has no named pipes", "[step1]") {
  in_french("laissé de côté : ce système n'a pas de tubes nommés");
  std::puts("exo35: the tests with a slow or a full disk need POSIX: left out");
  SUCCEED();
}

#else

namespace {

using workbook::Fifo;

constexpr Text is_opened{"is opened", "est ouvert"};
constexpr Text gives_a_piece{"gives a piece", "donne un morceau"};
constexpr Text ends{"comes to its end", "arrive à sa fin"};
constexpr Text the_shelf{"the shelf", "le rayon"};

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
  Shelves(Archive& archive, std::size_t how_many) : archive(archive) {
    for (std::size_t i = 0; i < how_many; ++i)
      shelves.emplace_back(archive.folder / ("shelf " + std::to_string(i)));
    for (const auto& shelf : shelves) paths.push_back(shelf.path());
    told.resize(shelves.size());
  }

  int open() {
    int open = 0;
    for (std::size_t i = 0; i < shelves.size(); ++i) open += is_open(i);
    return open;
  }

  // A clerk is at one of them.
  bool any_held() const {
    return std::any_of(shelves.begin(), shelves.end(),
                       [](const Fifo& shelf) { return shelf.held(); });
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
    return Text{"shelf ", "le rayon "}.spoken() + std::to_string(i);
  }

  Archive& archive;
  std::deque<Fifo> shelves;
  std::vector<fs::path> paths;
  std::vector<bool> told;
};

// Moves the room and the clerks until each has gone as far as it can, and says
// how many shelves are open then: `wanted`, fewer, or more.
//
// No time is measured. Clerks take work in the order it is posted, so a free
// clerk has passed all that was posted before. Where enough clerks are free,
// and are again after each move of the room, no work is on its way to a shelf;
// many turns, because an answer may go between room and clerks more than once.
//
// A clerk stands before each shelf that is open; but with stream_file, where
// the kernel reads, all of them come back.
template <class T>
int open_at_rest(Archive& archive, Shelves& shelves, const Outcome<T>& work,
                 int wanted) {
#ifdef ASIO_HAS_IO_URING
  const int if_no_more_are_open = archive.clerks_in_all,
            if_one_is_missing = if_no_more_are_open;
#else
  const int if_no_more_are_open = archive.clerks_in_all - wanted,
            if_one_is_missing = if_no_more_are_open + 1;
#endif
  constexpr int turns_to_open = 20;
  for (int turn = 0; turn < turns_to_open && shelves.open() < wanted; ++turn) {
    archive.stage.settle();
    if (!work.waits()) break;
    archive.are_free(if_one_is_missing,
                     [&] { return shelves.open() >= wanted; });
  }
  const Teaching if_no_clerk_is_free(clerk_waits_its_turn);
  constexpr int turns_to_be_sure = 5;
  for (int turn = 0; turn < turns_to_be_sure && shelves.open() == wanted;
       ++turn) {
    archive.stage.settle();
    archive.are_free(if_no_more_are_open,
                     [&] { return shelves.open() > wanted; });
  }
  return shelves.open();
}

}  // namespace

TEST_CASE("while a clerk waits, the reading room serves others", "[step1]") {
  in_french(
      "pendant qu'un magasinier attend, la salle de lecture sert les "
      "autres");
  Archive archive;
  Fifo shelf(archive.folder / "shelf");
  const Teaching if_it_stands_still(post_comes_back);
  auto read = archive.start("read_file",
                            exo35::read_file(archive.clerks, shelf.path()));
  const bool opened = archive.until(read, [&] { return shelf.opened(); });
  EXPECT(size_first, opened);
  auto& story = archive.stage.story;
  story.tell(the_shelf.spoken(), is_opened);
  shelf.write("The first page. ");
  story.tell(the_shelf.spoken(), gives_a_piece);
  archive.until(read, [&] { return shelf.drained(); });
  EXPECT(size_first, read.error() == "");
  EXPECT(one_read, read.waits());
  shelf.write("And the last.");
  shelf.finish();
  story.tell(the_shelf.spoken(), ends);
  archive.stage.run_until_ended(read);
  EXPECT(size_first, read.error() == "");
  EXPECT(one_read, read.value() == "The first page. And the last.");
  EXPECT(left_open, !shelf.held());
}

TEST_CASE("two files that are read at the same time stay apart", "[step1]") {
  in_french("deux fichiers lus en même temps ne se mêlent pas");
  Archive archive;
  Fifo one(archive.folder / "one"), other(archive.folder / "other");
  const Teaching if_it_stands_still(post_comes_back);
  auto read_one = archive.start("read_file(one)",
                                exo35::read_file(archive.clerks, one.path()));
  auto read_other = archive.start(
      "read_file(other)", exo35::read_file(archive.clerks, other.path()));
  archive.until(read_one, [&] { return one.opened(); });
  archive.until(read_other, [&] { return other.opened(); });
  // Each clerk has the beginning of one file, and waits for the rest.
  one.write("The first page of one. ");
  archive.until(read_one, [&] { return one.drained(); });
  other.write("Another book, in another language. ");
  archive.until(read_other, [&] { return other.drained(); });
  one.write("And its last.");
  one.finish();
  archive.stage.run_until_ended(read_one);
  other.write("Fin.");
  other.finish();
  archive.stage.run_until_ended(read_other);
  EXPECT(shared_by_clerks,
         read_one.value() == "The first page of one. And its last.");
  EXPECT(shared_by_clerks,
         read_other.value() == "Another book, in another language. Fin.");
}

TEST_CASE("a pipe may give more than any size one thinks of", "[step1]") {
  in_french("un tube peut donner plus que la taille à laquelle on pense");
  Archive archive;
  Fifo shelf(archive.folder / "shelf");
  const Teaching if_it_stands_still(post_comes_back);
  const auto content = of_size(1'500'007);
  std::string seen;
  auto read = archive.start(
      "read_file", keep(exo35::read_file(archive.clerks, shelf.path()), seen));
  archive.until(read, [&] { return shelf.opened(); });
  for (std::string_view rest = content; !rest.empty() && read.waits();) {
    rest.remove_prefix(shelf.write(rest));
    archive.until(read, [&] { return shelf.drained(); });
  }
  EXPECT(size_first, read.error() == "");
  EXPECT(size_first, read.waits());
  shelf.finish();
  archive.stage.run_until_ended(read);
  EXPECT(size_first, seen.size() == content.size());
  const bool the_same_bytes = seen == content;
  EXPECT(bytes_changed, the_same_bytes);
}

// Linux says 0 of the one, and a whole page of the other.
TEST_CASE("a file that says a wrong size is read to its end", "[step1]") {
  in_french("un fichier qui dit une taille fausse est lu jusqu'à la fin");
  Archive archive;
  for (const fs::path path :
       {"/proc/version", "/sys/devices/system/cpu/possible"}) {
    std::string expected;
    std::getline(std::ifstream(path), expected, '\0');
    if (expected.empty()) continue;
    auto read = archive.read(path);
    EXPECT(size_first, read.error() == "");
    EXPECT(size_first, read.value() == expected);
  }
}

// The memory of this program: Linux opens it, and nothing lies at its front.
TEST_CASE("a read that fails is not the end of the file", "[step1]") {
  in_french("une lecture qui échoue n'est pas la fin du fichier");
  const fs::path memory = "/proc/self/mem";
#ifdef _LIBCPP_VERSION
  constexpr bool streams_tell = false;  // they take it for the end
#else
  constexpr bool streams_tell = true;
#endif
  Archive archive;
  if (streams_tell && fs::exists(memory)) {
    auto read = archive.read(memory);
    EXPECT(error_lost, read.threw());
    EXPECT(error_without_path, names(read.error(), memory));
  }
}

TEST_CASE("cancelled, read_file leaves no clerk behind", "[step1]") {
  in_french("annulée, read_file ne laisse aucun magasinier derrière elle");
  Archive archive;
  Fifo shelf(archive.folder / "shelf");
  const Teaching if_it_stands_still(post_comes_back);
  auto read = archive.start("read_file",
                            exo35::read_file(archive.clerks, shelf.path()));
  archive.until(read, [&] { return shelf.opened(); });
  archive.stage.story.tell(the_shelf.spoken(), is_opened);
  for (int times = 0; times < 2; ++times) {
    read.cancel();
    archive.stage.settle();
  }
  // It may have ended between two errands of a clerk.
  if (!read.waits()) EXPECT(outlives_its_caller, !shelf.held());
  shelf.write("Too late.");
  shelf.finish();
  archive.stage.story.tell(the_shelf.spoken(), ends);
  archive.stage.run_until_ended(read);
  EXPECT(stays_on_the_pool, archive.in_the_room());
  EXPECT(left_open, !shelf.held());
  if (read.threw())
    EXPECT(outlives_its_caller, is_aborted(read.exception()));
  else
    EXPECT(bytes_changed, read.value() == "Too late.");
}

TEST_CASE("whoever has the old document open reads it whole", "[step2]") {
  in_french("qui a ouvert l'ancien document le lit en entier");
  Archive archive;
  const auto old_rules = of_size(100'003);
  const auto rules = archive.folder.put("rules", old_rules);
  std::ifstream reader(rules, std::ios::binary);
  std::string seen(1'000, '\0');
  reader.read(seen.data(), 1'000);
  archive.stage.story.tell(Text{"a reader", "un lecteur"}.spoken(),
                           {"has read the first page of the old rules",
                            "a lu la première page de l'ancien règlement"});
  auto write = archive.write(rules, "new rules");
  EXPECT(error_lost, write.error() == "");
  seen.append(std::istreambuf_iterator<char>(reader), {});
  EXPECT(truncates_first, seen.size() == old_rules.size());
  EXPECT(truncates_first, archive.folder.get("rules") == "new rules");
}

TEST_CASE("the disk is full after the first page", "[step2]") {
  in_french("le disque est plein après la première page");
  for (const bool is_new : {false, true}) {
    Archive archive;
    const auto rules = archive.folder / "rules";
    if (!is_new) archive.folder.put("rules", "old rules");
    const auto before = all_in(archive.folder);
    const auto content = of_size(200'003);
    auto write = archive.start(
        "write_file", exo35::write_file(archive.clerks, rules, content));
    {
      archive.stage.story.tell("", {"(the disk has room for 50,000 bytes)",
                                    "(le disque a de la place pour 50 000 "
                                    "octets)"});
      workbook::FullDisk full(50'000);
      archive.stage.run_until_ended(write);
    }
    const auto still = archive.folder.get("rules");
    const bool as_before =
        still == (is_new ? archive.folder.no_such_file() : "old rules");
    EXPECT(write_not_checked, as_before);
    EXPECT(write_not_checked, write.threw());
    EXPECT(error_without_path, names(write.error(), rules));
    EXPECT(temporary_left, surprises(before, archive.folder) == Names{});
  }
}

TEST_CASE("the disk is full before the last bytes", "[step2]") {
  in_french("le disque est plein avant les derniers octets");
  for (const bool is_new : {false, true}) {
    Archive archive;
    const auto rules = archive.folder / "rules";
    if (!is_new) archive.folder.put("rules", "old rules");
    const auto before = all_in(archive.folder);
    auto write = archive.start(
        "write_file",
        exo35::write_file(archive.clerks, rules, "twenty-two characters."));
    {
      archive.stage.story.tell("",
                               {"(the disk has room for 10 bytes)",
                                "(le disque a de la place pour 10 octets)"});
      workbook::FullDisk full(10);
      archive.stage.run_until_ended(write);
    }
    const auto still = archive.folder.get("rules");
    EXPECT(write_not_checked,
           still == (is_new ? archive.folder.no_such_file() : "old rules"));
    EXPECT(write_not_checked, write.threw());
    EXPECT(temporary_left, surprises(before, archive.folder) == Names{});
  }
}

TEST_CASE("the draft needs no other folder", "[step2]") {
  in_french("le brouillon n'a besoin d'aucun autre dossier");
  Archive archive;
  const auto rules = archive.folder.put("rules", "old rules");
  const NoTemporaryFolder none;
  auto write = archive.write(rules, "new rules");
  EXPECT(other_folder, write.error() == "");
  EXPECT(other_folder, archive.folder.get("rules") == "new rules");
}

TEST_CASE("as many as the limit are open, never more", "[step3]") {
  in_french("autant de fichiers ouverts que la limite, jamais plus");
  for (const int limit : {2, 1, 17}) {
    Archive archive(limit + 2);
    const int files = limit + 3;
    Shelves shelves(archive, static_cast<std::size_t>(files));
    auto count = archive.start(
        "count_words", exo35::count_words(archive.clerks, shelves.paths,
                                          static_cast<std::size_t>(limit)));
    const Teaching if_it_stands_still(one_at_a_time);
    const int open = open_at_rest(archive, shelves, count, limit);
    EXPECT(too_many_at_once, open <= limit);
    EXPECT(one_at_a_time, open == limit);

    // The last one opened ends first, so that the first one ends last.
    for (int left = files; left > 0; --left) {
      shelves.finish(shelves.last_open(), count);
      const int wanted = std::min(limit, left - 1);
      if (left - 1 < limit) continue;
      const int open_now = open_at_rest(archive, shelves, count, wanted);
      EXPECT(too_many_at_once, open_now <= wanted);
      EXPECT(waits_for_the_slowest, open_now == wanted);
    }
    archive.stage.run_until_ended(count);
    Counts expected;
    for (int i = 1; i <= files; ++i) expected.push_back({std::size_t(i), ""});
    EXPECT(order_lost, count.value() == expected);
  }
}

TEST_CASE("a bad file makes room for the next one", "[step3]") {
  in_french("un mauvais fichier fait place au suivant");
  Archive archive;
  Shelves shelves(archive, 2);
  auto paths = shelves.paths;
  paths.insert(paths.begin(), 2, archive.folder / "lost");
  auto count = archive.start("count_words",
                             exo35::count_words(archive.clerks, paths, 2));
  const Teaching if_it_never_ends(place_lost);
  EXPECT(place_lost, open_at_rest(archive, shelves, count, 2) == 2);
  for (int left = 2; left > 0; --left)
    shelves.finish(shelves.last_open(), count);
  archive.stage.run_until_ended(count);
  EXPECT(first_error_ends_all, count.error() == "");
}

TEST_CASE("each count has a limit of its own", "[step3]") {
  in_french("chaque compte a sa propre limite");
  Archive archive;
  Shelves shelves(archive, 4);
  const auto middle = shelves.paths.begin() + 2;
  const Teaching if_it_stands_still(one_at_a_time);
  auto first = archive.start(
      "count_words",
      exo35::count_words(archive.clerks, {shelves.paths.begin(), middle}, 1));
  auto second = archive.start(
      "count_words",
      exo35::count_words(archive.clerks, {middle, shelves.paths.end()}, 1));
  EXPECT(one_at_a_time, open_at_rest(archive, shelves, first, 2) == 2);
  for (int left = 4; left > 0; --left) {
    archive.until(first, [&] { return shelves.open() > 0; });
    archive.until(second, [&] { return shelves.open() > 0; });
    shelves.finish(shelves.last_open(), first);
  }
  archive.stage.run_until_ended(first);
  archive.stage.run_until_ended(second);
  EXPECT(order_lost, first.value() == (Counts{{1, ""}, {2, ""}}));
  EXPECT(order_lost, second.value() == (Counts{{3, ""}, {4, ""}}));
}

TEST_CASE("cancelled, count_words waits for the clerks", "[step3]") {
  in_french("annulée, count_words attend les magasiniers");
  // The last limit leaves no file that could still be given to a clerk.
  for (const int limit : {1, 2, 4}) {
    Archive archive;
    Shelves shelves(archive, 4);
    auto count = archive.start(
        "count_words", exo35::count_words(archive.clerks, shelves.paths,
                                          static_cast<std::size_t>(limit)));
    const Teaching if_it_goes_on(cancellation_swallowed);
    archive.until(count, [&] { return shelves.open() == limit; });
    for (int times = 0; times < 2; ++times) {
      count.cancel();
      archive.stage.settle();
    }
    for (int left = limit; left > 0; --left) {
      if (!count.waits()) EXPECT(outlives_its_caller, !shelves.any_held());
      shelves.finish(shelves.last_open(), count);
    }
    const bool another =
        archive.until(count, [&] { return shelves.open() > 0; });
    EXPECT(cancellation_swallowed, !another);
    EXPECT(cancellation_swallowed, count.threw());
    EXPECT(stopped_otherwise, is_aborted(count.exception()));
    EXPECT(stays_on_the_pool, archive.in_the_room());
  }
}

#endif

TEST_CASE("cancelled at any moment, count_words ends", "[step3]") {
  in_french("annulée à n'importe quel moment, count_words finit");
  const Teaching if_it_never_ends(word_lost);
  int moments = 1;
  for (bool in_time = true; in_time; ++moments) {
    Archive archive;
    const auto note = archive.folder.put("note", "one two");
    auto count = archive.start(
        "count_words",
        exo35::count_words(archive.clerks, {note, note, note}, 2));
    in_time = cancel_after(moments, archive, count);
    EXPECT(word_lost, !count.waits());
    EXPECT(stays_on_the_pool, archive.in_the_room());
    if (count.threw())
      EXPECT(stopped_otherwise, is_aborted(count.exception()));
    else
      EXPECT(cancellation_swallowed, count.value() == Counts(3, {2, ""}));
  }
}
