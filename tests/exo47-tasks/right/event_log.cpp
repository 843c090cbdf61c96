// Events, and a state that follows from them and from the clock: no list of
// those that wait, and nothing to do when a lease ends. Each of those who wait
// has a timer of its own.
#include "tasks.hpp"

#include <algorithm>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <workbook/asio.hpp>

namespace exo47 {

namespace {

using Clock = asio::steady_timer::clock_type;

// What is known of a task. Nothing here changes because time goes by: what a
// task is doing is a question to its lease and to the clock.
struct Known {
  std::string text;
  std::string who;
  int takings = 0;
  std::uint64_t token = 0;
  bool done = false;
  Clock::time_point until = Clock::time_point::min();

  Entry::State state(int most_takings) const {
    if (done) return Entry::done;
    if (until > Clock::now()) return Entry::leased;
    return takings < most_takings ? Entry::waiting : Entry::aside;
  }
};

}  // namespace

struct Broker::State {
  asio::any_io_executor executor;
  Terms terms;
  Paper* paper;
  bool torn = false;
  std::map<std::string, Known> tasks;
  std::uint64_t tokens = 0;
  std::set<asio::steady_timer*> sleepers;

  void refuse_if_torn() const {
    if (torn) throw workbook::PaperFailure("the paper is torn");
  }

  // An event is written, and then it has happened: here as in a restart.
  void happen(const std::string& event) {
    if (paper) {
      torn = true;
      paper->append(workbook::sealed(event));
      paper->sync();
      torn = false;
    }
    apply(event);
    for (auto* sleeper : sleepers) sleeper->cancel();
  }

  void apply(std::string_view event) {
    const auto word = [&event] {
      const auto end = std::min(event.find(' '), event.size());
      std::string word(event.substr(0, end));
      event.remove_prefix(std::min(end + 1, event.size()));
      return word;
    };
    const auto what = word();
    auto& task = tasks[word()];
    if (what == "new") {
      task.text = event;
    } else if (what == "lent") {
      task.token = tokens = std::stoull(word());
      task.who = event;
      ++task.takings;
      task.until = Clock::now() + terms.visibility;
    } else {
      task.done = true;
    }
  }

  Known* leased(const std::string& id, std::uint64_t token) {
    refuse_if_torn();
    const auto found = tasks.find(id);
    if (found == tasks.end() || found->second.token != token ||
        found->second.state(terms.most_takings) != Entry::leased)
      return nullptr;
    return &found->second;
  }
};

Broker::Broker(asio::any_io_executor executor, Terms terms, Paper* paper)
    : state_(new State{executor, terms, paper, {}, {}, {}, {}}) {
  if (!paper) return;
  const auto bytes = paper->read();
  std::size_t at = 0;
  for (;;) {
    const auto record = workbook::record_of(std::string_view(bytes).substr(at));
    if (record.damaged) throw std::runtime_error("this journal is damaged");
    if (record.size == 0) break;
    state_->apply(record.text);
    at += record.size;
  }
  paper->truncate(at);
  paper->sync();
}

void Broker::put(std::string id, std::string text) {
  state_->refuse_if_torn();
  if (!state_->tasks.contains(id)) state_->happen("new " + id + " " + text);
}

asio::awaitable<Lease> Broker::take(std::string who) {
  State& its = *state_;
  asio::steady_timer sleep(co_await asio::this_coro::executor);
  for (;;) {
    if ((co_await asio::this_coro::cancellation_state).cancelled() !=
        asio::cancellation_type::none)
      throw asio::system_error(asio::error::operation_aborted);
    its.refuse_if_torn();
    auto next = Clock::time_point::max();
    for (auto& [id, task] : its.tasks) {
      const auto state = task.state(its.terms.most_takings);
      if (state == Entry::leased) next = std::min(next, task.until);
      if (state != Entry::waiting) continue;
      const auto token = its.tokens + 1;
      const Lease lease{id, task.text, token, its.terms.visibility};
      its.happen("lent " + id + " " + std::to_string(token) + " " + who);
      co_return lease;
    }
    sleep.expires_at(next);
    its.sleepers.insert(&sleep);
    co_await sleep.async_wait(asio::as_tuple(asio::use_awaitable));
    its.sleepers.erase(&sleep);
  }
}

bool Broker::keep(std::string id, std::uint64_t token) {
  auto* task = state_->leased(id, token);
  if (task) task->until = Clock::now() + state_->terms.visibility;
  return task != nullptr;
}

bool Broker::done(std::string id, std::uint64_t token) {
  if (!state_->leased(id, token)) return false;
  state_->happen("done " + id);
  return true;
}

std::vector<Entry> Broker::list() {
  state_->refuse_if_torn();
  std::vector<Entry> all;
  for (const auto& [id, task] : state_->tasks) {
    const auto state = task.state(state_->terms.most_takings);
    std::chrono::milliseconds left{0};
    if (state == Entry::leased)
      left = std::chrono::ceil<std::chrono::milliseconds>(task.until -
                                                          Clock::now());
    all.push_back({id, state, task.takings, task.token, left, task.who});
  }
  return all;
}

namespace {

using namespace asio::experimental::awaitable_operators;

struct Attempt {
  std::exception_ptr failure;
  Lease lease;
};

asio::awaitable<Attempt> take_for(Broker& broker, std::string who) {
  Attempt attempt;
  try {
    attempt.lease = co_await broker.take(std::move(who));
  } catch (...) {
    attempt.failure = std::current_exception();
  }
  co_return attempt;
}

std::string verdict(bool good) { return good ? "OK" : "LATE"; }

}  // namespace

asio::awaitable<void> converse(Wire wire, Broker& broker) {
  for (;;) {
    const auto line = co_await wire.read();
    const auto question = workbook::question_of(line);
    std::string answer = "ERR this is no question";
    if (question) {
      switch (question->verb) {
        case workbook::Question::put:
          broker.put(question->id, question->text);
          answer = "OK";
          break;
        case workbook::Question::take: {
          auto taken =
              co_await (take_for(broker, question->who) || wire.gone());
          if (taken.index() == 1) co_return;
          auto& attempt = std::get<0>(taken);
          if (attempt.failure) std::rethrow_exception(attempt.failure);
          answer = workbook::line_of(attempt.lease);
          break;
        }
        case workbook::Question::keep:
          answer = verdict(broker.keep(question->id, question->token));
          break;
        case workbook::Question::done:
          answer = verdict(broker.done(question->id, question->token));
          break;
        case workbook::Question::list:
          answer = workbook::line_of(broker.list());
          break;
      }
    }
    co_await wire.write(answer);
  }
}

namespace {

asio::awaitable<Attempt> attempt(const Effect& effect, const Lease& lease) {
  Attempt attempt;
  try {
    co_await effect(lease.id, lease.text);
  } catch (...) {
    attempt.failure = std::current_exception();
  }
  co_return attempt;
}

std::string about(const Lease& lease) {
  return ' ' + lease.id + ' ' + std::to_string(lease.token);
}

asio::awaitable<void> keep(Wire& wire, const Lease& lease) {
  const auto third = lease.visibility / 3;
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (;;) {
    timer.expires_after(third);
    co_await timer.async_wait(asio::use_awaitable);
    timer.expires_after(third);
    const auto answer = co_await (wire.ask("KEEP" + about(lease)) ||
                                  timer.async_wait(asio::use_awaitable));
    if (answer.index() == 1 || std::get<0>(answer) != "OK") co_return;
  }
}

asio::awaitable<void> work_at(Wire wire, const std::string& name,
                              const Effect& effect) {
  for (;;) {
    const auto lease = workbook::lease_of(co_await wire.ask("TAKE " + name));
    if (!lease) throw asio::system_error(asio::error::invalid_argument);
    const auto ended = co_await (attempt(effect, *lease) || keep(wire, *lease));
    if (ended.index() == 0 && !std::get<0>(ended).failure)
      co_await wire.ask("DONE" + about(*lease));
  }
}

}  // namespace

asio::awaitable<void> work(tcp::endpoint broker, std::string name,
                           Effect effect) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer pause(executor);
  for (;;) {
    try {
      tcp::socket socket(executor);
      co_await socket.async_connect(broker, asio::use_awaitable);
      co_await work_at(Wire(std::move(socket)), name, effect);
    } catch (const asio::system_error&) {
    }
    pause.expires_after(retry_pause);
    co_await pause.async_wait(asio::use_awaitable);
  }
}
}  // namespace exo47
