// Asks the stream before close(): the last bytes are still in its buffer.
// breaks: "A failure leaves everything as it was, and is an exception."
// step: 2
// lesson: write-not-checked
#include "async_files.hpp"

#define write_file reference_write_file
#include <solutions/exo35-async-files/async_files.cpp>
#undef write_file

namespace {
namespace fs = std::filesystem;
asio::awaitable<void> put(fs::path path, std::string content) {
  const auto draft = exo35::draft_of(path);
  try {
    std::ofstream file(draft, std::ios::binary);
    file << content;
    if (!file) throw exo35::failure("cannot write", path);
    file.close();
    fs::rename(draft, path);
  } catch (...) {
    fs::remove(draft);
    throw;
  }
  co_return;
}
}  // namespace

asio::awaitable<void> exo35::write_file(Clerks& clerks, fs::path path,
                                        std::string content) {
  co_await asio::co_spawn(clerks, put(path, content), asio::use_awaitable);
}
