// An office for a test: its event loop, clerks whom the test lets work one at a
// time, and a disk and a ledger on which they wait for the test.
//
//   Machine machine;
//   machine.files["scans"] = "lyon 1\nlyon 2\n";
//   Office office(machine);
//   office.holds = [](Call call, auto...) { return call == Call::parse; };
//   auto work = office.run("import_file", exo37::import_file(...));
//   EXPECT(..., office.standing(Call::parse) == 1);
//   office.let_all_go();
//
// Clerks are threads, but only one thread runs at any time: the test hands over
// to a clerk, and gets its turn back when the clerk has done one piece of work,
// or stands before a call that the test holds. So each run is the same, and
// after settle() the state is exact: nobody can do anything more.
#pragma once

#include <algorithm>
#include <array>
#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/use_awaitable.hpp>
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <functional>
#include <limits>
#include <locale>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <support/awkward.hpp>
#include <support/expect.hpp>
#include <support/gate.hpp>
#include <support/stage.hpp>
#include <support/watchdog.hpp>
#include <system_error>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>
#include <workbook/disk.hpp>

#include "import.hpp"
#include "lessons.hpp"

namespace {

namespace fs = std::filesystem;

constexpr workbook::Text the_disk_is_broken{"the disk is broken",
                                            "le disque est en panne"};

enum class Call { open, read, parse, append, truncate, sync, load, save };

constexpr auto unlimited = std::numeric_limits<std::size_t>::max();

// What is on the disk, and outlives a process.
struct Machine {
  std::map<std::string, std::string> files;
  std::string rows;       // the ledger, as a process sees it
  std::string safe_rows;  // as it was at the last sync
  std::size_t equal = 0;  // so many bytes of both are known to be equal
  workbook::Checkpoint checkpoint;
  std::uint64_t before = 0;  // bytes of a file and its rows: done, safe, gone
  std::size_t room = unlimited;  // for the ledger: then the disk is full

  // The power is cut. Of what was not synced, so many of `parts` remain.
  void crash(std::size_t part, std::size_t parts) {
    if (!rows.starts_with(safe_rows)) {
      if (part == 0) rows = safe_rows;
    } else {
      const auto unsafe = rows.size() - safe_rows.size();
      rows.resize(safe_rows.size() + unsafe * part / parts);
    }
    safe_rows = rows;
    equal = rows.size();
  }
};

// Goes through the code of a process that is dead.
struct Killed {};

// "lyon 1\nlyon 2..." on one line of the story.
inline std::string in_quotes(std::string_view text) {
  std::string line = "\"";
  for (const char c : text.substr(0, 24)) {
    if (c == '\n')
      line += "\\n";
    else
      line += static_cast<unsigned char>(c) < ' ' ? '?' : c;
  }
  line += text.size() > 24 ? "...\"" : "\"";
  return line;
}

// In capitals: as many bytes, and told from what they were. The library does it
// much faster than a loop that is compiled without optimisation.
inline std::string rows_of(std::string lines) {
  std::use_facet<std::ctype<char>>(std::locale::classic())
      .toupper(lines.data(), lines.data() + lines.size());
  return lines;
}

class Office {
 public:
  static constexpr int how_many_clerks = 4;

  // Print the story at the end.
  static inline bool aloud = false;

  explicit Office(Machine& machine)
      : machine(machine),
        stays_open_(clerks_context_.get_executor()),
        gate(stage, workbook::Text{"the sink", "le récepteur"}),
        disk(*this),
        ledger(*this) {
    // Hundreds of these in one test take their time on a busy machine, and that
    // is no sign that anybody waits in vain.
    workbook::Watchdog::pat();
  }

  // Where each choice depends on a seed, the story begins with it.
  Office(Machine& machine, unsigned seed) : Office(machine) {
    const auto number = std::to_string(seed);
    const auto en = "(seed " + number + ": WORKBOOK_SEED=" + number +
                    " tells this story again)";
    const auto fr = "(graine " + number + " : WORKBOOK_SEED=" + number +
                    " raconte cette histoire à nouveau)";
    stage.story.tell("", {en, fr});
  }

  // The process ends. Nothing that its code does now has any effect.
  ~Office() {
    if (aloud)
      for (const auto& line : workbook::Story::told())
        std::printf("%s\n", line.c_str());
    dead_ = true;
    for (auto& clerk : clerks_)
      while (clerk->stands) hand_over(*clerk);
    for (auto& clerk : clerks_) {
      if (!clerk->thread.joinable()) continue;
      clerk->leaves = true;
      clerk->go.give();
      clerk->thread.join();
    }
    // Each of the two loops may hold work that refers to the other one: this
    // destroys the work while both are there.
    clerks_context_.clear();
  }
  Office(const Office&) = delete;
  Office& operator=(const Office&) = delete;

  asio::any_io_executor clerks() { return clerks_context_.get_executor(); }

  // Starts work, and lets everybody do what can be done, unless all stay still.
  bool stays_still = false;
  template <class T>
  workbook::Outcome<T> run(std::string name, asio::awaitable<T> work) {
    auto outcome = stage.start(std::move(name), heard(std::move(work)));
    if (!stays_still) settle();
    return outcome;
  }

  // Until nobody can do anything more.
  void settle() {
    constexpr int far_too_many = 200'000;
    int moves = 0;
    while (!dead_ && moves < far_too_many && move()) ++moves;
    if (dead_) return;
    EXPECT(never_ends, moves < far_too_many);
    stage.settle();
    EXPECT(parses_on_the_loop, !parsed_elsewhere_);
    EXPECT(disk_on_the_loop, !called_elsewhere_);
    EXPECT(failure_lost, thrown_at_clerk_ == nullptr);
    EXPECT(among_the_clerks, !sink_elsewhere_);
    EXPECT(two_at_once, !two_at_once_);
    if (!ended_) return;
    EXPECT(among_the_clerks, ended_in_office_);
    EXPECT(left_behind, calls_after_end_ == 0);
    EXPECT(left_behind, standing_at_end_ == 0);
    EXPECT(left_behind, open_at_end_ == 0);
  }

  // Calls that stand until the test lets them go: asked with the kind of call,
  // which one of that kind it is, and its path or text.
  using Which = std::function<bool(Call, long nth, std::string_view what)>;
  Which holds;

  std::size_t standing(Call call) const {
    return std::count_if(
        clerks_.begin(), clerks_.end(),
        [&](const auto& clerk) { return clerk->stands == call; });
  }
  std::size_t standing() const {
    return std::count_if(clerks_.begin(), clerks_.end(), [](const auto& clerk) {
      return clerk->stands.has_value();
    });
  }

  // One of the clerks who stand goes on; then everybody.
  void let_go(std::size_t which) {
    for (auto& clerk : clerks_)
      if (clerk->stands && which-- == 0) {
        hand_over(*clerk);
        break;
      }
    settle();
  }
  // The one who has stood there longest.
  void let_go(Call call) {
    Clerk* first = nullptr;
    for (auto& clerk : clerks_)
      if (clerk->stands == call && (!first || clerk->since < first->since))
        first = clerk.get();
    if (first) hand_over(*first);
    settle();
  }
  void let_all_go() {
    holds = nullptr;
    while (standing() > 0) let_go(std::size_t{0});
    settle();
  }

  // Moves by so many moments, each one handler of the office or one piece of
  // work of a clerk.
  void turn(int moments) {
    while (moments-- > 0 && move()) {
    }
  }

  // The call of this number fails, or the process dies before it. From 1 on.
  long failing_call = 0;
  Which breaks;
  long dies_before = 0;
  std::exception_ptr failure =
      std::make_exception_ptr(workbook::Mishap(the_disk_is_broken));
  std::optional<Call> failed;  // the last one that did
  bool dead() const { return dead_; }
  long calls() const { return calls_; }
  long calls(Call call) const { return calls_of_[static_cast<int>(call)]; }

  // How many pieces of work the clerks have begun, and in which of them the
  // last call was made.
  long pieces() const { return pieces_; }
  long piece_of_last_call() const { return piece_of_last_call_; }

  // How many bytes a read gives at most.
  std::size_t read_at_most = unlimited;
  std::function<std::size_t(std::size_t)> cut;

  // Bytes read, given to `parse`, and taken by the sink or the ledger.
  std::size_t bytes_read = 0;
  std::size_t bytes_parsed = 0;
  std::size_t bytes_taken = 0;
  std::size_t most_kept = 0;    // read and not taken, at the worst moment
  std::size_t most_behind = 0;  // the checkpoint, behind what has been read
  std::size_t open_files = 0;
  std::size_t most_open = 0;
  std::vector<std::uint64_t> opened_at;
  std::vector<std::uint64_t> truncated_to;
  std::set<std::string> opened;
  std::vector<std::string> parsed;

  workbook::Parse parse() {
    return [this](std::string lines) {
      bytes_parsed += lines.size();
      parsed.push_back(lines);
      call(Call::parse, {"parses", "analyse"}, in_quotes(lines));
      return to_rows(std::move(lines));
    };
  }
  std::string (*to_rows)(std::string lines) = rows_of;

  // A sink that keeps what it gets. It begins when it is called, and ends when
  // it has been awaited; it waits for the gate, if it is told to.
  exo37::Sink sink() {
    return [this](std::string rows) {
      auto given = std::make_unique<Given>(*this, rows);
      if (sink_fails_when_called && how_many_given == sink_fails_at)
        std::rethrow_exception(sink_failure);
      return take(std::move(given), std::move(rows));
    };
  }
  std::size_t how_many_given = 0;  // calls of the sink
  std::vector<std::string> got;    // those of them that were awaited
  std::string all_got() const {
    std::string all;
    for (const auto& rows : got) all += rows;
    return all;
  }
  bool sink_waits = false;
  bool sink_ends_well = false;  // told to stop while it waits, it just returns
  bool sink_yields = false;     // each call lets others run first
  std::size_t sink_fails_at = unlimited;
  bool sink_fails_when_called = false;  // and not when it is awaited
  std::exception_ptr sink_failure = failure;
  std::size_t ends_of_lines = 0;  // 1 if the sink is one for lines

  // Each checkpoint that was saved, and how much of the ledger was safe then.
  struct Saved {
    workbook::Checkpoint checkpoint;
    std::uint64_t safe = 0;
  };
  std::vector<Saved> saved;

  Machine& machine;
  const workbook::Checkpoint began_at = machine.checkpoint;

 private:
  // Hands the turn from one thread to another.
  class Signal {
   public:
    void give() {
      {
        const std::lock_guard lock(mutex_);
        given_ = true;
      }
      changed_.notify_one();
    }
    void take() {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return given_; });
      given_ = false;
    }

   private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool given_ = false;
  };

  struct Clerk {
    std::string name;
    Signal go, back;
    std::optional<Call> stands;
    long since = 0;
    long piece = 0;  // which piece of work he has in hand, or had last
    bool did_something = false;
    bool leaves = false;
    std::thread thread;
  };

  class ClerksContext : public asio::io_context {
   public:
    void clear() { shutdown(); }
  };

  // The clerk whose thread this is.
  static Clerk*& me() {
    thread_local Clerk* clerk = nullptr;
    return clerk;
  }

  std::mutex mutex_;
  std::vector<std::unique_ptr<Clerk>> clerks_;
  long calls_ = 0;
  long pieces_ = 0;
  long piece_of_last_call_ = 0;
  std::array<long, 8> calls_of_{};
  bool dead_ = false;
  bool taking_ = false;
  bool two_at_once_ = false;
  bool sink_elsewhere_ = false;
  bool parsed_elsewhere_ = false;
  bool called_elsewhere_ = false;
  std::exception_ptr thrown_at_clerk_;
  bool ended_ = false;
  bool ended_in_office_ = false;
  std::size_t open_at_end_ = 0;
  std::size_t standing_at_end_ = 0;
  long calls_after_end_ = 0;

  // What refers to the rest goes first.
  ClerksContext clerks_context_;
  asio::executor_work_guard<asio::io_context::executor_type> stays_open_;

 public:
  workbook::Stage stage;
  workbook::Gate<workbook::Done> gate;

 private:
  void hand_over(Clerk& clerk) {
    const auto if_it_stands_still =
        workbook::Teaching::only_if_it_never_returns(clerk_kept_waiting,
                                                     never_ends);
    if (!holds && !clerk.stands) return work_once(clerk);
    if (!clerk.thread.joinable())
      clerk.thread = std::thread([this, &clerk] { work(clerk); });
    clerk.go.give();
    clerk.back.take();
  }

  // On the thread of a clerk. What cannot be held may as well be done on the
  // thread of the test, in the name of the clerk: that saves much time.
  void work(Clerk& clerk) {
    for (;;) {
      clerk.go.take();
      if (clerk.leaves) return;
      work_once(clerk);
      clerk.back.give();
    }
  }
  void work_once(Clerk& clerk) {
    clerk.piece = ++pieces_;
    me() = &clerk;
    try {
      clerk.did_something = clerks_context_.poll_one() > 0;
    } catch (...) {
      clerk.did_something = true;
      if (!dead_) thrown_at_clerk_ = std::current_exception();
    }
    me() = nullptr;
  }

  // A clerk who has nothing to do, or nullptr.
  Clerk* idle() {
    for (auto& clerk : clerks_)
      if (!clerk->stands) return clerk.get();
    if (clerks_.size() == how_many_clerks) return nullptr;
    auto& clerk = *clerks_.emplace_back(std::make_unique<Clerk>());
    clerk.name = workbook::Text{"clerk ", "le magasinier "}.spoken() +
                 std::to_string(clerks_.size());
    return &clerk;
  }

  // One handler of the office, or one piece of work of a clerk.
  bool move() {
    {
      const auto if_it_stands_still =
          workbook::Teaching::only_if_it_never_returns(disk_on_the_loop,
                                                       never_ends);
      if (stage.turn(1) > 0) return true;
    }
    Clerk* clerk = idle();
    if (!clerk) return false;
    hand_over(*clerk);
    return clerk->stands || clerk->did_something;
  }

  std::string name_of(const Clerk* clerk) const {
    return clerk ? clerk->name
                 : workbook::Text{"the office", "le bureau"}.spoken();
  }

  // Each call of disk, ledger and parse begins here. True if it must fail.
  bool fails(Call kind, workbook::Text what, const std::string& detail) {
    Clerk* clerk = me();
    std::unique_lock lock(mutex_);
    if (dead_) throw Killed{};
    ++calls_;
    const auto mine = calls_;
    const auto nth = ++calls_of_[static_cast<int>(kind)];
    if (clerk)
      piece_of_last_call_ = std::max(piece_of_last_call_, clerk->piece);
    if (ended_) ++calls_after_end_;
    if (!clerk && kind == Call::parse) parsed_elsewhere_ = true;
    if (!clerk && kind != Call::parse) called_elsewhere_ = true;
    if (mine == dies_before) {
      stage.story.tell(name_of(clerk), {"is killed", "est tué"});
      dead_ = true;
      throw Killed{};
    }
    // A read tells what it gives, when that is known.
    bool told = kind != Call::read;
    if (told) stage.story.tell(name_of(clerk), what, detail);
    if (clerk && holds && holds(kind, nth, detail)) {
      if (!told) stage.story.tell(name_of(clerk), what, detail);
      told = true;
      stage.story.tell(clerk->name, {"has to wait", "doit attendre"});
      clerk->stands = kind;
      clerk->since = mine;
      lock.unlock();
      clerk->back.give();
      clerk->go.take();
      lock.lock();
      clerk->stands.reset();
      if (dead_) throw Killed{};
    }
    if (mine != failing_call && !(breaks && breaks(kind, nth, detail)))
      return false;
    failed = kind;
    if (!told) stage.story.tell(name_of(clerk), what, detail);
    stage.story.tell(name_of(clerk), workbook::happens::fails,
                     workbook::message_of(failure));
    return true;
  }

  void call(Call kind, workbook::Text what, const std::string& detail = "") {
    if (fails(kind, what, detail)) std::rethrow_exception(failure);
  }

  void keeps() {
    most_kept =
        std::max(most_kept, bytes_read - std::min(bytes_read, bytes_taken));
    const auto safe =
        static_cast<std::size_t>(machine.checkpoint.read - machine.before);
    most_behind =
        std::max(most_behind, bytes_read - std::min(bytes_read, safe));
  }

  // A call of what may have one at a time.
  struct Busy {
    Busy(Office& office, bool& it) : it(it) {
      if (it) office.two_at_once_ = true;
      it = true;
    }
    ~Busy() { it = false; }
    bool& it;
  };

  // A call of the sink, until it has been awaited or is given up.
  struct Given {
    Given(Office& office, const std::string& rows)
        : office(office), taking(office, office.taking_) {
      if (me()) office.sink_elsewhere_ = true;
      if (office.ended_) ++office.calls_after_end_;
      ++office.how_many_given;
      tell({"gets", "reçoit"}, in_quotes(rows));
    }
    ~Given() {
      if (!awaited && !office.dead_)
        tell({"is not awaited", "n'est pas attendu"});
    }
    void tell(workbook::Text what, const std::string& detail = "") {
      office.stage.story.tell(
          workbook::Text{"the sink", "le récepteur"}.spoken(), what, detail);
    }

    Office& office;
    const Busy taking;
    bool awaited = false;
  };

  asio::awaitable<void> take(std::unique_ptr<Given> given, std::string rows) {
    if (me()) sink_elsewhere_ = true;
    const auto until_it_ends = std::move(given);
    until_it_ends->awaited = true;
    const auto size = rows.size() + ends_of_lines;
    got.push_back(std::move(rows));
    if (sink_yields) co_await asio::post(asio::use_awaitable);
    try {
      if (sink_waits) co_await gate.wait();
    } catch (const std::system_error&) {
      if (!sink_ends_well) throw;
    }
    if (!sink_fails_when_called && got.size() == sink_fails_at)
      std::rethrow_exception(sink_failure);
    bytes_taken += size;
  }

  // Awaits the work, and notes what is to be seen at its end.
  template <class T>
  asio::awaitable<T> heard(asio::awaitable<T> work) {
    struct Note {
      Office& office;
      ~Note() {
        if (office.dead_) return;
        office.ended_ = true;
        office.ended_in_office_ = me() == nullptr;
        office.open_at_end_ = office.open_files;
        office.standing_at_end_ = office.standing();
      }
    };
    const Note note{*this};
    co_return co_await std::move(work);
  }

  struct OpenFile : workbook::File {
    OpenFile(Office& office, const fs::path& path, std::uint64_t at)
        : office(office), path(path), at(at) {
      office.most_open = std::max(office.most_open, ++office.open_files);
    }
    ~OpenFile() override { --office.open_files; }

    std::string read(std::size_t at_most) override {
      const Busy reading(office, busy);
      office.call(Call::read, {"reads", "lit"}, path.filename().string());
      const auto& content = office.machine.files[path.string()];
      at = std::max(at, office.machine.before);
      const auto from =
          std::min<std::size_t>(at - office.machine.before, content.size());
      auto size =
          std::min({at_most, office.read_at_most, content.size() - from});
      if (office.cut && size > 0) size = office.cut(size);
      at += size;
      office.bytes_read += size;
      office.keeps();
      const auto bytes = std::to_string(size);
      const auto en = "reads " + bytes + (size == 1 ? " byte of" : " bytes of");
      const auto fr = "lit " + bytes + (size < 2 ? " octet de" : " octets de");
      const workbook::Text gives =
          size > 0 ? workbook::Text{en, fr}
                   : workbook::Text{"sees the end of", "voit la fin de"};
      office.stage.story.count(office.name_of(me()), gives,
                               path.filename().string());
      return content.substr(from, size);
    }

    Office& office;
    const fs::path path;
    std::uint64_t at;
    bool busy = false;
  };

  struct OfficeDisk : workbook::Disk {
    explicit OfficeDisk(Office& office) : office(office) {}

    std::unique_ptr<workbook::File> open(const fs::path& path,
                                         std::uint64_t from) override {
      office.call(Call::open, {"opens", "ouvre"}, path.string());
      if (!office.machine.files.contains(path.string()))
        throw fs::filesystem_error(
            "cannot open", path,
            std::make_error_code(std::errc::no_such_file_or_directory));
      office.opened_at.push_back(from);
      office.opened.insert(path.string());
      return std::make_unique<OpenFile>(office, path, from);
    }

    Office& office;
  };

  struct OfficeLedger : workbook::Ledger {
    explicit OfficeLedger(Office& office) : office(office) {}

    void append(std::string_view rows) override {
      const Busy working(office, busy);
      auto& machine = office.machine;
      const bool fails =
          office.fails(Call::append, {"appends", "ajoute"}, in_quotes(rows));
      const auto room =
          machine.room - std::min(machine.room, machine.rows.size());
      if (fails) {
        machine.rows += rows.substr(0, std::min(room, rows.size() / 2));
        std::rethrow_exception(office.failure);
      }
      machine.rows += rows.substr(0, room);
      if (rows.size() > room)
        throw std::system_error(
            std::make_error_code(std::errc::no_space_on_device));
      office.bytes_taken += rows.size();
    }
    void truncate(std::uint64_t size) override {
      const Busy working(office, busy);
      office.call(Call::truncate,
                  {"truncates the ledger to", "tronque le registre à"},
                  std::to_string(size));
      auto& machine = office.machine;
      office.truncated_to.push_back(size);
      size -= std::min(size, machine.before);
      if (size >= machine.rows.size()) return;
      machine.rows.resize(static_cast<std::size_t>(size));
      machine.equal = std::min(machine.equal, machine.rows.size());
    }
    void sync() override {
      const Busy working(office, busy);
      office.call(Call::sync, {"syncs the ledger", "synchronise le registre"});
      auto& machine = office.machine;
      machine.safe_rows.resize(machine.equal);
      machine.safe_rows.append(machine.rows, machine.equal);
      machine.equal = machine.rows.size();
    }
    workbook::Checkpoint load() override {
      const Busy working(office, busy);
      office.call(Call::load,
                  {"loads the checkpoint", "charge le point de reprise"});
      return office.machine.checkpoint;
    }
    void save(const workbook::Checkpoint& checkpoint) override {
      const Busy working(office, busy);
      office.call(Call::save,
                  {"saves the checkpoint", "enregistre le point de reprise"},
                  std::to_string(checkpoint.read));
      office.machine.checkpoint = checkpoint;
      const auto& machine = office.machine;
      office.saved.push_back(
          {checkpoint, machine.before + machine.safe_rows.size()});
    }

    Office& office;
    bool busy = false;
  };

 public:
  OfficeDisk disk;
  OfficeLedger ledger;
};

// Choices that depend on a seed and on nothing else.
class Choices {
 public:
  explicit Choices(unsigned seed) : random_(seed) {}
  std::size_t below(std::size_t n) { return random_() % n; }
  bool one_in(std::size_t n) { return below(n) == 0; }

 private:
  std::mt19937 random_;
};

// Tells a story with so many seeds, or with the one of WORKBOOK_SEED: then what
// happens in it is printed.
inline void for_each_seed(unsigned count,
                          const std::function<void(unsigned)>& story) {
  if (const char* one = std::getenv("WORKBOOK_SEED")) {
    Office::aloud = true;
    story(static_cast<unsigned>(std::strtoul(one, nullptr, 10)));
    Office::aloud = false;
    return;
  }
  for (unsigned seed = 1; seed <= count; ++seed) story(seed);
}

}  // namespace
