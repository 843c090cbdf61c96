// Whatever is thrown, the stream has ended.
// breaks: "What a source or a function throws, next() throws: the very
//   exception, and after everything that came before it."
// step: 1
// lesson: error-becomes-end
#include "streams.hpp"

#define filter reference_filter
#include <solutions/exo45-streams/streams.cpp>
#undef filter

namespace exo45 {

namespace {

class Calm : public Source<Scan> {
 public:
  Calm(Stream<Scan> source, std::function<bool(const Scan&)> wanted)
      : source_(std::move(source)), wanted_(std::move(wanted)) {}

  asio::awaitable<std::optional<Scan>> next() override {
    try {
      while (auto scan = co_await source_.next())
        if (wanted_(*scan)) co_return scan;
    } catch (...) {
    }
    co_return std::nullopt;
  }

 private:
  Stream<Scan> source_;
  std::function<bool(const Scan&)> wanted_;
};

}  // namespace

Stream<Scan> filter(Stream<Scan> source,
                    std::function<bool(const Scan&)> wanted) {
  return Stream<Scan>(
      std::make_unique<Calm>(std::move(source), std::move(wanted)));
}

}  // namespace exo45
