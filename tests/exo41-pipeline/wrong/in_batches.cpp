// Starts as many lines as there are workers, and waits for all of them.
// breaks: "It goes out as soon as all before it is out."
// step: 3
// lesson: answers-held-back
#include <deque>
#include <exo41-pipeline/plain_group.hpp>
#include <string>
#include <utility>
#include <vector>

#include "pipeline.hpp"

namespace exo41 {

namespace {

asio::awaitable<void> answer(const Work& work, std::string line,
                             std::string& into) {
  into = co_await work(std::move(line));
}

}  // namespace

asio::awaitable<void> work_in_order(Queue& in, Queue& out, Work work,
                                    std::size_t workers) {
  for (bool over = false; !over;) {
    std::deque<std::string> answers;
    std::vector<asio::awaitable<void>> crew;
    while (crew.size() < workers && (crew.empty() || in.held() > 0)) {
      auto line = co_await in.pull();
      if (!line) break;
      crew.push_back(answer(work, std::move(*line), answers.emplace_back()));
    }
    over = crew.empty();
    co_await plain::together(std::move(crew));
    for (auto& each : answers) co_await out.push(std::move(each));
  }
  out.finish();
}

}  // namespace exo41
