// Gives away what each read gave, up to its last byte.
// breaks: "Each line comes whole, in the order of the file"
// step: 1
// lesson: record-cut-in-two
#include <exo37-import/plain_import.hpp>

namespace exo37 {

namespace {

asio::awaitable<std::string> read_some(std::shared_ptr<plain::Source> source) {
  plain::Source& its = *source;
  if (!its.file) its.file = its.disk.open(its.path, its.from);
  co_return its.file->read(64 * 1024);
}

}  // namespace

asio::awaitable<void> each_line(Clerks clerks, Disk& disk, fs::path path,
                                Sink sink) {
  return plain::each_line(clerks, disk, std::move(path), std::move(sink),
                          read_some);
}

}  // namespace exo37
