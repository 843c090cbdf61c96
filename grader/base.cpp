#include "base.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <cerrno>
#include <set>
#include <sstream>
#include <stdexcept>
#include <system_error>

#include "common/files.hpp"
#include "common/process.hpp"
#include "common/say.hpp"
#include "common/strings.hpp"

namespace grader {

namespace {

using workbook::Command;
using workbook::read_file;
using workbook::replace_all;
using workbook::say;
using workbook::write_file;

bool belongs_to_base(const fs::path& path, const Exercises& exercises) {
  for (const auto& exercise : exercises)
    if (path == exercise.file()) return false;
  const auto extension = path.extension();
  return extension != ".md" && path.filename() != "right" &&
         path.filename() != "wrong" &&
         // What is right in wrong answers: plain_office.hpp
         !path.filename().string().starts_with("plain_") &&
         // Kept by ./exo reset: join.cpp.1
         !(path.stem().extension() == ".cpp");
}

// Copies what changed, takes away what is gone.
void synchronise(const fs::path& source, const Exercises& exercises) {
  std::set<fs::path> wanted;
  const auto copy = [&](const fs::path& path) {
    wanted.insert(path);
    const auto content = read_file(path);
    if (fs::exists(source / path) && read_file(source / path) == content)
      return;
    write_file(source / path, content);
  };
  copy("CMakeLists.txt");
  for (auto top : {"cmake", "exercises"})
    for (const auto& entry : fs::recursive_directory_iterator(top))
      if (entry.is_regular_file() && belongs_to_base(entry.path(), exercises))
        copy(entry.path());
  std::vector<fs::path> tests = {"tests/support"};
  for (const auto& exercise : exercises)
    tests.push_back(exercise.tests().parent_path());
  for (const auto& folder : tests)
    for (fs::recursive_directory_iterator at(folder), end; at != end; ++at)
      if (!belongs_to_base(at->path(), exercises))
        at.disable_recursion_pending();
      else if (at->is_regular_file())
        copy(at->path());

  std::vector<fs::path> gone;
  for (const auto& entry : fs::recursive_directory_iterator(source))
    if (entry.is_regular_file() &&
        !wanted.contains(fs::relative(entry.path(), source)))
      gone.push_back(entry.path());
  for (const auto& path : gone) fs::remove(path);
}

std::string mark_of(const fs::path& source,
                    const std::vector<std::string>& settings) {
  std::set<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(source))
    if (entry.is_regular_file()) files.insert(entry.path());
  workbook::Fingerprint mark;
  // A byte that no UTF-8 text has separates them.
  const auto add = [&](std::string_view text) {
    mark.add(text);
    mark.add("\xff");
  };
  for (const auto& path : files) {
    add(fs::relative(path, source).generic_string());
    add(read_file(path));
  }
  for (const auto& setting : settings) add(setting);
  return mark.text();
}

asio::awaitable<std::string> must_run(std::vector<std::string> words) {
  Command command;
  command.words = std::move(words);
  command.limit = std::chrono::minutes(30);
  command.output_limit = 16 << 20;
  const auto ended = co_await workbook::run(command);
  if (ended.status != 0)
    throw std::runtime_error(
        say({"the tests cannot be built:\n{}",
             "les tests ne peuvent pas être construits :\n{}"},
            ended.output));
  co_return ended.output;
}

// The value of a variable in the CMake cache of a build tree.
std::string cached(const fs::path& tree, std::string_view name) {
  std::istringstream cache(read_file(tree / "CMakeCache.txt"));
  for (std::string line; std::getline(cache, line);)
    if (line.starts_with(std::string(name) + ":"))
      return line.substr(line.find('=') + 1);
  return "";
}

// How ninja would build the learners' files: a command in each line, among
// others.
asio::awaitable<std::string> ask_ninja(fs::path tree, Exercises chosen) {
  std::vector<std::string> words = {"ninja", "-C", tree.string(), "-t",
                                    "commands"};
  for (const auto& exercise : chosen) words.push_back(exercise.id + "_answer");
  co_return co_await must_run(std::move(words));
}

// Those of one exercise, and the workbook's word for how it is linked
// (cmake/Grade.cmake), made to read and write in the folder of one job.
void find_commands(const fs::path& tree, const std::string& commands,
                   Recipe& recipe) {
  const auto& exercise = recipe.exercise;
  std::istringstream lines(commands);
  for (std::string line; std::getline(lines, line);)
    if (line.find(" -c ") != line.npos &&
        line.ends_with("/" + exercise.id + "/answer.cpp"))
      recipe.compile = line;
  const std::string object(workbook::between(recipe.compile, " -o ", " -c "));
  const auto source = recipe.compile.substr(
      std::min(recipe.compile.size(), recipe.compile.rfind(" -c ") + 4));
  if (object.empty())
    throw std::runtime_error(
        fmt::format("ninja does not say how to build {}", exercise.id));
  replace_all(
      recipe.compile, source,
      fmt::format("{}/{}", Recipe::job, exercise.file().generic_string()));
  replace_all(recipe.compile, object, fmt::format("{}/answer.o", Recipe::job));
  const auto folder = tree / "grade" / exercise.id;
  recipe.link = read_file(folder / "link.txt");
  replace_all(recipe.link, " LINKER:", " -Wl,");
  recipe.judge = folder / "judge.o";
}

// Folders and libraries outside of the system's own that the commands name.
std::vector<fs::path> outside_paths(const Base& base) {
  std::set<fs::path> found;
  for (const auto& recipe : base.recipes)
    for (const auto& command : {recipe.compile, recipe.link}) {
      std::istringstream words(command);
      for (std::string word; words >> word;) {
        if (const auto at = word.find('/'); at != 0 && word.starts_with("-"))
          word.erase(0, at);
        std::error_code none;
        if (!word.starts_with('/') || !fs::exists(word, none)) continue;
        const auto path = fs::path(word).lexically_normal();
        const auto text = path.string();
        const auto under = [&](const fs::path& root) {
          return text.starts_with(root.string() + "/");
        };
        if (!under("/usr") && !under("/bin") && !under("/lib") &&
            !under(base.source) && !under(base.tree))
          found.insert(path);
      }
    }
  return {found.begin(), found.end()};
}

}  // namespace

TestCases find_test_cases(std::string_view text, int steps) {
  TestCases cases;
  cases.names.resize(static_cast<std::size_t>(steps));
  cases.source.resize(static_cast<std::size_t>(steps));
  constexpr std::string_view macro = "\nTEST_CASE(";
  for (std::size_t at = 0; (at = text.find(macro, at)) != text.npos;) {
    const auto begin = at + 1;
    at += macro.size();
    // A test under #ifndef replaces one that needs a feature of the system, and
    // this system has the feature: skip it.
    const auto absent = text.rfind("\n#ifndef ", begin);
    if (absent != text.npos && std::min(text.find("\n#else", absent),
                                        text.find("\n#endif", absent)) > begin)
      continue;
    // Its string literals, adjacent ones joined; a comma ends the first.
    std::vector<std::string> arguments(1);
    for (bool inside = false; at < text.size(); ++at) {
      const char c = text[at];
      if (c == '\\' && inside)
        arguments.back() += text[++at];
      else if (c == '"')
        inside = !inside;
      else if (inside)
        arguments.back() += c;
      else if (c == ',')
        arguments.emplace_back();
      else if (c == ')')
        break;
    }
    const auto end = std::min(text.find("\n}\n", at), text.size() - 2) + 3;
    for (int step = 1; step <= steps; ++step)
      if (arguments.size() == 2 &&
          arguments[1].find(fmt::format("[step{}]", step)) !=
              std::string::npos) {
        const auto index = static_cast<std::size_t>(step) - 1;
        cases.names[index].push_back(arguments[0]);
        cases.source[index] += text.substr(begin, end - begin);
      }
  }
  return cases;
}

namespace {

// Held while this object lives, by one process at a time; the system lets it go
// with its owner.
class Lock {
 public:
  explicit Lock(const fs::path& file)
      : file_(::open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600)) {
    if (file_ < 0)
      throw std::system_error(errno, std::generic_category(), file.string());
  }
  ~Lock() { ::close(file_); }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

  bool try_take() const { return ::flock(file_, LOCK_EX | LOCK_NB) == 0; }

 private:
  int file_;
};

}  // namespace

asio::awaitable<Base> prepare_base(Exercises all, Exercises chosen,
                                   fs::path tree) {
  Base base;
  base.all = all;
  const auto folder = tree / "grade";
  fs::create_directories(folder / "workbook");
  // Two graders at once build it one after the other.
  const Lock lock(folder / "lock");
  asio::steady_timer pause(co_await asio::this_coro::executor);
  while (!lock.try_take()) {
    pause.expires_after(std::chrono::milliseconds(200));
    co_await pause.async_wait(asio::use_awaitable);
  }
  base.source = fs::canonical(folder) / "workbook";
  base.tree = fs::canonical(folder) / "tree";
  synchronise(base.source, all);
  // Without bubblewrap, and as root, submissions are other users: the tests are
  // not theirs to read.
  if (::geteuid() == 0)
    fs::permissions(base.source / "tests", fs::perms::owner_all);

  // With the compiler and the libraries of that tree, and the flags of the
  // learner's.
  std::vector<std::string> configure = {
      "cmake", "-S", base.source.string(), "-B", base.tree.string(), "-G",
      "Ninja", "-DWORKBOOK_GRADE=ON",
      // gold, or else the compiler's own linker: see Grade.cmake.
      "-DWORKBOOK_LINKER_mold=OFF", "-DWORKBOOK_LINKER_lld=OFF"};
  for (auto name :
       {"CMAKE_BUILD_TYPE", "CMAKE_CXX_COMPILER", "CMAKE_TOOLCHAIN_FILE",
        "ASIO_INCLUDE_DIR", "Catch2_DIR", "fmt_DIR",
        "CMAKE_DISABLE_FIND_PACKAGE_Catch2", "CMAKE_DISABLE_FIND_PACKAGE_fmt",
        "FETCHCONTENT_BASE_DIR", "FETCHCONTENT_SOURCE_DIR_ASIO",
        "FETCHCONTENT_SOURCE_DIR_CATCH2", "FETCHCONTENT_SOURCE_DIR_FMT"})
    if (const auto value = cached(tree, name);
        !value.empty() && !value.ends_with("NOTFOUND"))
      configure.push_back(fmt::format("-D{}={}", name, value));
  base.version = mark_of(base.source, configure);
  // Configured already, just so: Ninja sees by itself what else has changed.
  const auto configured = base.tree / "configured";
  if (!fs::exists(base.tree / "build.ninja") || !fs::exists(configured) ||
      read_file(configured) != base.version) {
    fs::remove(configured);
    co_await must_run(configure);
    workbook::write_file(configured, base.version);
  }

  std::vector<std::string> build = {"cmake",
                                    "--build",
                                    base.tree.string(),
                                    "--target",
                                    "workbook_precompiled",
                                    "grade_given"};
  for (const auto& exercise : chosen) build.push_back(exercise.id + "_judge");
  co_await must_run(build);

  const auto commands = co_await ask_ninja(base.tree, chosen);
  base.given = base.tree / "grade/given.o";
  base.system = base.tree / "grade/system.names";
  for (const auto& exercise : chosen) {
    Recipe recipe;
    recipe.exercise = exercise;
    auto cases = find_test_cases(read_file(base.source / exercise.tests()),
                                 exercise.steps);
    recipe.cases = std::move(cases.names);
    recipe.source = std::move(cases.source);
    for (const auto& names : recipe.cases)
      if (names.empty())
        throw std::runtime_error(fmt::format("{}: a step without a test case",
                                             exercise.tests().string()));
    find_commands(base.tree, commands, recipe);
    base.recipes.push_back(std::move(recipe));
  }
  base.needed = outside_paths(base);
  co_return base;
}

}  // namespace grader
