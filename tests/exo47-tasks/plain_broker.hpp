// For wrong answers: a broker that is right, in pieces. Each answer does one of
// these pieces in its own way, and says which broker is the one.
//
//   struct KeepsNothing : plain::Desk {
//     using Desk::Desk;
//     void keep(plain::Task&) override {}
//   };
//
//   std::unique_ptr<plain::Desk> plain::open_desk(const Opening& opening) {
//     return std::make_unique<KeepsNothing>(opening);
//   }
//
// The functions of Broker are defined here, and not inline: a program has one
// of these answers, and the linker takes them before those of the reference.
#pragma once

#include <algorithm>
#include <asio/any_io_executor.hpp>
#include <asio/error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>

#include "tasks.hpp"

namespace exo47 {

namespace plain {

using Clock = asio::steady_timer::clock_type;

inline asio::awaitable<void> throw_if_cancelled() {
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

// What a broker is made of.
struct Opening {
  asio::any_io_executor executor;
  Terms terms;
  Paper* paper;
};

struct Desk {
  explicit Desk(const Opening& opening)
      : terms(opening.terms),
        paper(opening.paper),
        bell(opening.executor, Clock::time_point::max()) {}
  virtual ~Desk() = default;

  // ---- The journal

  void write(const std::string& text) {
    if (!paper) return;
    try {
      paper->append(workbook::sealed(text));
      make_safe();
    } catch (...) {
      has_failed();
      throw;
    }
  }
  virtual void make_safe() { paper->sync(); }
  virtual void has_failed() { failed = true; }

  void recover() {
    const auto bytes = paper->read();
    std::string_view rest = bytes;
    for (;;) {
      const auto record = workbook::record_of(rest);
      if (record.damaged) is_damaged(bytes.size() - rest.size());
      if (record.damaged || !record.size) break;
      replay(record.text);
      rest.remove_prefix(record.size);
    }
    if (!rest.empty()) half_written(bytes.size() - rest.size());
    found();
  }
  virtual void is_damaged(std::size_t at) {
    throw std::runtime_error("the journal is damaged at byte " +
                             std::to_string(at));
  }
  virtual void half_written(std::size_t at) { paper->truncate(at); }
  virtual void found() { paper->sync(); }

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
      was_lent(id, token, rest);
    } else {
      finish(id);
    }
  }
  virtual void was_lent(const std::string& id, std::uint64_t token,
                        const std::string& who) {
    lend(id, token, who);
  }

  // ---- The tasks

  virtual bool knows(const std::string& id) { return tasks.contains(id); }
  void put(const std::string& id, const std::string& text) {
    tasks[id].text = text;
    waiting.push_back(id);
  }
  // Somebody who waits may have one now.
  virtual void one_has_come() { ring(); }

  virtual std::uint64_t next_token(const Task&) { return last_token + 1; }
  void lend(const std::string& id, std::uint64_t token,
            const std::string& who) {
    std::erase(waiting, id);
    auto& task = tasks.at(id);
    task.state = Entry::leased;
    task.token = last_token = token;
    task.who = who;
    task.ends = end_of_lease();
    ++task.takings;
  }
  virtual Clock::time_point end_of_lease() {
    return Clock::now() + terms.visibility;
  }
  virtual std::chrono::milliseconds left(const Task& task) {
    return std::chrono::ceil<std::chrono::milliseconds>(task.ends -
                                                        Clock::now());
  }
  virtual void keep(Task& task) {
    task.ends = end_of_lease();
    ring();
  }
  virtual void finish(const std::string& id) {
    tasks.at(id).state = Entry::done;
  }

  Task* held(const std::string& id, std::uint64_t token) {
    look_at_the_clock();
    const auto found = tasks.find(id);
    if (found == tasks.end() || found->second.token != token) return nullptr;
    return is_lent(found->second) ? &found->second : nullptr;
  }
  virtual bool is_lent(const Task& task) { return task.state == Entry::leased; }

  // ---- The time

  void look_at_the_clock() {
    if (failed) throw workbook::PaperFailure("the journal has failed before");
    const auto now = Clock::now();
    bool changed = false;
    for (auto& [id, task] : tasks) {
      if (task.state != Entry::leased || task.ends > now) continue;
      time_is_up(id, task);
      changed = true;
    }
    if (changed) ring();
  }
  virtual void time_is_up(const std::string& id, Task& task) {
    const bool poison = task.takings >= terms.most_takings;
    task.state = poison ? Entry::aside : Entry::waiting;
    if (!poison) waiting.push_back(id);
  }

  // Leases that the journal knows of end, too.
  virtual void begin() { ring(); }

  // Wakes those who wait, now and when the next lease ends.
  virtual void ring() {
    auto next = Clock::time_point::max();
    for (const auto& [id, task] : tasks)
      if (task.state == Entry::leased) next = std::min(next, task.ends);
    bell.expires_at(next);
  }

  const Terms terms;
  Paper* const paper;
  bool failed = false;
  std::map<std::string, Task> tasks;
  std::deque<std::string> waiting;
  std::uint64_t last_token = 0;
  asio::steady_timer bell;
};

// The one of the answer.
std::unique_ptr<Desk> open_desk(const Opening& opening);

}  // namespace plain

struct Broker::State {
  const std::unique_ptr<plain::Desk> desk;
};

Broker::Broker(asio::any_io_executor executor, Terms terms, Paper* paper)
    : state_(new State{plain::open_desk({executor, terms, paper})}) {
  if (paper) state_->desk->recover();
  state_->desk->begin();
}

void Broker::put(std::string id, std::string text) {
  auto& desk = *state_->desk;
  desk.look_at_the_clock();
  if (desk.knows(id)) return;
  desk.write("put " + id + ' ' + text);
  desk.put(id, text);
  desk.one_has_come();
}

asio::awaitable<Lease> Broker::take(std::string who) {
  const auto state = state_;
  auto& desk = *state->desk;
  for (;;) {
    co_await plain::throw_if_cancelled();
    desk.look_at_the_clock();
    if (!desk.waiting.empty()) break;
    co_await desk.bell.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  const auto id = desk.waiting.front();
  const auto& task = desk.tasks.at(id);
  const auto token = desk.next_token(task);
  desk.write("lend " + id + ' ' + std::to_string(token) + ' ' + who);
  desk.lend(id, token, who);
  desk.ring();
  co_return Lease{id, task.text, token, desk.terms.visibility};
}

bool Broker::keep(std::string id, std::uint64_t token) {
  auto& desk = *state_->desk;
  const auto task = desk.held(id, token);
  if (!task) return false;
  desk.keep(*task);
  return true;
}

bool Broker::done(std::string id, std::uint64_t token) {
  auto& desk = *state_->desk;
  if (!desk.held(id, token)) return false;
  desk.write("done " + id);
  desk.finish(id);
  desk.ring();
  return true;
}

std::vector<Entry> Broker::list() {
  auto& desk = *state_->desk;
  desk.look_at_the_clock();
  std::vector<Entry> entries;
  for (const auto& [id, task] : desk.tasks) {
    Entry entry{id, task.state, task.takings, task.token, {}, task.who};
    if (task.state == Entry::leased) entry.left = desk.left(task);
    entries.push_back(entry);
  }
  return entries;
}

}  // namespace exo47
