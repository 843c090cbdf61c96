// Two things at once with parallel_group, which tells what both have come to;
// a timer for each lease, and tasks put into the hands of those who wait.
#include "tasks.hpp"

#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/experimental/parallel_group.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <workbook/asio.hpp>

namespace exo47 {

namespace {

using Clock = asio::steady_timer::clock_type;

// Somebody who waits in take(). The lease is put into his hand.
struct Waiter {
  explicit Waiter(const asio::any_io_executor& executor)
      : bell(executor, Clock::time_point::max()) {}
  std::string who;
  asio::steady_timer bell;
  std::optional<Lease> lease;
  std::exception_ptr failure;
};

struct Task {
  std::string text;
  Entry::State state = Entry::waiting;
  int takings = 0;
  std::uint64_t token = 0;
  std::string who;
  std::unique_ptr<asio::steady_timer> alarm;
};

}  // namespace

struct Broker::State : std::enable_shared_from_this<Broker::State> {
  State(asio::any_io_executor executor, Terms terms, Paper* paper)
      : executor(executor), terms(terms), paper(paper) {}

  asio::any_io_executor executor;
  Terms terms;
  Paper* paper;
  std::exception_ptr failure;
  std::map<std::string, Task> tasks;
  std::list<std::string> waiting;
  std::list<Waiter*> waiters;  // the first has waited longest
  std::uint64_t token = 0;

  void check() const {
    if (failure) std::rethrow_exception(failure);
  }

  void write(const std::string& record) {
    if (!paper) return;
    try {
      paper->append(workbook::sealed(record));
      paper->sync();
    } catch (...) {
      failure = std::current_exception();
      throw;
    }
  }

  // A timer for each lease: it rings when the lease is over.
  void set_alarm(const std::string& id, Task& task) {
    task.alarm = std::make_unique<asio::steady_timer>(executor);
    task.alarm->expires_after(terms.visibility);
    task.alarm->async_wait(
        [weak = weak_from_this(), id, token = task.token](asio::error_code) {
          const auto self = weak.lock();
          if (self) self->look_at(id, token);
        });
  }
  void look_at(const std::string& id, std::uint64_t token) {
    auto& task = tasks.at(id);
    if (task.state != Entry::leased || task.token != token ||
        task.alarm->expiry() > Clock::now())
      return;
    task.state =
        task.takings < terms.most_takings ? Entry::waiting : Entry::aside;
    if (task.state == Entry::waiting) waiting.push_back(id);
    match();
  }
  // The alarm may not have had its turn yet.
  void look_at_all() {
    check();
    for (auto& [id, task] : tasks)
      if (task.state == Entry::leased) look_at(id, task.token);
  }

  void begin_lease(const std::string& id, std::uint64_t its_token,
                   const std::string& who) {
    waiting.remove(id);
    auto& task = tasks.at(id);
    task.state = Entry::leased;
    task.token = token = its_token;
    task.who = who;
    ++task.takings;
    set_alarm(id, task);
  }

  // As long as there is a task and somebody who waits.
  void match() {
    while (!failure && !waiting.empty() && !waiters.empty()) {
      auto& waiter = *waiters.front();
      waiters.pop_front();
      const auto id = waiting.front();
      try {
        write("l " + id + ' ' + std::to_string(token + 1) + ' ' + waiter.who);
        begin_lease(id, token + 1, waiter.who);
        waiter.lease = Lease{id, tasks.at(id).text, token, terms.visibility};
      } catch (...) {
        waiter.failure = std::current_exception();
      }
      waiter.bell.cancel();
    }
  }

  Task* holder(const std::string& id, std::uint64_t its_token) {
    look_at_all();
    const auto found = tasks.find(id);
    if (found == tasks.end() || found->second.state != Entry::leased ||
        found->second.token != its_token)
      return nullptr;
    return &found->second;
  }

  void replay(const std::string& record) {
    const auto second = record.find(' ', 2);
    const auto id = record.substr(2, second - 2);
    if (record[0] == 'p') {
      tasks[id].text = record.substr(second + 1);
      waiting.push_back(id);
    } else if (record[0] == 'l') {
      const auto third = record.find(' ', second + 1);
      begin_lease(id, std::stoull(record.substr(second + 1)),
                  record.substr(third + 1));
    } else {
      tasks.at(id).state = Entry::done;
    }
  }
};

Broker::Broker(asio::any_io_executor executor, Terms terms, Paper* paper)
    : state_(std::make_shared<State>(executor, terms, paper)) {
  if (!paper) return;
  auto bytes = paper->read();
  std::size_t whole = 0;
  for (auto record = workbook::record_of(bytes); record.size;
       record = workbook::record_of(std::string_view(bytes).substr(whole))) {
    if (record.damaged)
      throw workbook::PaperFailure("somebody has been at the journal");
    state_->replay(record.text);
    whole += record.size;
  }
  if (whole != bytes.size()) paper->truncate(whole);
  paper->sync();
}

void Broker::put(std::string id, std::string text) {
  state_->look_at_all();
  if (state_->tasks.contains(id)) return;
  state_->write("p " + id + ' ' + text);
  state_->tasks[id].text = text;
  state_->waiting.push_back(id);
  state_->match();
}

asio::awaitable<Lease> Broker::take(std::string who) {
  const auto state = state_;
  state->look_at_all();
  Waiter waiter(co_await asio::this_coro::executor);
  waiter.who = std::move(who);
  state->waiters.push_back(&waiter);
  struct Leave {
    ~Leave() { state.waiters.remove(&waiter); }
    State& state;
    Waiter& waiter;
  } const leave{*state, waiter};
  state->match();
  if (!waiter.lease && !waiter.failure)
    co_await waiter.bell.async_wait(asio::as_tuple(asio::use_awaitable));
  if (waiter.failure) std::rethrow_exception(waiter.failure);
  // Told to stop when he had it already, he has it.
  if (!waiter.lease) throw asio::system_error(asio::error::operation_aborted);
  co_return *waiter.lease;
}

bool Broker::keep(std::string id, std::uint64_t token) {
  const auto task = state_->holder(id, token);
  if (task) state_->set_alarm(id, *task);
  return task;
}

bool Broker::done(std::string id, std::uint64_t token) {
  const auto task = state_->holder(id, token);
  if (!task) return false;
  state_->write("d " + id + ' ');
  task->state = Entry::done;
  task->alarm.reset();
  return true;
}

std::vector<Entry> Broker::list() {
  state_->look_at_all();
  std::vector<Entry> entries;
  for (const auto& [id, task] : state_->tasks) {
    auto& entry = entries.emplace_back();
    entry.id = id;
    entry.state = task.state;
    entry.takings = task.takings;
    entry.token = task.token;
    entry.who = task.who;
    if (task.state == Entry::leased)
      entry.left = std::chrono::ceil<std::chrono::milliseconds>(
          task.alarm->expiry() - Clock::now());
  }
  return entries;
}

namespace {

namespace ex = asio::experimental;

std::string okay(bool good) { return good ? "OK" : "LATE"; }

}  // namespace

asio::awaitable<void> converse(Wire wire, Broker& broker) {
  const auto executor = co_await asio::this_coro::executor;
  for (;;) {
    const auto question = workbook::question_of(co_await wire.read());
    using workbook::Question;
    if (!question) {
      co_await wire.write("ERR what?");
    } else if (question->verb == Question::put) {
      broker.put(question->id, question->text);
      co_await wire.write("OK");
    } else if (question->verb == Question::keep) {
      co_await wire.write(okay(broker.keep(question->id, question->token)));
    } else if (question->verb == Question::done) {
      co_await wire.write(okay(broker.done(question->id, question->token)));
    } else if (question->verb == Question::list) {
      co_await wire.write(workbook::line_of(broker.list()));
    } else {
      // A group gives what each of them has come to, failures as well.
      auto take =
          asio::co_spawn(executor, broker.take(question->who), asio::deferred);
      auto gone = asio::co_spawn(executor, wire.gone(), asio::deferred);
      auto group = ex::make_parallel_group(std::move(take), std::move(gone));
      auto [order, failure, lease, unused] =
          co_await group.async_wait(ex::wait_for_one(), asio::use_awaitable);
      if (order[0] == 1) co_return;
      if (failure) std::rethrow_exception(failure);
      co_await wire.write(workbook::line_of(lease));
    }
  }
}

namespace {

asio::awaitable<void> heartbeat(Wire& wire, std::string question,
                                std::chrono::milliseconds pause) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor);
  std::string answer = "OK";
  while (answer == "OK") {
    timer.expires_after(pause);
    co_await timer.async_wait(asio::use_awaitable);
    timer.expires_after(pause);
    auto ask = asio::co_spawn(executor, wire.ask(question), asio::deferred);
    auto group = ex::make_parallel_group(std::move(ask),
                                         timer.async_wait(asio::deferred));
    auto [order, failure, heard, unused] =
        co_await group.async_wait(ex::wait_for_one(), asio::use_awaitable);
    if (order[0] == 1 || failure) co_return;
    answer = heard;
  }
}

asio::awaitable<void> one_task(Wire& wire, const std::string& name,
                               const Effect& effect) {
  const auto executor = co_await asio::this_coro::executor;
  const auto lease = workbook::lease_of(co_await wire.ask("TAKE " + name));
  if (!lease) throw asio::system_error(asio::error::invalid_argument);
  const auto about = ' ' + lease->id + ' ' + std::to_string(lease->token);
  auto work =
      asio::co_spawn(executor, effect(lease->id, lease->text), asio::deferred);
  auto beats = asio::co_spawn(
      executor, heartbeat(wire, "KEEP" + about, lease->visibility / 3),
      asio::deferred);
  auto group = ex::make_parallel_group(std::move(work), std::move(beats));
  auto [order, failure, lost] =
      co_await group.async_wait(ex::wait_for_one(), asio::use_awaitable);
  if (order[0] == 0 && !failure) co_await wire.ask("DONE" + about);
}

}  // namespace

asio::awaitable<void> work(tcp::endpoint broker, std::string name,
                           Effect effect) {
  const auto executor = co_await asio::this_coro::executor;
  for (;;) {
    tcp::socket socket(executor);
    const auto [error] = co_await socket.async_connect(
        broker, asio::as_tuple(asio::use_awaitable));
    if (!error) {
      Wire wire(std::move(socket));
      try {
        for (;;) co_await one_task(wire, name, effect);
      } catch (const asio::system_error&) {
      }
    }
    asio::steady_timer pause(executor, retry_pause);
    co_await pause.async_wait(asio::use_awaitable);
  }
}

}  // namespace exo47
