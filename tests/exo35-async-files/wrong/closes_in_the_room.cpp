// A clerk opens and writes the draft; the room closes it, which writes what is
// left in the buffer.
// breaks: "Every call that may have to wait for the disk"
// step: 2
// lesson: blocks-the-room
#include "async_files.hpp"

#define write_file reference_write_file
#include <solutions/exo35-async-files/async_files.cpp>
#undef write_file

asio::awaitable<void> put(exo35::fs::path draft, const std::string& content,
                          std::ofstream& file) {
  file.open(draft, std::ios::binary);
  file << content;
  co_return;
}

asio::awaitable<void> place(exo35::fs::path draft, exo35::fs::path path,
                            bool good) {
  try {
    if (!good) throw exo35::failure("cannot write", path);
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
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto draft = draft_of(path);
  std::ofstream file;
  co_await asio::co_spawn(clerks, put(draft, content, file), until_done());
  file.close();
  co_await asio::co_spawn(clerks, place(draft, path, file.good()),
                          until_done());
}
