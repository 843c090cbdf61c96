// Takes from the first belt that has something.
// breaks: "What came first is given first."
// step: 3
// lesson: belt-starved
#include "streams.hpp"

#define merge reference_merge
#include <solutions/exo45-streams/streams.cpp>
#undef merge

namespace exo45 {

namespace {

class Favourite : public Source<Scan> {
 public:
  explicit Favourite(std::vector<Stream<Scan>> sources) {
    for (auto& source : sources) readers_.emplace_back(std::move(source));
  }

  asio::awaitable<std::optional<Scan>> next() override {
    const auto executor = co_await asio::this_coro::executor;
    if (!bell_) bell_ = std::make_shared<Bell>(executor);
    while (!readers_.empty()) {
      auto first = readers_.end();
      for (auto it = readers_.begin(); it != readers_.end(); ++it) {
        it->ask(executor, bell_);
        if (it->done() && first == readers_.end()) first = it;
      }
      if (first == readers_.end()) {
        co_await ring(bell_->timer);
        continue;
      }
      auto scan = first->take();
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
  return Stream<Scan>(std::make_unique<Favourite>(std::move(sources)));
}

}  // namespace exo45
