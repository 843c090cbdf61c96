// What the tests of exo47 work with: papers that survive their brokers, a
// printer, and programs that die.
#pragma once

#include <algorithm>
#include <asio/execution_context.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <support/world/process.hpp>
#include <support/world/world.hpp>
#include <utility>
#include <vector>

#include "tasks.hpp"

namespace workbook {

// For the story.
inline std::ostream& operator<<(std::ostream& out, const Lease& lease) {
  const auto token = std::to_string(lease.token);
  return out << Text{"task " + lease.id + ", token " + token,
                     "la tâche " + lease.id + ", jeton " + token}
                    .spoken();
}

}  // namespace workbook

namespace {

// "read of the journal": what a sheet throws whose call of that name fails.
constexpr workbook::Text of_the_journal{" of the journal", " du journal"};

// A file that outlives its broker, and knows which of its bytes are safe. Its
// calls are I/O calls of the program that makes them.
class Sheet : public workbook::Paper {
 public:
  explicit Sheet(workbook::World& world)
      : network_(world.network()), story_(world.story) {}

  std::string read() override {
    use("read", 0, false);
    return bytes;
  }
  void append(std::string_view more) override {
    const auto taken = use("write", more.size(), true);
    bytes += more.substr(0, taken);
    if (taken < more.size())
      fail("write", workbook::Text{"the disk is full", "le disque est plein"});
  }
  void truncate(std::size_t size) override {
    use("ftruncate", 0, false);
    bytes.resize(std::min(size, bytes.size()));
  }
  void sync() override {
    use("fsync", 0, false);
    safe_ = bytes;
  }

  // The power is cut: of what was not synced, so many of two halves remain.
  void power_cut(std::size_t halves) {
    const auto before = bytes.size();
    if (!bytes.starts_with(safe_)) {
      if (halves == 0) bytes = safe_;
    } else {
      bytes.resize(safe_.size() + (bytes.size() - safe_.size()) * halves / 2);
    }
    safe_ = bytes;
    story_.tell("",
                {"(the power is cut; bytes that are lost:",
                 "(le courant est coupé ; octets perdus :"},
                std::to_string(before - bytes.size()) + ")");
  }

  bool all_safe() const { return bytes == safe_; }

  std::string bytes;      // as a program sees them
  long calls = 0;         // so far
  long failing_call = 0;  // the call of this number fails: from 1 on
  bool failed = false;    // one of its calls has thrown
  long dies_before = 0;   // nothing is done from that call on

 private:
  std::size_t use(const char* name, std::size_t size, bool writes) {
    ++calls;
    const auto allowed = network_.use_disk(name, size, writes);
    if (allowed < 0 || calls == failing_call ||
        (dies_before > 0 && calls >= dies_before))
      fail(name, name + of_the_journal.spoken());
    return static_cast<std::size_t>(allowed);
  }
  [[noreturn]] void fail(const std::string& call, const std::string& why) {
    failed = true;
    // Where a program dies there, its paper is well.
    if (calls == dies_before)
      story_.tell("", {"(the broker dies before", "(le courtier meurt avant"},
                  call + ")");
    if (dies_before == 0)
      story_.tell("", {"(the paper fails:", "(le papier échoue :"}, call + ")");
    throw workbook::PaperFailure(why);
  }

  workbook::Network& network_;
  workbook::Story& story_;
  std::string safe_;
};

// Brokers that outlive those who wait in take(): they go when the event loop
// has let go of everybody, and before its timers.
class Brokers : public asio::execution_context::service {
 public:
  static inline asio::execution_context::id id;
  explicit Brokers(asio::execution_context& context)
      : service(context),
        timers_first_(static_cast<asio::io_context&>(context)) {}
  std::vector<std::unique_ptr<exo47::Broker>> all;

 private:
  void shutdown() override {}
  asio::steady_timer timers_first_;
};

inline exo47::Broker& open_broker(asio::io_context& context, exo47::Terms terms,
                                  workbook::Paper* paper = nullptr) {
  {
    // The service of the timers is there before that of the brokers.
    const asio::steady_timer first(context);
  }
  auto& all = asio::use_service<Brokers>(context).all;
  all.push_back(
      std::make_unique<exo47::Broker>(context.get_executor(), terms, paper));
  return *all.back();
}

// A broker that the test asks itself: the story tells it.
class Told {
 public:
  Told(workbook::Story& story, exo47::Broker& broker)
      : story_(story), broker_(broker) {}

  void put(const std::string& id, const std::string& text) {
    tell("put(\"" + id + "\")");
    broker_.put(id, text);
  }
  asio::awaitable<workbook::Lease> take(std::string who) {
    return broker_.take(std::move(who));
  }
  bool keep(const std::string& id, std::uint64_t token) {
    return told("keep", id, token, broker_.keep(id, token));
  }
  bool done(const std::string& id, std::uint64_t token) {
    return told("done", id, token, broker_.done(id, token));
  }
  std::vector<workbook::Entry> list() {
    tell("list()");
    return broker_.list();
  }

 private:
  bool told(const char* call, const std::string& id, std::uint64_t token,
            bool answer) {
    tell(std::string(call) + "(\"" + id + "\", " + std::to_string(token) +
         (answer ? ") == true" : ") == false"));
    return answer;
  }
  void tell(const std::string& call) {
    story_.tell("", {"(asked:", "(demandé :"}, call + ")");
  }

  workbook::Story& story_;
  exo47::Broker& broker_;
};

// Prints labels: a key once. Each takes a while, and is an I/O call.
class Printer {
 public:
  explicit Printer(workbook::World& world) : world_(world) {}

  exo47::Effect effect() {
    return [this](std::string key, std::string text) {
      return print(std::move(key), std::move(text));
    };
  }

  std::chrono::milliseconds takes{1'000};
  std::map<std::string, std::string> labels;  // by key
  int asked = 0;
  int finished = 0;
  int stopped = 0;      // cancelled, or thrown
  std::string jams_at;  // the text of a label that never gets printed

 private:
  asio::awaitable<void> print(std::string key, std::string text) {
    ++asked;
    world_.network().tell("",
                          {"(the printer begins {}: \"{}\")",
                           "(l'imprimante commence {} : « {} »)"},
                          key, text);
    struct Watch {
      ~Watch() { ended ? ++printer.finished : ++printer.stopped; }
      Printer& printer;
      bool ended = false;
    } watch{*this};
    asio::steady_timer timer(co_await asio::this_coro::executor, takes);
    try {
      co_await timer.async_wait(asio::use_awaitable);
    } catch (const asio::system_error&) {
      world_.network().tell("",
                            {"(the printer is told to stop: {})",
                             "(l'imprimante doit s'arrêter : {})"},
                            key);
      throw;
    }
    if (text == jams_at || world_.network().call_fails("print"))
      throw std::runtime_error(
          workbook::Text{"the printer is jammed", "l'imprimante est bloquée"});
    if (labels.emplace(key, text).second)
      world_.network().tell("", {"(printed: {})", "(imprimé : {})"}, key);
    else
      world_.network().tell("", {"(printed before: {})", "(déjà imprimé : {})"},
                            key);
    watch.ended = true;
  }

  workbook::World& world_;
};

// The broker's program: a process with a door at a port.
class BrokerProgram {
 public:
  BrokerProgram(workbook::World& world, workbook::Port port, exo47::Terms terms,
                Sheet* paper)
      : process(world, workbook::Text{"the broker", "le courtier"}) {
    process.start(run(world, port, terms, paper));
  }

  workbook::Process process;
  bool failed = false;  // it has ended by itself: its paper has failed

 private:
  asio::awaitable<void> run(workbook::World& world, workbook::Port port,
                            exo47::Terms terms, Sheet* paper) {
    try {
      auto& broker = open_broker(process.context(), terms, paper);
      asio::ip::tcp::acceptor acceptor(
          process.context(), {asio::ip::address_v4::loopback(), port});
      world.test_accepts_at(port);
      co_await workbook::serve_lines(acceptor, [&broker](workbook::Wire wire) {
        return exo47::converse(std::move(wire), broker);
      });
    } catch (...) {
      failed = true;
    }
  }
};

inline asio::ip::tcp::endpoint at(workbook::Port port) {
  return {asio::ip::address_v4::loopback(), port};
}

// A worker's program.
class WorkerProgram {
 public:
  WorkerProgram(workbook::World& world, const std::string& name,
                workbook::Port port, const exo47::Effect& effect)
      : process(world, name) {
    process.start(exo47::work(at(port), name, effect));
  }

  workbook::Process process;
};

}  // namespace
