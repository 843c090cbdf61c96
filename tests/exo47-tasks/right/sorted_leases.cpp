// Leases sorted by their ends, with one timer for the first of them, and one
// wake-up for each task. What may fail is made a value before it is raced.
#include "tasks.hpp"

#include <algorithm>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <deque>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <workbook/asio.hpp>

namespace exo47 {

namespace {

using Clock = asio::steady_timer::clock_type;

struct Task {
  std::string text;
  Entry::State state = Entry::waiting;
  int takings = 0;
  std::uint64_t token = 0;
  std::string who;
  Clock::time_point ends;
};

}  // namespace

// Nobody looks through all the tasks: leases are sorted by their ends, and one
// timer rings for the first of them. For a task, one of those who wait is
// woken.
struct Broker::State : std::enable_shared_from_this<Broker::State> {
  State(asio::any_io_executor executor, Terms terms, Paper* paper)
      : terms(terms), paper(paper), alarm(executor) {}

  Terms terms;
  Paper* paper;
  bool good = true;
  std::map<std::string, Task> tasks;
  std::deque<std::string> ready;
  std::set<std::pair<Clock::time_point, std::string>> leases;
  std::deque<asio::steady_timer*> sleepers;
  std::uint64_t newest = 0;
  asio::steady_timer alarm;

  void check() {
    if (!good) throw workbook::PaperFailure("nobody knows what is on it");
    while (!leases.empty() && leases.begin()->first <= Clock::now()) {
      const auto id = leases.begin()->second;
      leases.erase(leases.begin());
      auto& task = tasks.at(id);
      task.state = Entry::aside;
      if (task.takings < terms.most_takings) offer(id);
    }
  }

  void offer(const std::string& id) {
    tasks.at(id).state = Entry::waiting;
    ready.push_back(id);
    wake();
  }

  void wake() {
    if (ready.empty() || sleepers.empty()) return;
    sleepers.front()->cancel();
    sleepers.pop_front();
  }

  void set_alarm() {
    if (leases.empty()) return;
    alarm.expires_at(leases.begin()->first);
    alarm.async_wait([weak = weak_from_this()](asio::error_code error) {
      const auto self = weak.lock();
      if (error || !self || !self->good) return;
      self->check();
      self->set_alarm();
    });
  }

  template <class Change>
  void write_and(std::string record, Change change) {
    if (paper) {
      good = false;
      paper->append(workbook::sealed(record));
      paper->sync();
      good = true;
    }
    change();
    set_alarm();
  }

  void lend(const std::string& id, std::uint64_t token, std::string who) {
    auto& task = tasks.at(id);
    task.state = Entry::leased;
    task.token = newest = token;
    task.who = std::move(who);
    ++task.takings;
    prolong(id, task);
  }
  void prolong(const std::string& id, Task& task) {
    leases.erase({task.ends, id});
    task.ends = Clock::now() + terms.visibility;
    leases.emplace(task.ends, id);
  }
  void end(const std::string& id) {
    auto& task = tasks.at(id);
    leases.erase({task.ends, id});
    task.state = Entry::done;
  }

  Task* of(const std::string& id, std::uint64_t token) {
    check();
    const auto found = tasks.find(id);
    if (found == tasks.end() || found->second.state != Entry::leased ||
        found->second.token != token)
      return nullptr;
    return &found->second;
  }
};

Broker::Broker(asio::any_io_executor executor, Terms terms, Paper* paper)
    : state_(std::make_shared<State>(executor, terms, paper)) {
  if (!paper) return;
  auto rest = paper->read();
  auto size = rest.size();
  for (auto record = workbook::record_of(rest); record.size;
       record = workbook::record_of(rest)) {
    if (record.damaged) throw std::runtime_error("damaged");
    const auto& text = record.text;
    const auto first = text.find(' '), second = text.find(' ', first + 1);
    const auto id = text.substr(first + 1, second - first - 1);
    if (text.starts_with("put")) {
      state_->tasks[id].text = text.substr(second + 1);
    } else if (text.starts_with("lent")) {
      const auto third = text.find(' ', second + 1);
      state_->lend(id, std::stoull(text.substr(second + 1)),
                   text.substr(third + 1));
    } else {
      state_->end(id);
    }
    rest.erase(0, record.size);
  }
  if (!rest.empty()) paper->truncate(size - rest.size());
  paper->sync();
  for (const auto& [id, task] : state_->tasks)
    if (task.state == Entry::waiting) state_->offer(id);
  state_->set_alarm();
}

void Broker::put(std::string id, std::string text) {
  state_->check();
  if (state_->tasks.contains(id)) return;
  state_->write_and("put " + id + ' ' + text, [&] {
    state_->tasks[id].text = text;
    state_->offer(id);
  });
}

asio::awaitable<Lease> Broker::take(std::string who) {
  const auto its = state_;
  its->check();
  while (its->ready.empty()) {
    asio::steady_timer sleep(co_await asio::this_coro::executor,
                             Clock::time_point::max());
    its->sleepers.push_back(&sleep);
    struct Wake {
      ~Wake() {
        std::erase(its.sleepers, &sleep);
        if (lost) its.wake();
      }
      State& its;
      asio::steady_timer& sleep;
      bool lost = true;
    } woken{*its, sleep};
    co_await sleep.async_wait(asio::as_tuple(asio::use_awaitable));
    // Whoever is told to stop when he was woken wakes another one.
    const auto told = co_await asio::this_coro::cancellation_state;
    if (told.cancelled() != asio::cancellation_type::none)
      throw asio::system_error(asio::error::operation_aborted);
    its->check();
    woken.lost = false;
  }
  const auto id = its->ready.front();
  const auto token = its->newest + 1;
  its->write_and("lent " + id + ' ' + std::to_string(token) + ' ' + who, [&] {
    its->ready.pop_front();
    its->lend(id, token, who);
  });
  its->wake();
  Lease lease;
  lease.id = id;
  lease.text = its->tasks.at(id).text;
  lease.token = token;
  lease.visibility = its->terms.visibility;
  co_return lease;
}

bool Broker::keep(std::string id, std::uint64_t token) {
  auto* task = state_->of(id, token);
  if (!task) return false;
  state_->prolong(id, *task);
  state_->set_alarm();
  return true;
}

bool Broker::done(std::string id, std::uint64_t token) {
  if (!state_->of(id, token)) return false;
  state_->write_and("done " + id, [&] { state_->end(id); });
  return true;
}

std::vector<Entry> Broker::list() {
  state_->check();
  std::vector<Entry> all;
  for (const auto& [id, task] : state_->tasks) {
    auto left = std::chrono::milliseconds::zero();
    if (task.state == Entry::leased)
      left = std::chrono::ceil<std::chrono::milliseconds>(task.ends -
                                                          Clock::now());
    all.push_back(
        Entry{id, task.state, task.takings, task.token, left, task.who});
  }
  return all;
}

namespace {

using namespace asio::experimental::awaitable_operators;

// What came of it: a value, or what was thrown.
template <class T>
struct Result {
  std::exception_ptr failure;
  std::optional<T> value;
};

template <class T>
asio::awaitable<Result<T>> anyhow(asio::awaitable<T> work) {
  Result<T> result;
  try {
    result.value = co_await std::move(work);
  } catch (...) {
    result.failure = std::current_exception();
  }
  co_return result;
}

asio::awaitable<std::string> answer_to(const workbook::Question& asked,
                                       Wire& wire, Broker& broker) {
  std::string answer = "OK";
  switch (asked.verb) {
    case workbook::Question::put:
      broker.put(asked.id, asked.text);
      break;
    case workbook::Question::keep:
      if (!broker.keep(asked.id, asked.token)) answer = "LATE";
      break;
    case workbook::Question::done:
      if (!broker.done(asked.id, asked.token)) answer = "LATE";
      break;
    case workbook::Question::list:
      answer = workbook::line_of(broker.list());
      break;
    case workbook::Question::take:
      const auto first =
          co_await (anyhow(broker.take(asked.who)) || wire.gone());
      if (first.index() == 1) throw asio::system_error(asio::error::eof);
      const auto& taken = std::get<0>(first);
      if (taken.failure) std::rethrow_exception(taken.failure);
      answer = workbook::line_of(*taken.value);
  }
  co_return answer;
}

}  // namespace

asio::awaitable<void> converse(Wire wire, Broker& broker) {
  for (;;) {
    const auto asked = workbook::question_of(co_await wire.read());
    std::string answer = "ERR I did not understand this";
    if (asked) answer = co_await answer_to(*asked, wire, broker);
    co_await wire.write(answer);
  }
}

namespace {

asio::awaitable<bool> within(std::chrono::milliseconds time) {
  asio::steady_timer timer(co_await asio::this_coro::executor, time);
  co_await timer.async_wait(asio::use_awaitable);
  co_return false;
}

asio::awaitable<bool> well(asio::awaitable<void> effect) {
  co_await std::move(effect);
  co_return true;
}

asio::awaitable<bool> ask_for_more(Wire& wire, std::string question) {
  const auto answer = co_await anyhow(wire.ask(std::move(question)));
  co_return answer.value == "OK";
}

// Ends with false when the lease is lost.
asio::awaitable<bool> beat(Wire& wire, const Lease& lease) {
  const auto third = lease.visibility / 3;
  for (;;) {
    co_await within(third);
    const auto heard =
        co_await (ask_for_more(wire, "KEEP " + lease.id + ' ' +
                                         std::to_string(lease.token)) ||
                  within(third));
    if (heard.index() == 1 || !std::get<0>(heard)) co_return false;
  }
}

}  // namespace

asio::awaitable<void> work(tcp::endpoint broker, std::string name,
                           Effect effect) {
  const auto executor = co_await asio::this_coro::executor;
  for (;;) {
    try {
      tcp::socket socket(executor);
      co_await socket.async_connect(broker, asio::use_awaitable);
      Wire wire(std::move(socket));
      for (;;) {
        const auto task = workbook::lease_of(co_await wire.ask("TAKE " + name));
        if (!task) break;
        const auto ended = co_await (
            anyhow(well(effect(task->id, task->text))) || beat(wire, *task));
        if (ended.index() == 0 && std::get<0>(ended).value)
          co_await wire.ask("DONE " + task->id + ' ' +
                            std::to_string(task->token));
      }
    } catch (const asio::system_error&) {
    }
    co_await within(retry_pause);
  }
}

}  // namespace exo47
