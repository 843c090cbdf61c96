// Notices at the next call that there was enough.
// breaks: "Its source is destroyed when the last of them is given, not
//   later."
// step: 1
// lesson: source-kept
#include "streams.hpp"

#define take reference_take
#include <solutions/exo45-streams/streams.cpp>
#undef take

namespace exo45 {

namespace {

class Late : public Source<Scan> {
 public:
  Late(Stream<Scan> source, std::size_t count) : left_(count) {
    if (count > 0) source_.emplace(std::move(source));
  }

  asio::awaitable<std::optional<Scan>> next() override {
    if (left_ == 0) co_return std::nullopt;
    --left_;
    co_return co_await source_->next();
  }

 private:
  std::optional<Stream<Scan>> source_;
  std::size_t left_;
};

}  // namespace

Stream<Scan> take(Stream<Scan> source, std::size_t count) {
  return Stream<Scan>(std::make_unique<Late>(std::move(source), count));
}

}  // namespace exo45
