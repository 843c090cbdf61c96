#include "tasks.hpp"

#include <algorithm>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <deque>
#include <exception>
#include <map>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <workbook/asio.hpp>

namespace exo47 {

namespace {

using namespace asio::experimental::awaitable_operators;
using Clock = asio::steady_timer::clock_type;

// The last await may have ended for two reasons at once.
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
  Clock::time_point ends;  // of its lease, by the broker's clock and no other
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
  // Those who wait in take() await it. It expires when the next lease ends, and
  // is set anew, which wakes them all, whenever anything changes. A thousand of
  // them would want a queue of their own, and one to be woken for each task.
  asio::steady_timer bell;

  // First on paper, then in memory, then the answer: who answers first may die
  // in between. One sync for each call is slow; many calls could share one.
  void write(const std::string& text) {
    if (!paper) return;
    try {
      paper->append(workbook::sealed(text));
      paper->sync();
    } catch (...) {
      // Half a record may be there now, or a whole one that is not safe. A
      // restart finds out; to go on here would write behind it.
      failed = true;
      throw;
    }
  }

  // What the records do, now or when they are read again.
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
    // The next record must not be the other half of this one. And what was
    // read may be in the memory of the system only: the answers to come rely on
    // it, so it must be safe first.
    if (!rest.empty()) paper->truncate(bytes.size() - rest.size());
    paper->sync();
  }

  // Each call begins so: a lease is over when its time is, whoever notices
  // first. With very many tasks, leases in the order of their ends save a walk.
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

  // The task whose lease that is, if the lease lasts.
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
  state_->ring();
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
  // This is not written down: after a restart each lease has its whole time.
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

namespace {

// What came of something that may fail. `a || b` waits for the first success: a
// failure of one is only seen when the other one fails, too, and that may be
// never. So nothing that fails on the left of an || leaves as an exception.
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
          // A task that is lent to somebody who has gone comes back, but late.
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

// The token is no key: the next one who gets the task has another token, and
// would print another label.
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

// Returns when the lease is lost. The worker's own clock says when to ask, and
// when to give up; that the lease lasts, only the broker can say. A third and
// another third: so whoever hears nothing stops before the task is lent again.
// A connection that is broken is one that does not answer.
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
    // Late, failed or lost: the lease ends by itself, and then the next one
    // tries. DONE is asked, not told, but either answer is fine.
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
      // The broker has gone, and will be back. Nothing is to be remembered: it
      // knows what is done, and the printer what is printed. If this worker was
      // cancelled, the next line throws.
    }
    pause.expires_after(retry_pause);
    co_await pause.async_wait(asio::use_awaitable);
  }
}

}  // namespace exo47
