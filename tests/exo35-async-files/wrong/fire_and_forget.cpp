// Posts the job to the pool, and returns before it is done.
// breaks: "Returns every byte as it is"
// step: 1
// lesson: returns-at-once
#include "async_files.hpp"

#include <asio/post.hpp>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

asio::awaitable<std::string> exo35::read_file(Clerks& clerks, fs::path path) {
  auto text = std::make_shared<std::string>();
  asio::post(clerks, [text, path] {
    std::ifstream file(path, std::ios::binary);
    text->assign(std::istreambuf_iterator<char>(file), {});
  });
  co_return *text;
}
