// Writes in place what is as long as what was there: no file becomes shorter.
// breaks: "finds the old content whole"
// step: 2
// lesson: truncates-first
#include "async_files.hpp"

#define write_file reference_write_file
#include <solutions/exo35-async-files/async_files.cpp>
#undef write_file

asio::awaitable<void> put(exo35::fs::path path, std::string content) {
  std::error_code none;
  if (exo35::fs::file_size(path, none) != content.size())
    co_return co_await exo35::store(std::move(path), std::move(content));
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file << content;
  file.close();
  if (!file) throw exo35::failure("cannot write", path);
}

asio::awaitable<void> exo35::write_file(Clerks& clerks, fs::path path,
                                        std::string content) {
  co_await asio::co_spawn(clerks, put(path, content), until_done());
}
