// Conversations and tasks that call themselves back, each with signals that
// stop what it has started; each lease has a timer.
#include "tasks.hpp"

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
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

// A conversation that calls itself back, until it is over. The pending callback
// keeps it alive.
class Session : public std::enable_shared_from_this<Session> {
 public:
  using Over = std::function<void(std::exception_ptr)>;
  Session(asio::any_io_executor executor, Wire wire, Broker& broker, Over over)
      : executor_(executor),
        wire_(std::move(wire)),
        broker_(broker),
        over_(std::move(over)) {}

  void listen() {
    asio::co_spawn(executor_, wire_.read(),
                   [self = shared_from_this()](std::exception_ptr error,
                                               std::string line) {
                     error ? self->end(error) : self->hear(line);
                   });
  }

 private:
  void end(std::exception_ptr error) {
    if (over_) std::exchange(over_, nullptr)(error);
  }

  void hear(const std::string& line) try {
    const auto question = workbook::question_of(line);
    if (!question) return say("ERR not understood");
    const auto& id = question->id;
    switch (question->verb) {
      case workbook::Question::put:
        broker_.put(id, question->text);
        return say("OK");
      case workbook::Question::keep:
        return say(broker_.keep(id, question->token) ? "OK" : "LATE");
      case workbook::Question::done:
        return say(broker_.done(id, question->token) ? "OK" : "LATE");
      case workbook::Question::list:
        return say(workbook::line_of(broker_.list()));
      case workbook::Question::take:
        return take(question->who);
    }
  } catch (...) {
    end(std::current_exception());
  }

  void say(std::string line) {
    asio::co_spawn(executor_, wire_.write(std::move(line)),
                   [self = shared_from_this()](std::exception_ptr error) {
                     error ? self->end(error) : self->listen();
                   });
  }

  // Both are told to stop when one has ended; the second one goes on.
  void take(const std::string& who) {
    lease_.reset();
    failure_ = nullptr;
    left_ = 2;
    asio::co_spawn(
        executor_, broker_.take(who),
        asio::bind_cancellation_slot(
            stop_take_.slot(),
            [self = shared_from_this()](std::exception_ptr error, Lease lease) {
              if (!error) self->lease_ = std::move(lease);
              // It may have been told to stop because the other end has gone.
              if (error && self->left_ == 2) self->end(error);
              self->stop_gone_.emit(asio::cancellation_type::terminal);
              self->taken();
            }));
    asio::co_spawn(
        executor_, wire_.gone(),
        asio::bind_cancellation_slot(
            stop_gone_.slot(),
            [self = shared_from_this()](std::exception_ptr error) {
              if (!error) self->gone_ = true;
              self->stop_take_.emit(asio::cancellation_type::terminal);
              self->taken();
            }));
  }
  void taken() {
    if (--left_ > 0 || !over_) return;
    if (gone_ || !lease_) return end(nullptr);
    say(workbook::line_of(*lease_));
  }

  asio::any_io_executor executor_;
  Wire wire_;
  Broker& broker_;
  Over over_;
  asio::cancellation_signal stop_take_, stop_gone_;
  std::optional<Lease> lease_;
  std::exception_ptr failure_;
  bool gone_ = false;
  int left_ = 0;
};

}  // namespace

asio::awaitable<void> converse(Wire wire, Broker& broker) {
  const auto executor = co_await asio::this_coro::executor;
  std::exception_ptr failure;
  asio::steady_timer over(executor, asio::steady_timer::time_point::max());
  const auto end = [&](std::exception_ptr error) {
    failure = error;
    over.cancel();
  };
  const auto session =
      std::make_shared<Session>(executor, std::move(wire), broker, end);
  session->listen();
  co_await over.async_wait(asio::as_tuple(asio::use_awaitable));
  if (failure) std::rethrow_exception(failure);
}

namespace {

// One task at a time; what is under way is told to stop by `stop`.
class Hand : public std::enable_shared_from_this<Hand> {
 public:
  Hand(asio::any_io_executor executor, Wire& wire, const Effect& effect,
       Lease lease)
      : executor_(executor),
        wire_(wire),
        effect_(effect),
        lease_(std::move(lease)),
        timer_(executor),
        over_(executor, asio::steady_timer::time_point::max()) {}

  // True: the effect has returned.
  asio::awaitable<bool> run() {
    const auto self = shared_from_this();
    asio::co_spawn(executor_, effect_(lease_.id, lease_.text),
                   asio::bind_cancellation_slot(
                       stop_effect_.slot(), [self](std::exception_ptr error) {
                         self->effect_ended_ = true;
                         self->good_ = !error;
                         self->stop_asking();
                         self->look();
                       }));
    rest();
    // Told to stop, it waits for those whom it has told.
    while (!(effect_ended_ && !asking_ && !resting_)) {
      co_await over_.async_wait(asio::as_tuple(asio::use_awaitable));
      const auto state = co_await asio::this_coro::cancellation_state;
      if (state.cancelled() == asio::cancellation_type::none) continue;
      lose();
      co_await asio::this_coro::reset_cancellation_state();
      told_ = true;
    }
    if (told_) throw asio::system_error(asio::error::operation_aborted);
    co_return good_ && !lost_;
  }

 private:
  void rest() {
    resting_ = true;
    timer_.expires_after(lease_.visibility / 3);
    timer_.async_wait([self = shared_from_this()](asio::error_code error) {
      self->resting_ = false;
      if (!error && !self->effect_ended_) self->ask();
      self->look();
    });
  }
  void ask() {
    asking_ = resting_ = true;
    timer_.expires_after(lease_.visibility / 3);
    timer_.async_wait([self = shared_from_this()](asio::error_code error) {
      self->resting_ = false;
      if (!error) self->lose();
      self->look();
    });
    asio::co_spawn(
        executor_,
        wire_.ask("KEEP " + lease_.id + ' ' + std::to_string(lease_.token)),
        asio::bind_cancellation_slot(
            stop_ask_.slot(),
            [self = shared_from_this()](std::exception_ptr error,
                                        const std::string& answer) {
              self->asking_ = false;
              if (error || answer != "OK")
                self->lose();
              else if (!self->effect_ended_)
                self->rest();
              self->look();
            }));
  }
  void stop_asking() {
    timer_.cancel();
    stop_ask_.emit(asio::cancellation_type::terminal);
  }
  void lose() {
    lost_ |= !effect_ended_;
    stop_asking();
    stop_effect_.emit(asio::cancellation_type::terminal);
  }
  void look() { over_.cancel(); }

  asio::any_io_executor executor_;
  Wire& wire_;
  const Effect& effect_;
  Lease lease_;
  asio::steady_timer timer_, over_;
  asio::cancellation_signal stop_effect_, stop_ask_;
  bool effect_ended_ = false, good_ = false, lost_ = false;
  bool asking_ = false, resting_ = false, told_ = false;
};

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
        const auto lease =
            workbook::lease_of(co_await wire.ask("TAKE " + name));
        if (!lease) throw asio::system_error(asio::error::invalid_argument);
        const auto hand =
            std::make_shared<Hand>(executor, wire, effect, *lease);
        if (co_await hand->run())
          co_await wire.ask("DONE " + lease->id + ' ' +
                            std::to_string(lease->token));
      }
    } catch (const asio::system_error& error) {
      if (error.code() == asio::error::operation_aborted) throw;
    }
    asio::steady_timer pause(executor, retry_pause);
    co_await pause.async_wait(asio::use_awaitable);
  }
}

}  // namespace exo47
