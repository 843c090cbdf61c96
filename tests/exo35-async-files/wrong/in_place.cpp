// Writes over the old document: it is lost before the new one is there.
// breaks: "Whoever opens it meanwhile finds the old content whole"
// step: 2
// lesson: truncates-first
#include "async_files.hpp"

#define write_file reference_write_file
#include <solutions/exo35-async-files/async_files.cpp>
#undef write_file

namespace {
namespace fs = std::filesystem;
asio::awaitable<void> put(fs::path path, std::string content) {
  std::ofstream file(path, std::ios::binary);
  file << content;
  file.close();
  if (!file) throw exo35::failure("cannot write", path);
  co_return;
}
}  // namespace

asio::awaitable<void> exo35::write_file(Clerks& clerks, fs::path path,
                                        std::string content) {
  co_await asio::co_spawn(clerks, put(path, content), asio::use_awaitable);
}
