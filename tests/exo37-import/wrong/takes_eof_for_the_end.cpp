// Ends at an error that is called "End of file".
// breaks: "What is thrown by the disk, the ledger, `parse` or the sink comes"
// step: 1
// lesson: failure-lost
#include <exo37-import/plain_import.hpp>

namespace exo37 {

namespace {

asio::awaitable<std::string> read_lines(std::shared_ptr<plain::Source> source) {
  try {
    co_return co_await plain::read_lines(source);
  } catch (const asio::system_error& error) {
    if (error.code() != asio::error::eof) throw;
  }
  co_return "";
}

}  // namespace

asio::awaitable<void> each_line(Clerks clerks, Disk& disk, fs::path path,
                                Sink sink) {
  return plain::each_line(clerks, disk, std::move(path), std::move(sink),
                          read_lines);
}

}  // namespace exo37
