// Lets && make one exception of two.
// breaks: "What is thrown by the disk, the ledger, `parse` or the sink comes"
// step: 2
// lesson: failure-lost
#include <exo37-import/plain_import.hpp>

namespace exo37 {

namespace {

using namespace asio::experimental::awaitable_operators;

asio::awaitable<void> digest(Clerks clerks, Parse parse, std::string lines,
                             const Sink& sink) {
  auto rows = co_await asio::co_spawn(
      clerks, plain::make_rows(std::move(parse), std::move(lines)),
      plain::until_done());
  co_await sink(std::move(rows));
}

// Waits for both, whatever fails.
struct Both {
  std::exception_ptr read, digested;
};

asio::awaitable<std::string> next(Clerks clerks,
                                  std::shared_ptr<plain::Source> source,
                                  Both& both) {
  try {
    co_return co_await asio::co_spawn(clerks, plain::read_lines(source),
                                      plain::until_done());
  } catch (...) {
    both.read = std::current_exception();
  }
  co_return "";
}

asio::awaitable<void> digest_too(Clerks clerks, Parse parse, std::string lines,
                                 const Sink& sink, Both& both) {
  try {
    co_await digest(clerks, std::move(parse), std::move(lines), sink);
  } catch (...) {
    both.digested = std::current_exception();
  }
}

}  // namespace

asio::awaitable<void> import_file(Clerks clerks, Disk& disk, fs::path path,
                                  Parse parse, Sink sink) {
  const auto source = plain::source_of(disk, std::move(path));
  Both both;
  auto lines = co_await next(clerks, source, both);
  while (!lines.empty()) {
    lines = co_await (next(clerks, source, both) &&
                      digest_too(clerks, parse, std::move(lines), sink, both));
    if (both.read && both.digested)
      throw std::runtime_error("reading and parsing have failed");
    if (both.digested) std::rethrow_exception(both.digested);
  }
  co_await plain::throw_if_cancelled();
  if (both.read) std::rethrow_exception(both.read);
}

}  // namespace exo37
