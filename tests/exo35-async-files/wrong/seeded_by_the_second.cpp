// Seeds its generator with the second on the clock: two programs that are
// started together have the same drafts.
// breaks: "No other file is touched or left in the folder, whatever its name"
// step: 2
// lesson: same-name-twice
#include "async_files.hpp"

#include <ctime>
#include <mutex>

#define draft_of reference_draft_of
#define store reference_store
#define write_file reference_write_file
#include <solutions/exo35-async-files/async_files.cpp>
#undef draft_of
#undef store
#undef write_file

exo35::fs::path draft_of(exo35::fs::path path) {
  static std::mutex mutex;
  static std::mt19937 random(
      static_cast<std::mt19937::result_type>(std::time(nullptr)));
  const std::scoped_lock lock(mutex);
  return path.replace_filename(std::to_string(random()) + ".draft");
}

asio::awaitable<void> store(exo35::fs::path path, std::string content) {
  const auto draft = draft_of(path);
  try {
    std::ofstream file(draft, std::ios::binary);
    file << content;
    file.close();
    if (!file) throw exo35::failure("cannot write", path);
    exo35::fs::rename(draft, path);
  } catch (...) {
    std::error_code ignored;
    exo35::fs::remove(draft, ignored);
    throw;
  }
  co_return;
}

asio::awaitable<void> exo35::write_file(Clerks& clerks, fs::path path,
                                        std::string content) {
  co_await asio::co_spawn(clerks, ::store(path, content), until_done());
}
