// Leaves empty answers out of the plan.
// breaks: "Returns "TOWN, SHELF, ROAD", the three answers as they are."
// step: 2
// lesson: empty-is-an-answer
#include "errors.hpp"

#include <string>

asio::awaitable<exo36::Result<std::string>> exo36::plan(Line& registry,
                                                        Line& depot,
                                                        Line& roads) {
  std::string text;
  for (Line* line : {&registry, &depot, &roads}) {
    const auto answer = co_await hear(*line);
    if (!answer) co_return answer.error();
    if (!text.empty()) text += ", ";
    text += answer.value();
  }
  co_return text;
}
