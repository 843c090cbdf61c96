// What happens is written down, in a line, and compared with what should have
// happened: the test is a table.

#include <asio/error.hpp>
#include <chrono>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "testing.hpp"

namespace {

using namespace std::chrono_literals;
using namespace exo48;

// An office with a journal. Workers have letters, tasks have digits.
class Journal {
 public:
  // One letter after the other does something:
  //   1 to 9    a task is put
  //   A to Z    a worker comes, and asks for a task for 10 s
  //   a to z    the worker of that letter is done
  //   +         so does whoever is named next with an extension of 10 s
  //   ~         or with one of 1 s
  //   -         whoever is named next is cancelled
  //   .         a second passes; ,  a millisecond less than a second passes
  //   '         a millisecond passes
  //   #         the broker closes;  |  nothing more is ready
  // It gives what came of it: "A1" worker A has task 1; "a!" his done() was
  // accepted, "a?" it was not; "A-" he was cancelled; "A#" he was sent home.
  std::string after(const std::string& script) {
    char sign = 0;
    for (const char c : script) {
      if (c == '+' || c == '~' || c == '-') {
        sign = c;
        continue;
      }
      act(c, std::exchange(sign, 0));
    }
    world_.settle();
    look();
    return std::exchange(written_, "");
  }

  Token token(char worker) { return workers_.at(worker).value().token; }

 private:
  void act(char c, char sign) {
    if (c >= '1' && c <= '9') {
      if (!broker_.put(std::string(1, c))) written_ += std::string(1, c) + "?";
    } else if (c >= 'A' && c <= 'Z' && sign == '-') {
      workers_.at(c).cancel();
    } else if (c >= 'A' && c <= 'Z') {
      workers_.emplace(c, world_.run(std::string(1, c), broker_.take(10s)));
    } else if (c >= 'a' && c <= 'z') {
      const auto& worker = workers_.at(static_cast<char>(c - 'a' + 'A'));
      // Whoever has nothing has nothing to say: it is seen in the journal.
      const auto time = sign == '~' ? 1s : 10s;
      const bool yes = worker.returned() &&
                       (sign ? broker_.extend(worker.value().token, time)
                             : broker_.done(worker.value().token));
      written_ += (sign ? std::string(1, sign) : "") + c + (yes ? "!" : "?");
    } else if (c == '#') {
      broker_.close();
    } else {
      world_.advance(c == '.'    ? 1000ms
                     : c == ','  ? 999ms
                     : c == '\'' ? 1ms
                                 : 0ms);
      look();
    }
  }

  void look() {
    for (const auto& [letter, worker] : workers_) {
      if (worker.waits() || seen_[letter]) continue;
      seen_[letter] = true;
      written_ += letter;
      if (worker.returned())
        written_ += worker.value().task;
      else if (worker.error() == asio::error::operation_aborted)
        written_ += '-';
      else if (worker.error() == asio::error::eof)
        written_ += '#';
      else
        written_ += '?';
    }
  }

  World world_;
  Broker broker_{world_};
  std::map<char, Outcome<Lease>> workers_;
  std::map<char, bool> seen_;
  std::string written_;
};

struct Row {
  const char* script;
  const char* expected;
};

void compare(const std::vector<Row>& rows) {
  for (const auto& [script, expected] : rows) {
    Journal journal;
    REQUIRE(journal.after(script) == expected);
  }
}

TEST_CASE("tasks and workers", "[step1]") {
  compare({{"1A", "A1"},
           {"1AB", "A1"},
           {"12A|B", "A1B2"},
           {"A|1", "A1"},
           {"A|B|1", "A1"},
           {"A|B|1|2", "A1B2"}});
}

TEST_CASE("time and tokens", "[step2]") {
  compare({{"1A|B.........,", "A1"},
           {"1A|B.........,'", "A1B1"},
           {"A..1|B.........,", "A1"},
           {"1A|aB...................", "A1a!"},
           {"1A..........a", "A1a?"},
           {"1A..........+a", "A1+a?"},
           {"1A|B.....+a.........,", "A1+a!"},
           {"1A|B.....+a.........,'", "A1+a!B1"},
           {"1A|B.....~a,", "A1~a!"},
           {"1A|B.....~a,'", "A1~a!B1"},
           {"1A..........B|ab", "A1B1a?b!"}});
}

TEST_CASE("a token is larger than all before it", "[step2]") {
  Journal journal;
  REQUIRE(journal.after("1A..........B") == "A1B1");
  REQUIRE(journal.token('B') > journal.token('A'));
}

TEST_CASE("cancellation and closing time", "[step3]") {
  compare({{"A|-A", "A-"},
           {"A|-A|1|B", "A-B1"},
           {"A|B|-A|1", "A-B1"},
           {"A|B|#", "A#B#"},
           {"#|A", "A#"},
           {"1|#|A", "A#"},
           {"#1", "1?"},
           {"1A|#|a", "A1a!"},
           {"1A|#|+a..a", "A1+a!a!"}});
}

TEST_CASE("again", "[step4]") {
  compare({{"1A..........B..........C", "A1B1C1"},
           {"1A|.....+a.....+a.....a", "A1+a!+a!a!"},
           {"1A|aa", "A1a!a?"},
           {"12A|.B|C|D..........", "A1B2C1D2"}});
}

TEST_CASE("a cancellation at the moment of the task", "[step4]") {
  // The next one comes then, or was there before.
  for (const auto* script : {"A|1-A|B", "A|B|1-A"}) {
    Journal journal;
    const auto seen = journal.after(script);
    const bool right = seen == "A-B1" || seen == "A1";
    REQUIRE(right);
  }
}

}  // namespace
