// Hands on the answers once all are there.
// breaks: "Each answer is handed on as soon as it arrives, whoever is still
//   thinking"
// step: 4
// lesson: collects-first
#include "join.hpp"

#include <utility>
#include <vector>

asio::awaitable<void> exo31::ask_each(std::vector<Shop> shops,
                                      const Report& report) {
  const auto answers = co_await ask_all_or_none(std::move(shops));
  for (std::size_t i = 0; i < answers.size(); ++i) report(i, answers[i]);
}
