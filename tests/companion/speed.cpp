// companion_speed WORKBOOK: how quick ./exo is; prints a table.
//
// WORKBOOK is a copy whose learn tree is built (the test companion.workbook
// makes one); its exo29 is edited. Each figure is the median of several.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "terminal.hpp"

namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

const std::string file = "exercises/exo29-hello-async/hello_async.cpp";
const std::string reference = "solutions/exo29-hello-async/hello_async.cpp";

std::string read(const std::string& path) {
  std::ifstream stream(path);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

// Two wrong answers, each with a lesson of its own: a new verdict cannot be
// taken for the old one.
struct Answer {
  std::string_view pause;
  std::string_view lesson;
};
constexpr Answer answers[] = {
    {"timer.wait(); co_return;", "[blocks-the-thread]"},
    {"co_return;", "[returns-at-once]"}};

void save(const Answer& answer, int turn) {
  auto text = read(reference);
  const std::string_view wait =
      "co_await timer.async_wait(asio::use_awaitable);";
  text.replace(text.find(wait), wait.size(), answer.pause);
  std::ofstream(file) << text << "// " << turn << '\n';
}

double seconds(const std::function<void()>& work) {
  const auto start = Clock::now();
  work();
  return Seconds(Clock::now() - start).count();
}

double median(std::vector<double> figures) {
  std::sort(figures.begin(), figures.end());
  return figures[figures.size() / 2];
}

// The processor time that a process has used.
double processor_time(pid_t process) {
  std::istringstream stat(read(fmt::format("/proc/{}/stat", process)));
  std::string skipped;
  for (int field = 0; field < 13; ++field) stat >> skipped;
  double user = 0, system = 0;
  stat >> user >> system;
  return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  std::filesystem::current_path(argv[1]);
  const auto stub = read(file);
  // One of the answers blocks the thread, until the watchdog ends it.
  ::setenv("WORKBOOK_PATIENCE", "1", 1);
  const std::vector<std::string> environment = {"WORKBOOK_LANG=en",
                                                "TERM=xterm", "LC_ALL=C.UTF-8",
                                                "WORKBOOK_PATIENCE=1"};
  std::vector<double> starts, verdicts, plain;

  for (int turn = 0; turn < 5; ++turn) {
    Terminal terminal({"./exo"}, environment, 100, 40);
    starts.push_back(seconds([&] { terminal.expect("exo29: hello"); }));
    terminal.type("q");
    terminal.wait();
  }

  double idle = 0;
  {
    Terminal terminal({"./exo"}, environment, 100, 40);
    terminal.expect("exo29 step 1");
    // Alternately, so that a busy machine is unfair to neither.
    for (int turn = 0; turn < 10; ++turn) {
      const auto& answer = answers[turn % 2];
      save(answer, turn);
      verdicts.push_back(seconds([&] { terminal.expect(answer.lesson); }));
    }
    const auto before = processor_time(terminal.program());
    std::this_thread::sleep_for(std::chrono::seconds(20));
    idle = (processor_time(terminal.program()) - before) / 20;
    terminal.type("q");
    terminal.wait();
  }
  for (int turn = 0; turn < 10; ++turn) {
    save(answers[turn % 2], turn);
    plain.push_back(seconds([] {
      static_cast<void>(std::system(
          "ctest --test-dir build/learn -R exo29 --output-on-failure "
          ">/dev/null 2>&1"));
    }));
  }
  std::ofstream(file) << stub;

  fmt::print("{:<36}{:>10}{:>12}\n", "", "measured", "aim");
  fmt::print("{:<36}{:>8.2f} s{:>12}\n", "start to first screen",
             median(starts), "< 0.50 s");
  fmt::print("{:<36}{:>8.2f} s\n", "from a save to its verdict",
             median(verdicts));
  fmt::print("{:<36}{:>8.2f} s\n", "ctest -R after the same save",
             median(plain));
  fmt::print("{:<36}{:>8.2f} s{:>12}\n", "the companion adds",
             median(verdicts) - median(plain), "< 0.20 s");
  fmt::print("{:<36}{:>8.2f} %{:>12}\n", "idle, of one core", 100 * idle,
             "< 1.00 %");
}
