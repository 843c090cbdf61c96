#include "pristine.hpp"

#include <sstream>
#include <stdexcept>
#include <system_error>

#include "common/files.hpp"
#include "common/process.hpp"
#include "common/say.hpp"
#include "record.hpp"

namespace companion {

namespace {

asio::awaitable<std::optional<std::string>> git(
    std::vector<std::string> arguments) {
  Command command;
  command.words = {"git"};
  command.with_errors = false;
  for (auto& word : arguments) command.words.push_back(std::move(word));
  try {
    const auto ended = co_await run(command);
    if (ended.status == 0) co_return ended.output;
  } catch (const std::system_error&) {
    // No git on this machine: the copy will do.
  }
  co_return std::nullopt;
}

// A name beside the file that nothing has yet: join.cpp.1, join.cpp.2 ...
fs::path free_name(const fs::path& file) {
  for (int number = 1;; ++number) {
    fs::path name = file;
    name += "." + std::to_string(number);
    if (!fs::exists(name)) return name;
  }
}

}  // namespace

asio::awaitable<std::optional<std::string>> pristine(Exercise exercise) {
  const auto file = exercise.file().generic_string();
  std::vector<std::string> arguments = {"log", "--format=%H", "--", file};
  if (const auto history = co_await git(arguments)) {
    std::istringstream commits(*history);
    for (std::string commit; commits >> commit;) {
      arguments = {"show", commit + ":./" + file};
      const auto text = co_await git(arguments);
      if (text && is_stub(exercise, *text)) co_return text;
    }
  }
  const auto copy = tree / "companion" / "stubs" / (exercise.id + ".cpp");
  if (fs::exists(copy)) co_return read_file(copy);
  co_return std::nullopt;
}

asio::awaitable<std::string> reset(Exercise exercise) {
  const auto stub = co_await pristine(exercise);
  if (!stub)
    throw std::runtime_error(
        say({"the stub of {} is nowhere to be found: neither git nor "
             "build/learn has it. Your file stays as it is.",
             "l'ébauche de {} est introuvable : ni git ni build/learn ne "
             "l'ont. Votre fichier reste tel quel."},
            exercise.id));
  const auto file = exercise.file();
  std::string kept;
  if (fs::exists(file)) {
    if (read_file(file) == *stub) co_return kept;
    const auto name = free_name(file);
    fs::copy_file(file, name);
    kept = name.generic_string();
  }
  write_file(file, *stub);
  co_return kept;
}

std::string undo(const Exercise& exercise) {
  const auto file = exercise.file();
  fs::path newest;
  for (int number = 1; fs::exists(file.string() + '.' + std::to_string(number));
       ++number)
    newest = file.string() + '.' + std::to_string(number);
  if (newest.empty()) return "";
  const auto kept = read_file(newest);
  if (fs::exists(file) && !is_stub(exercise, read_file(file)))
    fs::copy_file(file, free_name(file));
  write_file(file, kept);
  fs::remove(newest);
  return newest.generic_string();
}

}  // namespace companion
