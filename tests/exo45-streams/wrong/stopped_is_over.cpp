// A belt whose error has the code of those who are told to stop has ended.
// breaks: "What a source or a function throws, next() throws: the very
//   exception, and after everything that came before it."
// step: 3
// lesson: error-becomes-end
#include <asio/error.hpp>
#include <exo45-streams/plain_merge.hpp>
#include <system_error>

namespace exo45 {

namespace {

struct StoppedIsOver : plain::Merge {
  using Merge::Merge;

  std::optional<Scan> take(plain::Reader<Scan>& reader) override {
    try {
      return reader.take();
    } catch (const std::system_error& error) {
      if (error.code() != asio::error::operation_aborted) throw;
      return std::nullopt;
    }
  }
};

}  // namespace

Stream<Scan> merge(std::vector<Stream<Scan>> sources) {
  return plain::merge<StoppedIsOver>(std::move(sources));
}

}  // namespace exo45
