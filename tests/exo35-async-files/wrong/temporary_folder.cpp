// Writes the draft in the folder for temporary files.
// breaks: "Nothing is written in any other folder."
// step: 2
// lesson: other-folder
#include "async_files.hpp"

#define write_file reference_write_file
#include <solutions/exo35-async-files/async_files.cpp>
#undef write_file

namespace {
namespace fs = std::filesystem;
asio::awaitable<void> put(fs::path path, std::string content) {
  fs::path draft = path;
  try {
    draft = fs::temp_directory_path() / exo35::draft_of(path).filename();
    std::ofstream file(draft, std::ios::binary);
    file << content;
    file.close();
    if (!file) throw exo35::failure("cannot write", path);
    fs::rename(draft, path);
  } catch (...) {
    std::error_code ignored;
    if (draft != path) fs::remove(draft, ignored);
    throw;
  }
  co_return;
}
}  // namespace

asio::awaitable<void> exo35::write_file(Clerks& clerks, fs::path path,
                                        std::string content) {
  co_await asio::co_spawn(clerks, put(path, content), asio::use_awaitable);
}
