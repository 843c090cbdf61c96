// Leaves the draft behind when something fails.
// breaks: "A failure leaves everything as it was"
// step: 2
// lesson: temporary-left
#include "async_files.hpp"

#define write_file reference_write_file
#include <solutions/exo35-async-files/async_files.cpp>
#undef write_file

namespace {
namespace fs = std::filesystem;
asio::awaitable<void> put(fs::path path, std::string content) {
  const auto draft = exo35::draft_of(path);
  std::ofstream file(draft, std::ios::binary);
  file << content;
  file.close();
  if (!file) throw exo35::failure("cannot write", path);
  fs::rename(draft, path);
  co_return;
}
}  // namespace

asio::awaitable<void> exo35::write_file(Clerks& clerks, fs::path path,
                                        std::string content) {
  co_await asio::co_spawn(clerks, put(path, content), asio::use_awaitable);
}
