// The demo of exo47: what an || does with a failure, and half a record; and
// Relay, programs to use.
//
//   demo47                            the first two
//   demo47 day [LABELS]               all of Relay in a terminal: a broker and
//                                     four workers, killed again and again
//   demo47 broker PORT FOLDER [VISIBILITY MOST]
//   demo47 worker PORT FOLDER NAME [MILLISECONDS]
//   demo47 put PORT LABELS
//   demo47 show PORT
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <asio/co_spawn.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/io_context.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <exception>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tasks.hpp"

using namespace std::chrono_literals;
using asio::ip::tcp;
namespace fs = std::filesystem;

// A kitchen: two things at once, one of which fails.

// begin kitchen
using namespace asio::experimental::awaitable_operators;

asio::awaitable<void> wait(std::chrono::milliseconds time) {
  asio::steady_timer timer(co_await asio::this_coro::executor, time);
  co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> bake() {
  co_await wait(10ms);
  fmt::print("the cake burns\n");
  throw std::runtime_error("burnt");
}

asio::awaitable<void> sing(int verses) {
  for (int verse = 1; verse <= verses; ++verse) {
    co_await wait(100ms);
    fmt::print("verse {}\n", verse);
  }
}
// end kitchen

// begin hidden
asio::awaitable<void> cook() {
  // || waits for the first success. A burnt cake is none.
  co_await (bake() || sing(3));
  fmt::print("somebody looks into the oven\n");
}
// end hidden

// begin seen
asio::awaitable<std::string> bake_anyhow() {
  try {
    co_await bake();
    co_return "a cake";
  } catch (const std::exception& error) {
    co_return error.what();
  }
}

asio::awaitable<void> cook_better() {
  const auto first = co_await (bake_anyhow() || sing(3));
  fmt::print("out of the oven comes: {}\n", std::get<0>(first));
}
// end seen

// A diary, and a pen that breaks.

void read_aloud(std::string_view diary) {
  // begin diary
  for (;;) {
    const auto record = workbook::record_of(diary);
    if (record.damaged) fmt::print("somebody has been at it: stop\n");
    if (record.damaged || !record.size) break;
    fmt::print("{}\n", record.text);
    diary.remove_prefix(record.size);
  }
  fmt::print("and {} bytes of something\n", diary.size());
  // end diary
}

void show_a_diary() {
  auto diary = workbook::sealed("monday: rain");
  diary += workbook::sealed("tuesday: sun");
  const auto wednesday = workbook::sealed("wednesday: we met");
  read_aloud(diary + wednesday.substr(0, 15));
  // The next day, behind the half of the one before.
  read_aloud(diary + wednesday.substr(0, 15) +
             workbook::sealed("thursday: snow"));
}

void run(asio::awaitable<void> work) {
  asio::io_context context;
  asio::co_spawn(context, std::move(work), [](std::exception_ptr error) {
    if (error) std::rethrow_exception(error);
  });
  context.run();
}

// The programs.

tcp::endpoint at(unsigned short port) {
  return {asio::ip::address_v4::loopback(), port};
}

int broker(unsigned short port, const fs::path& folder, exo47::Terms terms) {
  fs::create_directories(folder);
  workbook::FilePaper paper(folder / "journal");
  asio::io_context context(1);
  exo47::Broker broker(context.get_executor(), terms, &paper);
  tcp::acceptor acceptor(context, at(port));
  fmt::print("Relay listens at port {}. Ctrl-C stops it.\n",
             acceptor.local_endpoint().port());
  std::fflush(stdout);
  asio::signal_set ctrl_c(context, SIGINT, SIGTERM);
  // A broker needs no goodbye: it is made to be killed.
  ctrl_c.async_wait([](asio::error_code, int) { std::_Exit(0); });
  const auto talk = [&](workbook::Wire wire) {
    return exo47::converse(std::move(wire), broker);
  };
  asio::co_spawn(context, workbook::serve_lines(acceptor, talk),
                 [](std::exception_ptr error) {
                   try {
                     if (error) std::rethrow_exception(error);
                   } catch (const std::exception& failure) {
                     fmt::print("{}\n", failure.what());
                     std::fflush(stdout);
                   }
                   std::_Exit(1);
                 });
  context.run();
  return 1;
}

// A printer: a label is a file, and its name is its key. A name is taken once,
// whoever else tries, and however late. Another line of a log for each try.
asio::awaitable<void> print_label(fs::path folder, std::string key,
                                  std::string text,
                                  std::chrono::milliseconds time) {
  co_await wait(time);
  const auto draft =
      folder / (".draft-" + key + '-' + std::to_string(::getpid()));
  std::ofstream(draft) << text << '\n';
  std::error_code taken;
  fs::create_hard_link(draft, folder / "labels" / key, taken);
  fs::remove(draft);
  std::ofstream(folder / "tries", std::ios::app)
      << key + (taken ? " was printed before\n" : " is printed\n");
  fmt::print("{} {}\n", key, taken ? "was printed before" : "is printed");
  std::fflush(stdout);
}

int worker(unsigned short port, const fs::path& folder, const std::string& name,
           std::chrono::milliseconds time) {
  fs::create_directories(folder / "labels");
  asio::io_context context(1);
  const auto effect = [&](std::string key, std::string text) {
    return print_label(folder, std::move(key), std::move(text), time);
  };
  asio::co_spawn(context, exo47::work(at(port), name, effect),
                 [](std::exception_ptr error) {
                   if (error) std::rethrow_exception(error);
                 });
  context.run();
  return 0;
}

asio::awaitable<workbook::Wire> reach(unsigned short port) {
  tcp::socket socket(co_await asio::this_coro::executor);
  co_await socket.async_connect(at(port), asio::use_awaitable);
  co_return workbook::Wire(std::move(socket));
}

// Puts all of them, however often the broker dies meanwhile.
asio::awaitable<void> put(unsigned short port, int labels) {
  constexpr int patience = 200;
  int next = 1;
  for (int tries = 0; next <= labels; ++tries) {
    if (tries == patience) throw std::runtime_error("no broker answers");
    try {
      auto wire = co_await reach(port);
      for (; next <= labels; ++next, tries = 0)
        co_await wire.ask(fmt::format("PUT {} parcel {}", 1'000 + next, next));
      co_return;
    } catch (const asio::system_error&) {
    }
    co_await wait(50ms);
  }
}

// The picture.

struct Colours {
  explicit Colours(bool on) : on(on) {}
  std::string operator()(int colour, std::string_view text) const {
    if (!on) return std::string(text);
    return fmt::format("\x1b[38;5;{}m{}\x1b[0m", colour, text);
  }
  bool on;
};

class Picture {
 public:
  explicit Picture(bool live) : live_(live), colour_(live) {}

  // Something has happened that the broker cannot know.
  void tell(const std::string& event) {
    if (!live_) fmt::print("{}\n", event);
    events_.push_back(event);
    if (events_.size() > 7) events_.pop_front();
  }

  // What the broker says; nothing, if it is not there.
  void draw(const std::vector<workbook::Entry>& entries,
            const std::map<std::string, bool>& alive, bool broker) {
    if (broker) look(entries);
    if (!live_) return;
    std::string page = "\x1b[H";
    const auto line = [&](const std::string& text) {
      page += text + "\x1b[K\n";
    };
    std::array<int, 4> count{};
    for (const auto& entry : seen_) ++count[entry.second.state];
    line(fmt::format(" Relay prints {} labels   {} {}   {} {}   {} {}   {} {}",
                     seen_.size(), colour_(70, "■ done"), count[2],
                     colour_(214, "▣ lent"), count[1], colour_(244, "· waits"),
                     count[0], colour_(160, "✖ aside"), count[3]));
    line("");
    std::string row = "  ";
    int column = 0;
    for (const auto& [id, entry] : seen_) {
      row += cell(entry);
      if (++column % 40 == 0) {
        line(row);
        row = "  ";
      }
    }
    line(row);
    line("");
    line(fmt::format("  broker  {}", broker ? colour_(70, "● up")
                                            : colour_(160,
                                                      "✖ killed; what it "
                                                      "knew is on paper")));
    for (const auto& [name, lives] : alive) line(worker(name, lives));
    line("");
    for (const auto& event : events_) line("  " + event);
    page += "\x1b[J";
    fmt::print("{}", page);
    std::fflush(stdout);
  }

  std::size_t done() const {
    return static_cast<std::size_t>(
        std::count_if(seen_.begin(), seen_.end(), [](const auto& each) {
          return each.second.state == workbook::Entry::done;
        }));
  }

 private:
  std::string cell(const workbook::Entry& entry) const {
    const bool again = entry.takings > 1;
    switch (entry.state) {
      case workbook::Entry::done:
        // Blue: it has seen somebody die.
        return colour_(again ? 33 : 70, "■");
      case workbook::Entry::leased:
        return colour_(again ? 207 : 214, "▣");
      case workbook::Entry::aside:
        return colour_(160, "✖");
      default:
        return colour_(again ? 207 : 244, "·");
    }
  }

  std::string worker(const std::string& name, bool lives) const {
    auto text = fmt::format("  {:<7} {}", name,
                            lives ? colour_(70, "●") : colour_(160, "✖"));
    std::string holds;
    for (const auto& [id, entry] : seen_) {
      if (entry.state != workbook::Entry::leased || entry.who != name) continue;
      const auto left = std::clamp<long long>(entry.left.count() / 100, 0, 20);
      std::string bar;
      for (int i = 0; i < left; ++i) bar += "█";
      holds +=
          fmt::format(" {} {} {:.1f} s", id, colour_(lives ? 214 : 160, bar),
                      static_cast<double>(entry.left.count()) / 1'000);
    }
    if (!lives) text += " killed" + std::string(holds.empty() ? "" : "; held");
    return text + (holds.empty() && lives ? " idle" : holds);
  }

  void look(const std::vector<workbook::Entry>& entries) {
    for (const auto& entry : entries) {
      auto& before = seen_[entry.id];
      if (entry.takings > std::max(before.takings, 1))
        tell(fmt::format("{} comes back from {}, and {} has it", entry.id,
                         before.who.empty() ? "somebody" : before.who,
                         entry.who));
      if (entry.state == workbook::Entry::aside && before.state != entry.state)
        tell(entry.id + " is set aside");
      before = entry;
    }
  }

  const bool live_;
  const Colours colour_;
  std::map<std::string, workbook::Entry> seen_;
  std::deque<std::string> events_;
};

// Asks one broker after the other what there is.
class Window {
 public:
  explicit Window(unsigned short port) : port_(port) {}

  asio::awaitable<std::optional<std::vector<workbook::Entry>>> look() {
    std::optional<std::vector<workbook::Entry>> entries;
    try {
      if (!wire_) wire_.emplace(co_await reach(port_));
      entries = workbook::entries_of(co_await wire_->ask("LIST"));
    } catch (const asio::system_error&) {
      wire_.reset();
    }
    co_return entries;
  }

 private:
  unsigned short port_;
  std::optional<workbook::Wire> wire_;
};

asio::awaitable<void> show(unsigned short port) {
  Picture picture(true);
  Window window(port);
  std::map<std::string, bool> workers;
  fmt::print("\x1b[2J");
  for (;;) {
    const auto entries = co_await window.look();
    if (entries)
      for (const auto& entry : *entries)
        if (!entry.who.empty()) workers[entry.who] = true;
    picture.draw(entries.value_or(std::vector<workbook::Entry>()), workers,
                 entries.has_value());
    co_await wait(100ms);
  }
}

// A day: programs that are started, killed with SIGKILL, and started again.

extern char** environ;

class Child {
 public:
  Child(const std::vector<std::string>& arguments, bool wants_output) {
    int ends[2] = {-1, -1};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    if (!wants_output)
      posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", 1, 0);
    std::vector<char*> words;
    for (const auto& each : arguments)
      words.push_back(const_cast<char*>(each.c_str()));
    words.push_back(nullptr);
    const int failed = ::posix_spawn(&id_, "/proc/self/exe", &actions, nullptr,
                                     words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    if (failed) throw std::runtime_error("it does not start");
    if (wants_output) {
      char byte = 0;
      while (byte != '\n' && ::read(ends[0], &byte, 1) == 1) first_line += byte;
    }
    ::close(ends[0]);
  }
  ~Child() { kill(); }

  bool has_ended() {
    if (id_ > 0 && ::waitpid(id_, nullptr, WNOHANG) == id_) id_ = -1;
    return id_ < 0;
  }

  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  void kill() {
    if (id_ <= 0) return;
    ::kill(id_, SIGKILL);
    ::waitpid(std::exchange(id_, -1), nullptr, 0);
  }

  std::string first_line;  // that it has said, if it was wanted

 private:
  pid_t id_ = -1;
};

asio::awaitable<void> day(int labels, bool live, fs::path folder) {
  using Clock = std::chrono::steady_clock;
  const std::string visibility = live ? "2000" : "600";
  const auto start_broker = [&](const std::string& port) {
    return std::make_unique<Child>(
        std::vector<std::string>{"demo47", "broker", port, folder.string(),
                                 visibility, "1000"},
        true);
  };
  auto broker = start_broker("0");
  if (!broker->first_line.starts_with("Relay listens at port "))
    throw std::runtime_error("the broker does not start");
  std::string digits;
  for (const char c : broker->first_line)
    if (c >= '0' && c <= '9') digits += c;
  const auto port = static_cast<unsigned short>(std::stoi(digits));

  const std::vector<std::string> names{"anna", "bert", "cleo", "dora"};
  std::map<std::string, std::unique_ptr<Child>> crew;
  std::map<std::string, Clock::time_point> back;  // of whoever is dead
  const auto start_worker = [&](const std::string& name) {
    const auto time = live ? std::to_string(500 + 150 * (name[0] - 'a')) : "5";
    crew[name] = std::make_unique<Child>(
        std::vector<std::string>{"demo47", "worker", digits, folder.string(),
                                 name, time},
        false);
  };
  co_await put(port, labels);
  for (const auto& name : names) start_worker(name);

  Picture picture(live);
  Window window(port);
  int kills = 0;
  std::map<std::string, bool> alive;
  if (live) fmt::print("\x1b[2J");
  for (;;) {
    const auto entries = co_await window.look();
    for (const auto& name : names) alive[name] = crew[name] != nullptr;
    picture.draw(entries.value_or(std::vector<workbook::Entry>()), alive,
                 entries.has_value());
    for (const auto& name : names)
      if (crew[name] && crew[name]->has_ended())
        throw std::runtime_error(name + " has ended without being killed");
    if (broker && broker->has_ended())
      throw std::runtime_error("the broker has ended without being killed");
    const auto done = static_cast<int>(picture.done());
    if (done >= labels) break;
    // Who has been dead for a while is started again.
    const auto now = Clock::now();
    for (auto each = back.begin(); each != back.end();) {
      if (each->second > now) {
        ++each;
        continue;
      }
      const bool one_of_them = each->first != "broker";
      picture.tell((one_of_them ? each->first : "the broker") +
                   " is started again");
      if (one_of_them)
        start_worker(each->first);
      else
        broker = start_broker(digits);
      each = back.erase(each);
    }
    // A kill for every five labels: workers in turn, and now and then the
    // broker.
    if (done >= 5 * (kills + 1)) {
      const auto pause = live ? 1'500ms : 0ms;
      const auto& name = names[static_cast<std::size_t>(kills) % 4];
      if (++kills % 4 == 0 && broker) {
        broker.reset();
        back["broker"] = now + pause;
        picture.tell("the broker is killed");
      } else if (crew[name]) {
        crew[name].reset();
        back[name] = now + pause;
        picture.tell(name + " is killed");
      }
    }
    co_await wait(live ? 80ms : 2ms);
  }
  crew.clear();
  const auto printed = std::distance(fs::directory_iterator(folder / "labels"),
                                     fs::directory_iterator());
  fmt::print("{} labels are done, and {} are printed; {} kills.\n", labels,
             printed, kills);
  if (printed != labels) throw std::runtime_error("that is not the same");
}

int main(int argc, char** argv) try {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const auto given = [&](std::size_t i, const char* otherwise) {
    return i < arguments.size() ? arguments[i] : std::string(otherwise);
  };
  const auto what = given(0, "");
  const auto port =
      static_cast<unsigned short>(std::atoi(given(1, "0").c_str()));
  const auto number = [&](std::size_t i, const char* otherwise) {
    return std::atoi(given(i, otherwise).c_str());
  };
  if (what == "broker") {
    exo47::Terms terms;
    terms.visibility = std::chrono::milliseconds(number(3, "3000"));
    terms.most_takings = number(4, "5");
    return broker(port, given(2, "relay"), terms);
  }
  if (what == "worker")
    return worker(port, given(2, "relay"), given(3, "anna"),
                  std::chrono::milliseconds(number(4, "1000")));
  if (what == "put") {
    run(put(port, number(2, "40")));
  } else if (what == "show") {
    run(show(port));
  } else if (what == "day") {
    auto folder = (fs::temp_directory_path() / "relay-XXXXXX").string();
    if (!::mkdtemp(folder.data())) throw std::runtime_error("no folder");
    run(day(number(1, "80"), ::isatty(1), folder));
    fs::remove_all(folder);
  } else if (!what.empty()) {
    fmt::print("demo47 [broker | worker | put | show | day]\n");
    return 2;
  } else {
    run(cook());
    run(cook_better());
    show_a_diary();
  }
} catch (const std::exception& error) {
  fmt::print("{}\n", error.what());
  return 1;
}
