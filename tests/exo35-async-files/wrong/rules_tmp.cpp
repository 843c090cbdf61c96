// Calls the draft NAME.tmp, whoever has a file of that name.
// breaks: "No other file is touched or left in the folder, whatever its name"
// step: 2
// lesson: someone-elses-file
#include "async_files.hpp"

#define write_file reference_write_file
#include <solutions/exo35-async-files/async_files.cpp>
#undef write_file

namespace {
namespace fs = std::filesystem;
asio::awaitable<void> put(fs::path path, std::string content) {
  const fs::path draft = path.string() + ".tmp";
  try {
    std::ofstream file(draft, std::ios::binary);
    file << content;
    file.close();
    if (!file) throw exo35::failure("cannot write", path);
    fs::rename(draft, path);
  } catch (...) {
    std::error_code ignored;
    fs::remove(draft, ignored);
    throw;
  }
  co_return;
}
}  // namespace

asio::awaitable<void> exo35::write_file(Clerks& clerks, fs::path path,
                                        std::string content) {
  co_await asio::co_spawn(clerks, put(path, content), asio::use_awaitable);
}
