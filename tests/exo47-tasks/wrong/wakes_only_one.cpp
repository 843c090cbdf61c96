// A new task wakes one of those who wait; if that one has gone, nobody else.
// breaks: "It waits while there is no task, and returns in the very moment
//   when one is put or comes back."
// step: 1
// lesson: waits-in-vain
#include "tasks.hpp"

#include <algorithm>
#include <asio/error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <deque>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <workbook/asio.hpp>

namespace exo47 {

namespace {

using Clock = asio::steady_timer::clock_type;

asio::awaitable<void> throw_if_cancelled() {
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw asio::system_error(asio::error::operation_aborted);
}

struct Task {
  std::string text;
  Entry::State state = Entry::waiting;
  int takings = 0;
  std::uint64_t token = 0;
  std::string who;
  Clock::time_point ends;
};

}  // namespace

struct Broker::State {
  State(asio::any_io_executor executor, Terms terms, Paper* paper)
      : terms(terms), paper(paper), bell(executor, Clock::time_point::max()) {}

  const Terms terms;
  Paper* const paper;
  bool failed = false;
  std::map<std::string, Task> tasks;
  std::deque<std::string> waiting;
  std::uint64_t last_token = 0;
  asio::steady_timer bell;

  void write(const std::string& text) {
    if (!paper) return;
    try {
      paper->append(workbook::sealed(text));
      paper->sync();
    } catch (...) {
      failed = true;
      throw;
    }
  }

  void put(const std::string& id, const std::string& text) {
    tasks[id].text = text;
    waiting.push_back(id);
  }
  void lend(const std::string& id, std::uint64_t token,
            const std::string& who) {
    std::erase(waiting, id);
    auto& task = tasks.at(id);
    task.state = Entry::leased;
    task.token = last_token = token;
    task.who = who;
    task.ends = Clock::now() + terms.visibility;
    ++task.takings;
  }
  void finish(const std::string& id) { tasks.at(id).state = Entry::done; }

  void replay(const std::string& record) {
    std::istringstream words(record);
    std::string what, id, rest;
    std::uint64_t token = 0;
    words >> what >> id;
    if (what == "put") {
      std::getline(words.ignore(1), rest);
      put(id, rest);
    } else if (what == "lend") {
      words >> token >> rest;
      lend(id, token, rest);
    } else {
      finish(id);
    }
  }

  void recover() {
    const auto bytes = paper->read();
    std::string_view rest = bytes;
    for (;;) {
      const auto record = workbook::record_of(rest);
      if (record.damaged)
        throw std::runtime_error("the journal is damaged at byte " +
                                 std::to_string(bytes.size() - rest.size()));
      if (!record.size) break;
      replay(record.text);
      rest.remove_prefix(record.size);
    }
    if (!rest.empty()) paper->truncate(bytes.size() - rest.size());
    paper->sync();
  }

  void look_at_the_clock() {
    if (failed) throw workbook::PaperFailure("the journal has failed before");
    const auto now = Clock::now();
    bool changed = false;
    for (auto& [id, task] : tasks) {
      if (task.state != Entry::leased || task.ends > now) continue;
      const bool poison = task.takings >= terms.most_takings;
      task.state = poison ? Entry::aside : Entry::waiting;
      if (!poison) waiting.push_back(id);
      changed = true;
    }
    if (changed) ring();
  }

  void ring() {
    auto next = Clock::time_point::max();
    for (const auto& [id, task] : tasks)
      if (task.state == Entry::leased) next = std::min(next, task.ends);
    bell.expires_at(next);
  }

  Task* held(const std::string& id, std::uint64_t token) {
    look_at_the_clock();
    const auto found = tasks.find(id);
    const bool holds = found != tasks.end() &&
                       found->second.state == Entry::leased &&
                       found->second.token == token;
    return holds ? &found->second : nullptr;
  }
};

Broker::Broker(asio::any_io_executor executor, Terms terms, Paper* paper)
    : state_(std::make_shared<State>(executor, terms, paper)) {
  if (paper) state_->recover();
  state_->ring();
}

void Broker::put(std::string id, std::string text) {
  state_->look_at_the_clock();
  if (state_->tasks.contains(id)) return;
  state_->write("put " + id + ' ' + text);
  state_->put(id, text);
  state_->bell.cancel_one();
}

asio::awaitable<Lease> Broker::take(std::string who) {
  const auto state = state_;
  for (;;) {
    co_await throw_if_cancelled();
    state->look_at_the_clock();
    if (!state->waiting.empty()) break;
    co_await state->bell.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  const auto id = state->waiting.front();
  const auto token = state->last_token + 1;
  state->write("lend " + id + ' ' + std::to_string(token) + ' ' + who);
  state->lend(id, token, who);
  state->ring();
  Lease lease{id, state->tasks.at(id).text, token, state->terms.visibility};
  co_return lease;
}

bool Broker::keep(std::string id, std::uint64_t token) {
  const auto task = state_->held(id, token);
  if (!task) return false;
  task->ends = Clock::now() + state_->terms.visibility;
  state_->ring();
  return true;
}

bool Broker::done(std::string id, std::uint64_t token) {
  if (!state_->held(id, token)) return false;
  state_->write("done " + id);
  state_->finish(id);
  state_->ring();
  return true;
}

std::vector<Entry> Broker::list() {
  state_->look_at_the_clock();
  std::vector<Entry> entries;
  for (const auto& [id, task] : state_->tasks) {
    Entry entry{id, task.state, task.takings, task.token, {}, task.who};
    if (task.state == Entry::leased)
      entry.left = std::chrono::ceil<std::chrono::milliseconds>(task.ends -
                                                                Clock::now());
    entries.push_back(entry);
  }
  return entries;
}

}  // namespace exo47
