#include "import.hpp"

#include <algorithm>
#include <asio/error.hpp>
#include <asio/system_error.hpp>
#include <asio/thread_pool.hpp>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <limits>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <support/awkward.hpp>
#include <support/expect.hpp>
#include <support/stage.hpp>
#include <utility>
#include <vector>

#include "lessons.hpp"
#include "office.hpp"

using exo37::longest_line;
using exo37::most_kept;
using workbook::awkward_exceptions;
using workbook::Done;
using workbook::in_french;
using workbook::is_aborted;
using workbook::message_of;
using workbook::Outcome;
using workbook::same_exception;
using workbook::Teaching;
using workbook::Text;
using namespace std::string_literals;

namespace {

// What those say who fail.
constexpr Text the_sink_is_full{"the sink is full", "le récepteur est plein"};
constexpr Text b_is_no_list_of_scans{"b is no list of scans",
                                     "b n'est pas une liste de relevés"};

using Lines = std::vector<std::string>;
using Results = std::vector<std::string>;

// What is started with one file. An error that names its path names the folder.
constexpr auto scans_file = "lyon/scans";
Outcome<void> read_lines(Office& office) {
  office.ends_of_lines = 1;
  return office.run("each_line", exo37::each_line(office.clerks(), office.disk,
                                                  scans_file, office.sink()));
}
Outcome<void> import_scans(Office& office) {
  return office.run("import_file",
                    exo37::import_file(office.clerks(), office.disk, scans_file,
                                       office.parse(), office.sink()));
}
Outcome<void> resume(Office& office) {
  return office.run("resume",
                    exo37::resume(office.clerks(), office.disk, scans_file,
                                  office.parse(), office.ledger));
}
Outcome<Results> import_these(Office& office,
                              const std::vector<std::string>& names,
                              std::size_t limit) {
  std::vector<exo37::fs::path> paths(names.begin(), names.end());
  return office.run(
      "import_all",
      exo37::import_all(office.clerks(), office.disk, std::move(paths),
                        office.parse(), office.sink(), limit));
}
using Work = Outcome<void> (*)(Office&);

// Lines of which nothing is wanted.
std::string no_rows_of(std::string) { return ""; }

// A machine with one file, and room for its rows.
Machine with(std::string content) {
  Machine machine;
  machine.rows.reserve(content.size());
  machine.safe_rows.reserve(content.size());
  machine.files[scans_file] = std::move(content);
  return machine;
}

// So many lines, no two of them equal.
std::string scans(std::size_t count, std::string_view depot = "lyon") {
  std::string lines;
  for (std::size_t i = 0; i < count; ++i) {
    lines.append(depot).append(" ").append(std::to_string(i));
    lines.append(i % 5, '.').append("\n");
  }
  return lines;
}

Lines lines_of(const std::string& content) {
  Lines lines;
  for (std::size_t begin = 0; begin < content.size();) {
    const auto end = std::min(content.find('\n', begin), content.size());
    lines.push_back(content.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

// The lines that are whole, without what stands behind them.
std::string whole_lines(const std::string& content) {
  return content.substr(0, content.rfind('\n') + 1);
}

// What may be thrown: exceptions that no answer can name, and errors that one
// may take for something of its own, such as the end of a file.
std::vector<std::exception_ptr> whatever(Text text) {
  auto all = awkward_exceptions(text);
  all.push_back(std::make_exception_ptr(
      asio::system_error(asio::error::eof, text.spoken())));
  all.push_back(std::make_exception_ptr(std::length_error(text.spoken())));
  return all;
}
bool comes_out(const std::exception_ptr& thrown, const std::exception_ptr& as) {
  const bool named = same_exception(thrown, thrown);
  return named ? same_exception(thrown, as)
               : as && message_of(as) == message_of(thrown);
}

// Its calls fail one after another, each with whatever may be thrown. What is
// then seen is up to the step; so is what becomes of the machine.
void each_call_fails(
    Work work, const std::string& content, std::size_t read_at_most,
    const std::function<void(const Office&, const Outcome<void>&)>& seen,
    const std::function<void(Machine&)>& later = [](Machine&) {}) {
  for (const auto& thrown : whatever(the_disk_is_broken))
    for (long failing = 1;; ++failing) {
      auto machine = with(content);
      {
        Office office(machine);
        office.read_at_most = read_at_most;
        office.failing_call = failing;
        office.failure = thrown;
        const Teaching teaching(failure_lost);
        const auto outcome = work(office);
        EXPECT(never_ends, !outcome.waits());
        if (!office.failed) break;
        seen(office, outcome);
      }
      later(machine);
    }
}

auto holding(Call held) {
  return [=](Call call, long, std::string_view) { return call == held; };
}
auto holding_from(Call held, long first) {
  return [=](Call call, long nth, std::string_view) {
    return call == held && nth >= first;
  };
}

// Every read once so much has been read, in pieces of whatever size.
auto reads_from(const Office& office, std::size_t first) {
  return [&office, first](Call call, long, std::string_view) {
    return call == Call::read && office.bytes_read >= first;
  };
}

constexpr std::size_t read_sizes[]{unlimited, 1, 2, 3, 7};

// Four times what may be kept. Its lines are so long that there are few of
// them: each costs a call of the sink.
const auto large_file = scans(1'100, std::string(950, 'l'));

// Told to stop after 1, 2, 3, ... moments, it ends, and says so, or has done
// all. Gives each of the machines to `then`.
void cancel_at_any_moment(Work work, const std::string& content,
                          const std::function<void(Machine&)>& then = nullptr) {
  bool in_time = true;
  for (int moments = 1; in_time; ++moments) {
    auto machine = with(content);
    {
      Office office(machine);
      office.read_at_most = 9;
      office.stays_still = true;
      auto outcome = work(office);
      office.stays_still = false;
      office.turn(moments);
      in_time = outcome.waits();
      if (in_time) outcome.cancel();
      office.settle();
      EXPECT(never_ends, !outcome.waits());
      if (in_time) EXPECT(cancelled_goes_on, is_aborted(outcome.exception()));
    }
    if (then) then(machine);
  }
}

// While the sink has something, it is told to stop. The sink throws, or returns
// as if it had not heard: either way it gets nothing more.
void cancel_while_taken(Work work, const std::string& content) {
  for (const bool ends_well : {false, true}) {
    auto machine = with(content);
    Office office(machine);
    office.sink_waits = true;
    office.sink_ends_well = ends_well;
    auto outcome = work(office);
    outcome.cancel();
    office.settle();
    EXPECT(cancelled_goes_on, is_aborted(outcome.exception()));
    EXPECT(cancelled_goes_on, office.how_many_given == 1);
  }
}

// While a read, or a call of parse, is under way, it is told to stop.
void cancel_while(Call call, Work work) {
  auto machine = with(large_file);
  Office office(machine);
  office.holds = holding_from(call, 2);
  auto outcome = work(office);
  const auto pieces = office.pieces();
  const auto given = office.how_many_given;
  outcome.cancel();
  office.settle();
  EXPECT(left_behind, outcome.waits());
  office.let_all_go();
  EXPECT(never_ends, !outcome.waits());
  EXPECT(cancelled_goes_on, is_aborted(outcome.exception()));
  EXPECT(cancelled_goes_on, office.how_many_given == given);
  // What a clerk has in hand, he may finish.
  EXPECT(cancelled_goes_on, office.piece_of_last_call() <= pieces);
}

// While parse is under way, the lines behind those that it has had are read,
// whole, and not only what a read has given of them beside these.
void reads_while_it_parses(Work work) {
  auto machine = with(large_file);
  Office office(machine);
  office.holds = holding(Call::parse);
  auto outcome = work(office);
  while (office.bytes_parsed < 300'000) {
    EXPECT(never_ends, office.standing(Call::parse) > 0);
    const auto read = large_file.rfind('\n', office.bytes_read - 1) + 1;
    EXPECT(read_then_parse, read > office.bytes_parsed);
    EXPECT(whole_file_in_memory, office.most_kept <= most_kept);
    office.let_go(Call::parse);
  }
}

// Lines beyond the limit, each with its end: all of them come, whole, or it is
// an error.
void takes_or_refuses_what_is_too_long(Work work) {
  for (const std::size_t size : {20'000, 60'000, 120'000, 200'000}) {
    std::string content;
    for (int i = 0; i < 5; ++i) content += std::string(size, 'x') + "\n";
    auto machine = with(content);
    Office office(machine);
    office.sink_waits = true;
    auto outcome = work(office);
    if (outcome.returned()) EXPECT(record_cut_in_two, office.got.size() > 0);
    EXPECT(whole_file_in_memory, office.most_kept <= most_kept);
    office.gate.open(Done());
    office.settle();
    EXPECT(never_ends, !outcome.waits());
    EXPECT(whole_file_in_memory, office.most_kept <= most_kept);
    EXPECT(failure_lost, outcome.error() != "multiple exceptions");
    const auto all = content.size() - 5 * office.ends_of_lines;
    if (outcome.returned())
      EXPECT(record_cut_in_two, office.all_got().size() == all);
    else
      EXPECT(line_without_end,
             outcome.error().find(scans_file) != std::string::npos);
  }
}

}  // namespace

// Step 1

TEST_CASE("a line comes whole, however the reads cut it", "[step1]") {
  in_french("une ligne vient entière, où que les lectures la coupent");
  for (const auto size : read_sizes) {
    auto machine = with("lyon 1\noslo 22\n\nrome 333\n");
    Office office(machine);
    office.read_at_most = size;
    auto outcome = read_lines(office);
    EXPECT(failure_lost, outcome.error() == "");
    EXPECT(never_ends, outcome.returned());
    EXPECT(nothing_comes, office.got.size() > 0);
    EXPECT(byte_lost, office.got != Lines{"lyon 1", "oslo 22", "rome 333"});
    office.got.resize(std::min<std::size_t>(office.got.size(), 4));
    EXPECT(record_cut_in_two,
           office.got == Lines{"lyon 1", "oslo 22", "", "rome 333"});
  }
}

TEST_CASE("the last line counts, with or without an end", "[step1]") {
  in_french("la dernière ligne compte, avec ou sans fin de ligne");
  for (const auto size : read_sizes)
    for (const auto& content : {"", "a", "a\n", "a\nbcd", "a\nbcd\n", "\n",
                                "\n\n", "\na", "a\n\n", "ab\ncd\nef"}) {
      auto machine = with(content);
      Office office(machine);
      office.read_at_most = size;
      const Teaching teaching(last_line_lost);
      auto outcome = read_lines(office);
      EXPECT(failure_lost, outcome.error() == "");
      EXPECT(last_line_lost, office.got == lines_of(content));
    }
}

TEST_CASE("every other byte belongs to the line", "[step1]") {
  in_french("tout autre octet appartient à la ligne");
  std::string each;
  for (int byte = 0; byte < 256; ++byte) {
    const std::string one(1, static_cast<char>(byte));
    if (one != "\n") each += one + "\n" + one + "a" + one + "\n";
  }
  for (const auto size : {unlimited, std::size_t{3}})
    for (const auto& content :
         {"a\0b\r\n \tc \n\x1A\xFF\n"s, "\xEF\xBB\xBFmark\r\n\r\r\n"s,
          "\0\n\0\0\n"s, "  \n\r\n"s, "\r"s, "a,\"b\",c;\\n\n"s, each}) {
      auto machine = with(content);
      Office office(machine);
      office.read_at_most = size;
      auto outcome = read_lines(office);
      EXPECT(failure_lost, outcome.error() == "");
      EXPECT(byte_lost, office.got == lines_of(content));
    }
}

TEST_CASE("a line may have `longest_line` bytes", "[step1]") {
  in_french("une ligne peut avoir « longest_line » octets");
  const std::string longest(longest_line, 'x');
  std::string many;
  for (int i = 0; i < 12; ++i) many += longest + "\nshort\n";
  for (const auto& content : {longest, longest + "\n", many, many + longest})
    for (const std::size_t size : {unlimited, std::size_t{5'000}}) {
      auto machine = with(content);
      Office office(machine);
      office.read_at_most = size;
      auto outcome = read_lines(office);
      EXPECT(honest_line_refused, outcome.error() == "");
      const bool the_same = office.got == lines_of(content);
      EXPECT(record_cut_in_two, the_same);
      EXPECT(whole_file_in_memory, office.most_kept <= most_kept);
    }
}

TEST_CASE("only a small part of a large file is in memory", "[step1]") {
  in_french("seule une petite part d'un grand fichier est en mémoire");
  auto machine = with(large_file);
  Office office(machine);
  office.sink_waits = true;
  auto outcome = read_lines(office);
  EXPECT(whole_file_in_memory, office.most_kept <= most_kept);
  EXPECT(two_at_once, office.how_many_given == 1);
  office.gate.open(Done());
  office.settle();
  EXPECT(never_ends, outcome.returned());
  EXPECT(whole_file_in_memory, office.most_kept <= most_kept);
  const bool the_same = office.got == lines_of(large_file);
  EXPECT(record_cut_in_two, the_same);
}

TEST_CASE("what does not end is an error that names the path", "[step1]") {
  in_french("ce qui n'en finit pas est une erreur qui nomme le chemin");
  for (const std::size_t size : {unlimited, std::size_t{5'000}}) {
    auto machine = with("lyon 1\n" + std::string(1'000'000, 'x'));
    Office office(machine);
    office.read_at_most = size;
    auto outcome = read_lines(office);
    EXPECT(line_without_end, outcome.threw());
    EXPECT(line_without_end, office.most_kept <= most_kept);
    EXPECT(line_without_end,
           outcome.error().find(scans_file) != std::string::npos);
  }
}

TEST_CASE("a line that is too long comes whole, or is an error", "[step1]") {
  in_french("une ligne trop longue vient entière, ou c'est une erreur");
  takes_or_refuses_what_is_too_long(read_lines);
}

TEST_CASE("each of its calls may fail: step 1", "[step1]") {
  in_french("chacun de ses appels peut échouer : étape 1");
  each_call_fails(read_lines, scans(5), 10,
                  [](const Office& office, const Outcome<void>& outcome) {
                    EXPECT(failure_lost,
                           comes_out(office.failure, outcome.exception()));
                  });
}

TEST_CASE("what the sink throws comes out as it is", "[step1]") {
  in_french("ce que lève le récepteur ressort tel quel");
  for (const bool when_called : {false, true})
    for (const auto& thrown : whatever(the_sink_is_full)) {
      auto machine = with(scans(5));
      Office office(machine);
      office.sink_failure = thrown;
      office.sink_fails_at = 3;
      office.sink_fails_when_called = when_called;
      auto outcome = read_lines(office);
      EXPECT(failure_lost, comes_out(thrown, outcome.exception()));
      EXPECT(failure_lost, office.how_many_given == 3);
    }
}

TEST_CASE("a missing file is the disk's own error", "[step1]") {
  in_french("un fichier qui manque est l'erreur du disque lui-même");
  Machine machine;
  Office office(machine);
  auto outcome = read_lines(office);
  EXPECT(failure_lost, outcome.error().find(scans_file) != std::string::npos);
  EXPECT(failure_lost, outcome.threw());
}

TEST_CASE("told to stop, each_line stops", "[step1]") {
  in_french("si on lui dit d'arrêter, each_line s'arrête");
  cancel_while(Call::read, read_lines);
  cancel_at_any_moment(read_lines, scans(4));
  cancel_while_taken(read_lines, scans(10));
}

// Step 2

TEST_CASE("parse gets each line once, whole", "[step2]") {
  in_french("parse reçoit chaque ligne une fois, entière");
  for (const auto to_rows : {rows_of, no_rows_of})
    for (const auto size : read_sizes)
      for (const auto& content :
           {"lyon 1\noslo 22\n\nrome 333\n"s, ""s, "a"s, "a\n"s, "\n"s,
            "lyon 1\r\nos\0lo 22"s, scans(40)}) {
        auto machine = with(content);
        Office office(machine);
        office.read_at_most = size;
        office.to_rows = to_rows;
        auto outcome = import_scans(office);
        EXPECT(failure_lost, outcome.error() == "");
        EXPECT(never_ends, outcome.returned());
        if (!whole_lines(content).empty()) {
          EXPECT(nothing_comes, office.parsed.size() > 0);
          if (to_rows == rows_of) EXPECT(nothing_comes, office.got.size() > 0);
        }
        std::string all;
        for (const auto& lines : office.parsed) {
          EXPECT(record_cut_in_two,
                 (lines.ends_with('\n') || lines.empty() ||
                  all.size() + lines.size() == content.size()));
          all += lines;
        }
        EXPECT(last_line_lost, all.size() >= whole_lines(content).size());
        EXPECT(last_line_lost, all.size() + 1 >= content.size());
        if (all.size() > content.size() + 1) EXPECT(order_lost, all == content);
        EXPECT(last_line_lost, all == content);
        EXPECT(order_lost, office.all_got() == to_rows(content));
      }
}

TEST_CASE("while lines are parsed, the next ones are read", "[step2]") {
  in_french("pendant qu'on analyse des lignes, on lit les suivantes");
  reads_while_it_parses(import_scans);
}

TEST_CASE("what is read reaches the sink while the next read waits",
          "[step2]") {
  in_french("ce qui est lu atteint le récepteur pendant la lecture suivante");
  for (const long first : {2, 3, 6}) {
    auto machine = with(scans(2'000));
    Office office(machine);
    office.read_at_most = 1'000;
    office.holds = holding_from(Call::read, first);
    auto outcome = import_scans(office);
    EXPECT(held_back, office.bytes_taken + 20 > office.bytes_read);
    office.let_all_go();
    EXPECT(never_ends, outcome.returned());
  }
}

TEST_CASE("rows keep their order, whoever parses faster", "[step2]") {
  in_french("les rangées gardent leur ordre, quel que soit le plus rapide");
  const auto content = scans(8'000);
  auto machine = with(content);
  Office office(machine);
  office.read_at_most = 10'000;
  office.holds = holding(Call::parse);
  auto outcome = import_scans(office);
  while (office.standing() > 0) office.let_go(office.standing() - 1);
  EXPECT(never_ends, outcome.returned());
  const bool the_same = office.all_got() == rows_of(content);
  EXPECT(order_lost, the_same);
}

TEST_CASE("a slow sink makes the disk wait", "[step2]") {
  in_french("un récepteur lent fait attendre le disque");
  for (const bool held : {true, false}) {
    auto machine = with(large_file);
    Office office(machine);
    office.sink_waits = held;
    auto outcome = import_scans(office);
    EXPECT(whole_file_in_memory, office.most_kept <= most_kept);
    if (held) EXPECT(two_at_once, office.how_many_given == 1);
    office.gate.open(Done());
    office.settle();
    EXPECT(never_ends, outcome.returned());
    EXPECT(whole_file_in_memory, office.most_kept <= most_kept);
    const bool the_same = office.all_got() == rows_of(large_file);
    EXPECT(order_lost, the_same);
  }
}

TEST_CASE("a line may be long, and must have an end", "[step2]") {
  in_french("une ligne peut être longue, et doit avoir une fin");
  const std::string longest(longest_line, 'x');
  for (const std::size_t size : {unlimited, std::size_t{5'000}})
    for (const std::string end : {"\n", ""}) {
      auto machine = with("lyon 1\n" + longest + "\noslo 2\n" + longest + end);
      Office office(machine);
      office.read_at_most = size;
      auto outcome = import_scans(office);
      EXPECT(honest_line_refused, outcome.error() == "");
      const bool the_same =
          office.all_got() == rows_of(machine.files[scans_file]);
      EXPECT(record_cut_in_two, the_same);
    }
  auto machine = with(scans(10) + std::string(1'000'000, 'x'));
  Office office(machine);
  auto outcome = import_scans(office);
  EXPECT(line_without_end, outcome.threw());
  EXPECT(line_without_end, office.most_kept <= most_kept);
}

TEST_CASE("rows of a line that is too long are whole, or an error", "[step2]") {
  in_french("les rangées d'une ligne trop longue sont entières, ou une erreur");
  takes_or_refuses_what_is_too_long(import_scans);
}

TEST_CASE("each of its calls may fail: step 2", "[step2]") {
  in_french("chacun de ses appels peut échouer : étape 2");
  const auto content = scans(8);
  each_call_fails(
      import_scans, content, 20,
      [&](const Office& office, const Outcome<void>& outcome) {
        const auto rows =
            rows_of(whole_lines(content.substr(0, office.bytes_read)));
        if (office.failed == Call::read)
          EXPECT(rows_thrown_away, office.all_got() == rows);
        EXPECT(failure_lost, comes_out(office.failure, outcome.exception()));
        EXPECT(order_lost, rows_of(content).starts_with(office.all_got()));
      });
}

TEST_CASE("a read that fails does not disturb the sink", "[step2]") {
  in_french("une lecture qui échoue ne dérange pas le récepteur");
  for (const auto& thrown : whatever(the_disk_is_broken)) {
    auto machine = with(scans(20));
    Office office(machine);
    office.read_at_most = 30;
    office.sink_waits = true;
    office.failure = thrown;
    office.breaks = reads_from(office, 30);
    auto outcome = import_scans(office);
    EXPECT(rows_thrown_away, outcome.waits());
    EXPECT(rows_thrown_away, office.gate.cancelled() == 0);
    office.gate.open(Done());
    office.settle();
    EXPECT(rows_thrown_away,
           office.all_got() == rows_of(whole_lines(scans(20).substr(0, 30))));
    EXPECT(failure_lost, comes_out(thrown, outcome.exception()));
  }
}

TEST_CASE("two failures at once are one of them", "[step2]") {
  in_french("deux échecs à la fois sont l'un des deux");
  for (const bool read_first : {true, false})
    for (const auto& thrown : awkward_exceptions(the_disk_is_broken)) {
      auto machine = with(large_file);
      Office office(machine);
      office.failure = office.sink_failure = thrown;
      office.holds = [](Call call, long nth, std::string_view) {
        return call == Call::parse || (call == Call::read && nth == 2);
      };
      office.breaks = office.holds;
      auto outcome = import_scans(office);
      office.let_go(read_first ? Call::read : Call::parse);
      if (!outcome.waits()) EXPECT(left_behind, office.standing() == 0);
      office.let_all_go();
      EXPECT(never_ends, !outcome.waits());
      EXPECT(failure_lost, same_exception(outcome.exception(), thrown));
    }
}

TEST_CASE("the sink may fail while a clerk reads", "[step2]") {
  in_french("le récepteur peut échouer pendant qu'un magasinier lit");
  for (const bool when_called : {false, true})
    for (const auto& thrown : whatever(the_sink_is_full)) {
      auto machine = with(large_file);
      Office office(machine);
      office.holds = holding_from(Call::read, 2);
      office.sink_failure = thrown;
      office.sink_fails_at = 1;
      office.sink_fails_when_called = when_called;
      auto outcome = import_scans(office);
      EXPECT(left_behind, outcome.waits());
      office.let_all_go();
      EXPECT(never_ends, !outcome.waits());
      EXPECT(failure_lost, comes_out(thrown, outcome.exception()));
      EXPECT(failure_lost, office.how_many_given == 1);
    }
}

TEST_CASE("told to stop, import_file stops", "[step2]") {
  in_french("si on lui dit d'arrêter, import_file s'arrête");
  cancel_while(Call::read, import_scans);
  cancel_while(Call::parse, import_scans);
  cancel_at_any_moment(import_scans, scans(4));
  cancel_while_taken(import_scans, large_file);
}

TEST_CASE("the same with the threads of a pool", "[step2]") {
  in_french("de même avec les fils d'un pool");
  struct Memory : workbook::Disk {
    struct Scans : workbook::File {
      std::size_t at;
      explicit Scans(std::size_t at) : at(at) {}
      std::string read(std::size_t size) override {
        const auto from = at;
        at = std::min(large_file.size(),
                      at + std::min<std::size_t>(size, 9'999));
        return large_file.substr(from, at - from);
      }
    };
    std::unique_ptr<workbook::File> open(const exo37::fs::path&,
                                         std::uint64_t from) override {
      return std::make_unique<Scans>(static_cast<std::size_t>(from));
    }
  } disk;
  workbook::Stage stage;
  asio::thread_pool clerks(3);
  std::string rows;
  const exo37::Sink sink = [&](std::string some) -> asio::awaitable<void> {
    rows += some;
    co_return;
  };
  auto outcome = stage.start(
      "import_file",
      exo37::import_file(clerks.get_executor(), disk, "scans", rows_of, sink));
  stage.run_until_ended(outcome);
  clerks.join();
  EXPECT(failure_lost, outcome.error() == "");
  const bool the_same = rows == rows_of(large_file);
  EXPECT(order_lost, the_same);
}

// Step 3

namespace {

// Files "a", "b", "c", ..., "z", "aa", "bb", ...: each line says which one it
// is from.
Machine with_files(std::size_t count, std::size_t lines) {
  Machine machine;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string name(1 + i / 26, static_cast<char>('a' + i % 26));
    machine.files[name] = scans(lines, name);
  }
  return machine;
}

Lines names_of(const Machine& machine) {
  Lines names;
  for (const auto& [name, content] : machine.files) names.push_back(name);
  return names;
}

// The rows that came from one of the files, in the order in which they came.
std::string rows_from(const Office& office, const std::string& name) {
  std::string rows;
  for (const auto& row : lines_of(office.all_got()))
    if (row.starts_with(rows_of(name))) rows += row + "\n";
  return rows;
}

}  // namespace

TEST_CASE("each file is imported, and has its result", "[step3]") {
  in_french("chaque fichier est importé, et a son résultat");
  for (const std::size_t limit : {1, 2, 17, 65'536}) {
    auto machine = with_files(6, 30);
    Office office(machine);
    office.read_at_most = 50;
    auto outcome = import_these(
        office, {"f", "a", "missing", "b", "a", "gone", "c"}, limit);
    EXPECT(bad_file_ends_all, outcome.returned());
    EXPECT(nothing_comes, office.got.size() > 0);
    const auto results = outcome.value();
    EXPECT(results_out_of_place, results.size() == 7);
    for (const auto name : {"b", "c", "f"})
      EXPECT(bad_file_ends_all, rows_from(office, name) != "");
    for (const int good : {0, 1, 3, 4, 6})
      EXPECT(results_out_of_place, results[good] == "");
    EXPECT(results_out_of_place,
           results[2].find("missing") != std::string::npos);
    EXPECT(results_out_of_place, results[5].find("gone") != std::string::npos);
    for (const auto name : {"b", "c", "f"})
      EXPECT(order_lost,
             rows_from(office, name) == rows_of(machine.files[name]));
    EXPECT(results_out_of_place,
           rows_from(office, "a").size() == 2 * machine.files["a"].size());
  }
  Machine machine;
  Office office(machine);
  auto outcome = import_these(office, {}, 3);
  EXPECT(results_out_of_place, outcome.value().empty());
}

TEST_CASE("a file that fails stops no other one", "[step3]") {
  in_french("un fichier qui échoue n'en arrête aucun autre");
  auto all = awkward_exceptions(b_is_no_list_of_scans);
  // A disk on the network may throw it, too. Nobody has cancelled anything.
  all.push_back(std::make_exception_ptr(
      asio::system_error(asio::error::operation_aborted)));
  for (const std::size_t limit : {1, 2, 4})
    for (const auto& thrown : all) {
      auto machine = with_files(4, 30);
      Office office(machine);
      office.read_at_most = 50;
      office.failure = thrown;
      office.breaks = [](Call call, long, std::string_view what) {
        return call == Call::parse && what.starts_with("\"b 1");
      };
      auto outcome = import_these(office, {"a", "b", "c", "d"}, limit);
      EXPECT(bad_file_ends_all, outcome.returned());
      const auto results = outcome.value();
      EXPECT(results_out_of_place, results.size() == 4);
      EXPECT(bad_file_ends_all, results[1] != "");
      if (thrown && !results[1].empty())
        for (const auto name : {"a", "c", "d"})
          EXPECT(bad_file_ends_all,
                 rows_from(office, name) == rows_of(machine.files[name]));
      for (const int good : {0, 2, 3})
        EXPECT(results_out_of_place, results[good] == "");
      EXPECT(over_the_limit, office.most_open <= limit);
    }
}

TEST_CASE("as many files at a time as the limit, and no more", "[step3]") {
  in_french("autant de fichiers à la fois que la limite, et pas plus");
  constexpr auto most = std::numeric_limits<std::size_t>::max();
  for (const std::size_t limit :
       {std::size_t{1}, std::size_t{2}, std::size_t{17}, std::size_t{299},
        std::size_t{65'536}, most / 2 + 1, most}) {
    const std::size_t count = limit == 299 ? 300 : 20;
    const auto at_once = std::min(limit, count);
    auto machine = with_files(count, 1'200 / count);
    Office office(machine);
    office.read_at_most = 300;
    office.sink_waits = true;
    auto outcome = import_these(office, names_of(machine), limit);
    EXPECT(over_the_limit, office.opened.size() <= limit);
    EXPECT(places_unused, office.opened.size() == at_once);
    EXPECT(whole_file_in_memory, office.most_kept <= at_once * most_kept);
    office.gate.open(Done());
    office.settle();
    EXPECT(never_ends, outcome.returned());
    EXPECT(over_the_limit, office.most_open <= limit);
  }
}

TEST_CASE("as soon as one file is done, the next one begins", "[step3]") {
  in_french("dès qu'un fichier est fini, le suivant commence");
  auto machine = with_files(6, 10);
  Office office(machine);
  office.holds = [](Call call, long, std::string_view what) {
    return call == Call::parse && what.starts_with("\"a ");
  };
  auto outcome = import_these(office, names_of(machine), 2);
  for (const auto name : {"b", "c", "d", "e", "f"})
    EXPECT(places_unused,
           rows_from(office, name) == rows_of(machine.files[name]));
  EXPECT(left_behind, outcome.waits());
  office.let_all_go();
  EXPECT(never_ends, outcome.returned());
}

TEST_CASE("the sink has one call at a time, from all files", "[step3]") {
  in_french("le récepteur n'a qu'un appel à la fois, de tous les fichiers");
  auto failures = awkward_exceptions(the_sink_is_full);
  failures.push_back(nullptr);
  for (const auto& thrown : failures)
    for (const bool when_called : {false, true}) {
      auto machine = with_files(5, 10);
      Office office(machine);
      office.sink_waits = true;
      office.sink_yields = true;
      office.sink_failure = thrown;
      office.sink_fails_at = thrown ? 1 : unlimited;
      office.sink_fails_when_called = when_called;
      auto outcome = import_these(office, names_of(machine), 5);
      const auto failed_at_once = thrown && when_called ? 1u : 0u;
      EXPECT(two_at_once, office.how_many_given - failed_at_once == 1);
      office.gate.open(Done());
      office.settle();
      EXPECT(never_ends, outcome.returned());
      const auto results = outcome.value();
      EXPECT(bad_file_ends_all, std::count(results.begin(), results.end(),
                                           "") == (thrown ? 4 : 5));
    }
}

TEST_CASE("two nights at a time know nothing of each other", "[step3]") {
  in_french("deux nuits à la fois ne savent rien l'une de l'autre");
  auto machine = with_files(3, 10);
  Office office(machine);
  office.sink_waits = true;
  auto outcome = import_these(office, names_of(machine), 2);
  {
    auto other_machine = with_files(3, 10);
    Office other_office(other_machine);
    auto other = import_these(other_office, names_of(other_machine), 2);
    EXPECT(never_ends, other.returned());
    EXPECT(results_out_of_place, other.value() == Results{"", "", ""});
  }
  office.gate.open(Done());
  office.settle();
  EXPECT(never_ends, outcome.returned());
  EXPECT(results_out_of_place, outcome.value() == Results{"", "", ""});
}

TEST_CASE("each of its calls may fail: step 3", "[step3]") {
  in_french("chacun de ses appels peut échouer : étape 3");
  for (long failing = 1;; ++failing) {
    auto machine = with_files(3, 8);
    Office office(machine);
    office.read_at_most = 30;
    office.failing_call = failing;
    auto outcome = import_these(office, names_of(machine), 2);
    EXPECT(bad_file_ends_all, outcome.returned());
    if (!office.failed) break;
    const auto results = outcome.value();
    EXPECT(results_out_of_place, results.size() == 3);
    const auto message = message_of(office.failure);
    EXPECT(bad_file_ends_all,
           std::count(results.begin(), results.end(), message) == 1);
    for (int i = 0; i < 3; ++i) {
      const std::string name(1, static_cast<char>('a' + i));
      if (results[i].empty())
        EXPECT(bad_file_ends_all,
               rows_from(office, name) == rows_of(machine.files[name]));
    }
  }
}

TEST_CASE("told to stop, it begins no further file", "[step3]") {
  in_french("si on lui dit d'arrêter, elle ne commence aucun autre fichier");
  for (const auto call : {Call::open, Call::read, Call::parse}) {
    auto machine = with_files(6, 10);
    Office office(machine);
    office.holds = holding(call);
    auto outcome = import_these(office, names_of(machine), 2);
    const auto opens = office.calls(Call::open);
    outcome.cancel();
    office.settle();
    EXPECT(left_behind, outcome.waits());
    office.let_all_go();
    EXPECT(never_ends, !outcome.waits());
    EXPECT(cancelled_goes_on, is_aborted(outcome.exception()));
    EXPECT(cancelled_goes_on, office.calls(Call::open) == opens);
    EXPECT(cancelled_goes_on, office.how_many_given == 0);
  }
  // One is with the sink, the other one waits for its turn.
  for (const bool ends_well : {false, true}) {
    auto machine = with_files(6, 10);
    Office office(machine);
    office.sink_waits = true;
    office.sink_ends_well = ends_well;
    auto outcome = import_these(office, names_of(machine), 2);
    const auto opens = office.calls(Call::open);
    outcome.cancel();
    office.settle();
    EXPECT(never_ends, !outcome.waits());
    EXPECT(cancelled_goes_on, is_aborted(outcome.exception()));
    EXPECT(cancelled_goes_on, office.how_many_given == 1);
    EXPECT(cancelled_goes_on, office.calls(Call::open) == opens);
  }
}

// Step 4

namespace {

// The ledger is what the file says, and no crash can change that.
void expect_whole(const Machine& machine, const std::string& content) {
  const auto expected = rows_of(content);
  const auto& rows = machine.rows;
  const auto& safe_rows = machine.safe_rows;
  if (rows.size() > expected.size()) EXPECT(rows_twice, rows == expected);
  EXPECT(checkpoint_too_early, rows == expected);
  EXPECT(checkpoint_too_early, safe_rows == expected);
}

// What each checkpoint said was true when it was saved.
void expect_true_checkpoints(const Office& office, const std::string& content) {
  const auto before = office.machine.before;
  auto last = office.began_at;
  for (const auto& [checkpoint, safe] : office.saved) {
    EXPECT(checkpoint_too_early, checkpoint.written <= safe);
    EXPECT(checkpoint_too_early, checkpoint.read <= checkpoint.written);
    EXPECT(begins_anew, checkpoint.read == checkpoint.written);
    EXPECT(begins_anew, checkpoint.read >= last.read);
    const auto done = static_cast<std::size_t>(checkpoint.read - before);
    EXPECT(record_cut_in_two,
           (done == content.size() || done == 0 || content[done - 1] == '\n'));
    last = checkpoint;
  }
}

// Goes on where things were left, undisturbed.
void finish(Machine& machine, const std::string& content) {
  Office office(machine);
  const auto checkpoint = machine.checkpoint;
  auto outcome = resume(office);
  EXPECT(failure_lost, outcome.error() == "");
  EXPECT(never_ends, outcome.returned());
  for (const auto from : office.opened_at)
    EXPECT(begins_anew, from >= checkpoint.read);
  expect_true_checkpoints(office, content);
  expect_whole(machine, content);
}

}  // namespace

TEST_CASE("the whole file is in the ledger, and synced", "[step4]") {
  in_french("tout le fichier est dans le registre, et synchronisé");
  for (const auto size : read_sizes)
    for (const auto& content :
         {"lyon 1\noslo 22\n\nrome 333\n"s, ""s, "a"s, "a\n"s, "\n"s,
          "lyon 1\r\nos\0lo 22"s, scans(40)}) {
      auto machine = with(content);
      {
        Office office(machine);
        office.read_at_most = size;
        auto outcome = resume(office);
        EXPECT(failure_lost, outcome.error() == "");
        EXPECT(never_ends, outcome.returned());
        if (!whole_lines(content).empty())
          EXPECT(nothing_comes, machine.rows.size() > 0);
        expect_true_checkpoints(office, content);
        EXPECT(order_lost, machine.rows.size() >= rows_of(content).size());
        expect_whole(machine, content);
      }
      finish(machine, content);
    }
}

TEST_CASE("it reads on where the checkpoint says", "[step4]") {
  in_french("elle reprend la lecture là où le dit le point de reprise");
  for (const std::size_t failing :
       {std::size_t{0}, std::size_t{1}, std::size_t{200'000},
        most_kept + std::size_t{50'000}, std::size_t{700'000},
        large_file.size()}) {
    auto machine = with(large_file);
    {
      Office office(machine);
      office.breaks = reads_from(office, failing);
      auto outcome = resume(office);
      EXPECT(failure_lost, outcome.threw());
      EXPECT(begins_anew, office.most_behind <= most_kept);
      EXPECT(whole_file_in_memory, office.most_kept <= most_kept);
    }
    finish(machine, large_file);
  }
}

TEST_CASE("lines that give no rows are done, too", "[step4]") {
  in_french("des lignes qui ne donnent aucune rangée sont faites aussi");
  auto machine = with(large_file);
  Office office(machine);
  office.breaks = reads_from(office, 700'000);
  const auto parse = office.parse();
  const exo37::Parse to_nothing = [&](std::string lines) {
    parse(std::move(lines));
    return std::string();
  };
  auto outcome = office.run(
      "resume", exo37::resume(office.clerks(), office.disk, scans_file,
                              to_nothing, office.ledger));
  EXPECT(failure_lost, outcome.threw());
  EXPECT(begins_anew, office.most_behind <= most_kept);
  EXPECT(checkpoint_too_early, machine.checkpoint.written == 0);
  const auto checkpoint = machine.checkpoint;
  Office next_office(machine);
  resume(next_office);
  for (const auto from : next_office.opened_at)
    EXPECT(begins_anew, from == checkpoint.read);
}

TEST_CASE("a file may have more bytes than 32 bits can count", "[step4]") {
  in_french("un fichier peut avoir plus d'octets qu'on n'en compte en 32 bits");
  const auto content = scans(40);
  for (const int bits : {33, 32, 31}) {
    auto machine = with(content);
    machine.before = (std::uint64_t{1} << bits) - 100;
    machine.checkpoint = {machine.before, machine.before};
    {
      Office office(machine);
      office.read_at_most = 50;
      office.breaks = reads_from(office, 300);
      auto outcome = resume(office);
      EXPECT(failure_lost, outcome.threw());
      for (const auto from : office.opened_at)
        EXPECT(begins_anew, from == machine.before);
      for (const auto size : office.truncated_to)
        EXPECT(begins_anew, size >= machine.before);
      expect_true_checkpoints(office, content);
    }
    finish(machine, content);
  }
}

TEST_CASE("what does not end is an error of resume, too", "[step4]") {
  in_french("ce qui n'en finit pas est aussi une erreur de resume");
  auto machine = with(scans(10) + std::string(1'000'000, 'x'));
  Office office(machine);
  auto outcome = resume(office);
  EXPECT(line_without_end, outcome.threw());
  EXPECT(line_without_end, office.most_kept <= most_kept);
}

TEST_CASE("while lines are parsed, the next ones are still read", "[step4]") {
  in_french("pendant qu'on analyse, on lit toujours la suite");
  reads_while_it_parses(resume);
}

TEST_CASE("a slow ledger makes the disk wait", "[step4]") {
  in_french("un registre lent fait attendre le disque");
  for (const auto call : {Call::append, Call::sync, Call::save}) {
    auto machine = with(large_file);
    Office office(machine);
    office.holds = holding(call);
    auto outcome = resume(office);
    EXPECT(whole_file_in_memory, office.most_kept <= most_kept);
    office.let_all_go();
    EXPECT(never_ends, outcome.returned());
    EXPECT(whole_file_in_memory, office.most_kept <= most_kept);
    expect_whole(machine, large_file);
  }
}

TEST_CASE("two ledgers at a time know nothing of each other", "[step4]") {
  in_french("deux registres à la fois ne savent rien l'un de l'autre");
  const auto content = scans(20);
  for (const auto call : {Call::truncate, Call::append, Call::sync}) {
    auto machine = with(content);
    Office office(machine);
    office.holds = holding(call);
    auto outcome = resume(office);
    auto other_machine = with(content);
    finish(other_machine, content);
    office.let_all_go();
    EXPECT(never_ends, outcome.returned());
    expect_whole(machine, content);
  }
}

TEST_CASE("the disk may be full for a while", "[step4]") {
  in_french("le disque peut être plein pendant un temps");
  const auto content = scans(30);
  for (std::size_t room = 0; room < content.size(); room += 7) {
    auto machine = with(content);
    machine.room = room;
    {
      Office office(machine);
      office.read_at_most = 40;
      auto outcome = resume(office);
      EXPECT(failure_lost, outcome.threw());
      expect_true_checkpoints(office, content);
    }
    machine.room = unlimited;
    finish(machine, content);
  }
}

TEST_CASE("each of its calls may fail: step 4", "[step4]") {
  in_french("chacun de ses appels peut échouer : étape 4");
  const auto content = scans(10);
  each_call_fails(
      resume, content, 40,
      [&](const Office& office, const Outcome<void>& outcome) {
        EXPECT(failure_lost, comes_out(office.failure, outcome.exception()));
        expect_true_checkpoints(office, content);
      },
      [&](Machine& machine) { finish(machine, content); });
}

TEST_CASE("it may be killed before any of its calls", "[step4]") {
  in_french("elle peut être tuée avant n'importe lequel de ses appels");
  const auto content = scans(10);
  for (const std::size_t part : {0, 1, 2}) {
    bool died = true;
    for (long call = 1; died; ++call) {
      auto machine = with(content);
      {
        Office office(machine);
        office.read_at_most = 40;
        office.dies_before = call;
        resume(office);
        died = office.dead();
        expect_true_checkpoints(office, content);
      }
      machine.crash(part, 2);
      finish(machine, content);
    }
  }
}

namespace {

// Two rows for each line.
std::string two_rows_of(std::string lines) {
  std::string rows;
  for (const auto& line : lines_of(lines)) rows += line + "\n" + line + "\n";
  return rows_of(rows);
}

}  // namespace

TEST_CASE("rows may be longer than their lines", "[step4]") {
  in_french("les rangées peuvent être plus longues que leurs lignes");
  const auto content = scans(10);
  bool died = true;
  for (long call = 1; died; ++call) {
    auto machine = with(content);
    for (const bool dies : {true, false}) {
      Office office(machine);
      office.read_at_most = 40;
      office.to_rows = two_rows_of;
      if (dies) office.dies_before = call;
      auto outcome = resume(office);
      if (dies) died = office.dead();
      if (!dies) EXPECT(never_ends, outcome.returned());
    }
    const auto expected = two_rows_of(content);
    const auto& rows = machine.rows;
    EXPECT(rows_twice, rows == expected);
  }
}

TEST_CASE("told to stop, resume stops, and goes on another time", "[step4]") {
  in_french("si on lui dit d'arrêter, resume s'arrête, et continue plus tard");
  const auto content = scans(4);
  cancel_at_any_moment(resume, content,
                       [&](Machine& machine) { finish(machine, content); });
  for (const auto call : {Call::parse, Call::append, Call::sync, Call::save})
    cancel_while(call, resume);
}

TEST_CASE("a bad week, forty times", "[step4]") {
  in_french("une mauvaise semaine, quarante fois");
  for_each_seed(40, [](unsigned seed) {
    Choices choices(seed);
    std::string content;
    for (std::size_t i = choices.below(25); i > 0; --i)
      content +=
          scans(1, std::to_string(i) + std::string(choices.below(9), 'x'));
    if (choices.one_in(2)) content += "the last line";
    auto machine = with(content);
    for (std::size_t night = choices.below(4); night > 0; --night) {
      {
        Office office(machine, seed);
        office.cut = [&](std::size_t n) { return 1 + choices.below(n); };
        office.read_at_most = 1 + choices.below(100);
        if (choices.one_in(2))
          office.holds = [&](auto...) { return choices.one_in(2); };
        machine.room = unlimited;
        const auto mishap = static_cast<long>(1 + choices.below(40));
        switch (choices.below(4)) {
          case 0:
            office.dies_before = mishap;
            break;
          case 1:
            office.failing_call = mishap;
            break;
          case 2:
            machine.room = choices.below(content.size() + 1);
            break;
        }
        auto outcome = resume(office);
        while (office.standing() > 0 && !office.dead()) {
          if (choices.one_in(100)) outcome.cancel();
          office.let_go(choices.below(office.standing()));
        }
        if (!office.dead()) EXPECT(never_ends, !outcome.waits());
        expect_true_checkpoints(office, content);
        machine.room = unlimited;
      }
      if (choices.one_in(2)) machine.crash(choices.below(4), 3);
    }
    finish(machine, content);
  });
}
