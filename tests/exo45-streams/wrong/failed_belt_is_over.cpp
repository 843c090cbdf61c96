// A belt that fails is a belt that has ended.
// breaks: "What a source or a function throws, next() throws: the very
//   exception, and after everything that came before it."
// step: 3
// lesson: error-becomes-end
#include "streams.hpp"

#define merge reference_merge
#include <solutions/exo45-streams/streams.cpp>
#undef merge

namespace exo45 {

namespace {

class Tolerant : public Source<Scan> {
 public:
  explicit Tolerant(std::vector<Stream<Scan>> sources) {
    for (auto& source : sources) readers_.emplace_back(std::move(source));
  }

  asio::awaitable<std::optional<Scan>> next() override {
    const auto executor = co_await asio::this_coro::executor;
    if (!bell_) bell_ = std::make_shared<Bell>(executor);
    while (!readers_.empty()) {
      auto first = readers_.end();
      for (auto it = readers_.begin(); it != readers_.end(); ++it) {
        it->ask(executor, bell_);
        if (it->done() &&
            (first == readers_.end() || it->done() < first->done()))
          first = it;
      }
      if (first == readers_.end()) {
        co_await ring(bell_->timer);
        continue;
      }
      std::optional<Scan> scan;
      if (!first->failed()) scan = first->take();
      if (scan) co_return scan;
      readers_.erase(first);
    }
    co_return std::nullopt;
  }

 private:
  std::list<Reader<Scan>> readers_;
  std::shared_ptr<Bell> bell_;
};

}  // namespace

Stream<Scan> merge(std::vector<Stream<Scan>> sources) {
  return Stream<Scan>(std::make_unique<Tolerant>(std::move(sources)));
}

}  // namespace exo45
