// watch_test WORKBOOK en|fr: ./exo, used as a person would, in a terminal.
//
// WORKBOOK is a copy, with exo29 and exo98 (see workbook.sh), whose files this
// test edits. Exit status 0 if everything was as it must be.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>

#include "terminal.hpp"

namespace {

namespace fs = std::filesystem;

bool french = false;

// What is looked for on the screen, in the language of this run.
struct Words {
  std::string_view en;
  std::string_view fr;
  operator std::string_view() const { return french ? fr : en; }
};

const fs::path file = "exercises/exo29-hello-async/hello_async.cpp";
const fs::path other_file = "exercises/exo98-parcel/parcel.cpp";
const fs::path reference = "solutions/exo29-hello-async/hello_async.cpp";
// In the environment of all that a test starts, and so of all that they start.
const std::string mark = "WORKBOOK_TEST_MARK=" + std::to_string(::getpid());

std::string read(const fs::path& path) {
  std::ifstream stream(path);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

void write(const fs::path& path, std::string_view text) {
  std::ofstream(path) << text;
}

// As many editors do: the new file beside the old one, then in its place.
void write_by_rename(const fs::path& path, std::string_view text) {
  const fs::path beside = path.string() + ".new";
  write(beside, text);
  fs::rename(beside, path);
}

std::string replaced(std::string text, std::string_view from,
                     std::string_view to) {
  const auto at = text.find(from);
  if (at == text.npos)
    throw Disappointed("no such text in the reference: " + std::string(from));
  return text.replace(at, from.size(), to);
}

// The reference, with its first step done in another way.
std::string with_pause(std::string_view body) {
  return replaced(read(reference),
                  "co_await timer.async_wait(asio::use_awaitable);", body);
}

void require(bool condition, std::string_view what) {
  if (!condition) throw Disappointed(std::string(what));
}

// How many processes are left of those that this test started.
int survivors() {
  int count = 0;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const auto environment = read(entry.path() / "environ");
    count += environment.find(mark) != environment.npos;
  }
  return count;
}

// An #include that never ends: whoever opens it for writing knows that the
// compiler is reading, and holds it there.
class Bottomless {
 public:
  Bottomless() { require(::mkfifo(path_.c_str(), 0600) == 0, "mkfifo"); }
  ~Bottomless() {
    ::close(writer_);
    fs::remove(path_);
  }
  std::string include() const {
    return "#include \"" + fs::absolute(path_).string() + "\"\n";
  }
  // Comes back once a compiler reads.
  void wait_for_reader() {
    while ((writer_ = ::open(path_.c_str(), O_WRONLY | O_NONBLOCK)) == -1)
      std::this_thread::yield();
  }

 private:
  const fs::path path_ = "build/bottomless.hpp";
  int writer_ = -1;
};

std::vector<std::string> environment() {
  return {mark, std::string("WORKBOOK_LANG=") + (french ? "fr" : "en"),
          "WORKBOOK_PATIENCE=1", "TERM=xterm", "LC_ALL=C.UTF-8"};
}

constexpr Words invitation{"exo29 step 1: pause is yours to write",
                           "exo29, étape 1 (pause)"};

void a_day_of_learning() {
  Terminal terminal({"./exo"}, environment(), 100, 40);
  terminal.expect(Words{"exo29: hello, async", "bonjour, l'asynchrone"});
  terminal.expect(invitation);
  // What is still to be written has no lesson.
  terminal.type("m");
  terminal.expect(
      Words{"No step fails with a lesson", "Aucune étape n'échoue"});

  // A wrong answer, and its lesson.
  write(file, with_pause("timer.wait();\n  co_return;"));
  terminal.expect("[blocks-the-thread]");

  // Hints, one more each time.
  terminal.type("h");
  terminal.expect(Words{"Step 1: a question", "1 sur 2"});
  terminal.type("h");
  terminal.expect(Words{"Step 1: an outline", "2 sur 2"});

  // A window of 60 columns: nothing is wider.
  terminal.resize(60, 24);
  terminal.type("\r");
  terminal.expect(Words{"step 1 of 3", "1 sur 3"});
  for (const auto& line : terminal.lines()) {
    int columns = 0;
    for (char c : line) columns += (c & 0xC0) != 0x80;
    require(columns <= 60, "wider than 60 columns: " + line);
  }
  require(terminal.lines().size() <= 24, "more lines than the window has");
  terminal.resize(100, 40);

  // An error of the compiler, explained; saved by renaming.
  write_by_rename(file, with_pause("timer.async_wait();"));
  terminal.expect(Words{"In plain words", "En clair"});

  // A difference that is not seen is shown: here, the end of a line.
  write(file, replaced(read(reference), "!\"", "!\\n\""));
  terminal.expect("Ada!\\n\" } == { \"Good morning, Ada!\" }");

  // An endless loop is ended, and named.
  write(file, with_pause("for (volatile int i = 0; i == 0;) continue;\n"
                         "  co_return;"));
  terminal.expect(Words{"the thread did not come back",
                        "le fil d'exécution n'est pas revenu"});

  // Saved again while the compiler is at work: it starts over.
  {
    Bottomless bottomless;
    write(file, bottomless.include() + read(reference));
    bottomless.wait_for_reader();
    write_by_rename(file, read(reference));
    // The right answer: what was learned, and where to go on.
    terminal.expect(Words{"exo29 passes. You can now:", "exo29 est réussi."});
  }
  terminal.expect(Words{"Next: exo98", "exo98 (touche n)"});
  // Until then, each key is about the exercise in sight.
  terminal.expect(Words{"exo29: hello, async", "bonjour, l'asynchrone"});
  terminal.type("s");
  terminal.expect("solutions/exo29-hello-async/hello_async.cpp");
  terminal.type("v");
  terminal.expect(Words{"yours", "votre exécution"});
  terminal.type("d");
  terminal.expect("red at 120 ms");
  terminal.type("n");
  terminal.expect(Words{"exo98 step 1: ask_twice is yours", "exo98, étape 1"});

  // Back, then the stub again; what was written is kept.
  terminal.type("p");
  terminal.expect(Words{"exo29: hello, async", "bonjour, l'asynchrone"});
  terminal.type("r");
  terminal.expect(Words{"The stub again?", "Revenir à l'ébauche"});
  terminal.type(Words{"y", "o"});
  terminal.expect("hello_async.cpp.1");
  terminal.expect(invitation);
  require(read(file.string() + ".1") == read(reference),
          "the learner's file is not kept");

  // Two files saved at once: the one in sight first, the other one as well.
  write(other_file, read(other_file) + "\n");
  write(file, read(reference));
  terminal.expect(Words{"exo29 passes. You can now:", "exo29 est réussi."});

  // The list, the demo, the other language.
  terminal.type("l");
  terminal.expect(Words{"done", "terminé"});
  terminal.type("p");
  terminal.expect(Words{"exo29: hello", "exo29"});
  terminal.type("d");
  terminal.expect("red at 120 ms");
  terminal.type(french ? "e" : "f");
  terminal.expect(french ? "q quit" : "q quitter");

  terminal.type("q");
  require(terminal.wait() == 0, "q does not end well");
  require(terminal.is_as_before(), "q leaves the terminal changed");
  require(survivors() == 0, "q leaves processes behind");
}

void nothing_is_lost() {
  const auto mine = with_pause("timer.wait();\n  co_return;");
  write(file, mine);
  Terminal terminal({"./exo"}, environment(), 100, 40);
  terminal.expect("[blocks-the-thread]");

  // A question takes one key, and that key does nothing else.
  terminal.type("r");
  terminal.expect(Words{"The stub again?", "Revenir à l'ébauche"});
  terminal.type("n");
  terminal.expect("[blocks-the-thread]");
  require(read(file) == mine, "n resets the file");

  // The stub again, and back, by the key and by hand: judged by its content,
  // however old it is.
  terminal.type("r");
  terminal.expect(Words{"The stub again?", "Revenir à l'ébauche"});
  terminal.type(Words{"y", "o"});
  terminal.expect(invitation);
  require(read(other_file) == read("build/stubs/parcel.cpp"),
          "another file is reset");
  terminal.type("u");
  terminal.expect("[blocks-the-thread]");
  require(read(file) == mine, "u does not bring the file back");
  terminal.type("r");
  terminal.expect(Words{"The stub again?", "Revenir à l'ébauche"});
  terminal.type(Words{"y", "o"});
  terminal.expect(invitation);
  fs::rename(file.string() + ".1", file);
  terminal.expect("[blocks-the-thread]");

  // A file that is gone is missed at once, and welcome when it comes back.
  fs::rename(file, file.string() + ".away");
  terminal.expect(Words{"is gone", "a disparu"});
  terminal.expect(Words{"is missing", "manque"});
  fs::rename(file.string() + ".away", file);
  terminal.expect("[blocks-the-thread]");

  // What was reached stays in sight when the file does not compile.
  write(file, read(reference));
  terminal.expect(Words{"exo29 passes.", "exo29 est réussi."});
  terminal.expect("3/4");
  write(file, with_pause("oops"));
  terminal.expect(Words{"In plain words", "En clair"});
  terminal.expect("3/4");
  terminal.type("q");
  require(terminal.wait() == 0, "q does not end well");
}

void a_small_terminal() {
  write(file, with_pause("timer.wait();\n  co_return;"));
  Terminal terminal({"./exo"}, environment(), 80, 24);
  // The lesson first, then the story, with the keys of less.
  terminal.expect(
      Words{"Lesson [blocks-the-thread]", "Leçon [blocks-the-thread]"});
  for (auto end : {"G", "\033[F", "\033OF"}) {
    terminal.type(end);
    terminal.expect("pause(1h) re");
    terminal.type(end == std::string_view("G") ? "g" : "\033[H");
    terminal.expect(Words{"What was expected", "Ce qui était attendu"});
  }
  terminal.type(" ");
  terminal.expect("pause(1h) re");
  // The same verdict again: the reader stays where they are.
  write(file, with_pause("timer.wait();\n\n  co_return;"));
  terminal.expect(Words{"judging", "je juge"});
  terminal.type("t");
  terminal.expect("pause(1h) re");
  terminal.type("?");
  terminal.expect(Words{"one more hint", "un indice de plus"});
  // How to leave a page is said on it; Esc does, too.
  terminal.expect(
      Words{"Enter back to the verdict", "Entrée retour au verdict"});
  terminal.type("\033");
  terminal.expect(Words{"What was expected", "Ce qui était attendu"});
  // What LESSONS.md says about it.
  terminal.type("m");
  terminal.expect(
      Words{"Sleeping inside a coroutine.", "Dormir dans une coroutine."});
  terminal.type("v");
  terminal.expect(Words{"the reference", "la référence"});
  terminal.type("\r");
  terminal.expect(Words{"What was expected", "Ce qui était attendu"});
  terminal.type("q");
  require(terminal.wait() == 0, "q does not end well");
}

void signs_of_life() {
  Bottomless bottomless;
  Terminal terminal({"./exo"}, environment(), 100, 40);
  terminal.expect("exo29");
  write(file, bottomless.include() + read(reference));
  bottomless.wait_for_reader();
  // The seconds go by.
  terminal.expect(Words{"judging... 1 s", "je juge... 1 s"});
  terminal.expect(Words{"judging... 2 s", "je juge... 2 s"});
  // And every key works, q before all.
  terminal.type("l");
  terminal.expect("exo98");
  terminal.type("d");
  terminal.type("q");
  require(terminal.wait() == 0, "q is deaf while there is work");
  require(survivors() == 0, "q leaves processes behind");
}

// What broke while nobody looked is told, wherever the learner works now.
void what_broke_is_told() {
  write(file, read(reference));
  {
    Terminal terminal({"./exo"}, environment(), 100, 40);
    terminal.expect(Words{"Next: exo98", "exo98 (touche n)"});
    terminal.type("q");
    terminal.wait();
  }
  write(file, with_pause("timer.wait();\n  co_return;"));
  Terminal terminal({"./exo"}, environment(), 100, 40);
  terminal.expect("exo98");
  terminal.expect(Words{"exo29: step 1 passed before, and fails now.",
                        "l'étape 1 était réussie, et échoue maintenant."});
  terminal.type("q");
  terminal.wait();
}

// The processor time that a program takes.
double processor_seconds(const std::vector<std::string>& words) {
  std::vector<char*> arguments;
  for (const auto& word : words)
    arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const pid_t program = ::fork();
  if (program == 0) {
    const int nowhere = ::open("/dev/null", O_WRONLY);
    ::dup2(nowhere, STDOUT_FILENO);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
  }
  int status = 0;
  rusage used{};
  ::wait4(program, &status, 0, &used);
  require(WIFEXITED(status) && WEXITSTATUS(status) == 1, "it must fail");
  const auto seconds = [](timeval time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * time.tv_usec;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

// An endless loop is ended after five seconds: of the time that it had. What
// others take, on a busy machine, is not counted.
void five_seconds_for_a_loop() {
  write(file, with_pause("for (volatile int i = 0; i == 0;) continue;\n"
                         "  co_return;"));
  {
    Terminal terminal({"./exo"}, environment(), 100, 40);
    terminal.expect(Words{"the thread did not come back",
                          "le fil d'exécution n'est pas revenu"});
    terminal.type("q");
    terminal.wait();
  }
  const auto used = processor_seconds({"build/learn/exo29", "[step1]"});
  require(used < 6, "a loop was ended after " + std::to_string(used) + " s");
}

// While the build tree is made anew, the seconds are shown.
void preparing() {
  fs::remove("build/learn/build.ninja");
  Terminal terminal({"./exo"}, environment(), 100, 40);
  terminal.expect(invitation);
  const auto& all = terminal.transcript();
  require(all.find(Words{"Preparing the workbook", "Préparation du cahier"}) !=
                  all.npos &&
              all.find("\033[K0 s") != all.npos,
          "no sign of life while it prepares");
  terminal.type("q");
  terminal.wait();
}

void ctrl_c_while_compiling() {
  Bottomless bottomless;
  Terminal terminal({"./exo", "--poll"}, environment(), 80, 24);
  terminal.expect("exo29");
  write(file, bottomless.include() + read(reference));
  bottomless.wait_for_reader();
  terminal.type("\003");
  require(terminal.wait() == 130, "Ctrl-C does not end with status 130");
  require(terminal.is_as_before(), "Ctrl-C leaves the terminal changed");
  require(survivors() == 0, "Ctrl-C leaves processes behind");
}

void without_colours() {
  auto plain = environment();
  plain.push_back("NO_COLOR=1");
  Terminal terminal({"./exo"}, plain, 80, 24);
  terminal.expect("exo29");
  terminal.type("q");
  terminal.wait();
  require(terminal.transcript().find("\033[1m") == std::string::npos &&
              terminal.transcript().find("\033[32m") == std::string::npos,
          "NO_COLOR, and there are colours");
}

// Each test begins with the stubs and without a memory.
void begin_anew(const std::string& stub, const std::string& other_stub) {
  fs::remove_all(".exo");
  for (const auto& entry : fs::directory_iterator(file.parent_path()))
    if (entry.path().extension() == ".1") fs::remove(entry.path());
  write(file, stub);
  write(other_file, other_stub);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  fs::current_path(argv[1]);
  french = std::string_view(argv[2]) == "fr";
  ::unsetenv("NO_COLOR");
  const auto stub = read("build/stubs/hello_async.cpp");
  const auto other_stub = read("build/stubs/parcel.cpp");
  int status = 0;
  const std::pair<const char*, std::function<void()>> tests[] = {
      {"a day of learning", a_day_of_learning},
      {"nothing is lost", nothing_is_lost},
      {"a small terminal", a_small_terminal},
      {"signs of life", signs_of_life},
      {"what broke is told", what_broke_is_told},
      {"five seconds for a loop", five_seconds_for_a_loop},
      {"preparing", preparing},
      {"Ctrl-C while compiling", ctrl_c_while_compiling},
      {"without colours", without_colours},
  };
  for (const auto& [name, test] : tests) {
    begin_anew(stub, other_stub);
    try {
      test();
      std::cout << name << ": ok\n" << std::flush;
    } catch (const std::exception& error) {
      std::cout << name << ": " << error.what() << '\n' << std::flush;
      status = 1;
    }
  }
  begin_anew(stub, other_stub);
  return status;
}
