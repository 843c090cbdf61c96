#include "trace.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <utility>

#include "common/files.hpp"
#include "common/process.hpp"
#include "common/say.hpp"
#include "common/strings.hpp"

namespace companion {

namespace {

std::string unescaped(std::string_view field) {
  std::string text;
  for (std::size_t i = 0; i < field.size(); ++i) {
    if (field[i] != '\\' || i + 1 == field.size()) {
      text += field[i];
      continue;
    }
    ++i;
    text += field[i] == 'n' ? '\n' : field[i] == 't' ? '\t' : field[i];
  }
  return text;
}

std::vector<std::string> fields_of(std::string_view line) {
  std::vector<std::string> fields;
  for (const auto field : split(line, '\t')) fields.push_back(unescaped(field));
  // Six fields at least, so that a line cut short has empty ones.
  fields.resize(std::max<std::size_t>(fields.size(), 6));
  return fields;
}

// Makes one story of many: of those before the first part, and those of one
// part.
void keep_part(std::vector<std::vector<Event>>& stories,
               const std::vector<std::size_t>& begins, std::size_t part) {
  std::vector<Event> whole;
  for (std::size_t i = 0; i < stories.size(); ++i) {
    const auto after = std::upper_bound(begins.begin(), begins.end(), i);
    if (after != begins.begin() && after - begins.begin() - 1 != long(part))
      continue;
    auto told = as_told(stories[i]);
    if (!told.empty()) told.front().anew = true;
    whole.insert(whole.end(), told.begin(), told.end());
  }
  stories.assign(1, std::move(whole));
}

// A number of a trace; `none` if it is no number.
std::size_t number_in(const std::string& field, std::size_t none) {
  std::size_t number = 0;
  const auto end = field.data() + field.size();
  const auto [stop, error] = std::from_chars(field.data(), end, number);
  return error == std::errc() && stop == end ? number : none;
}

// One test of a trace.
class Reader {
 public:
  explicit Reader(Traced& test) : test_(test) { test_.stories.resize(1); }

  void read(const std::vector<std::string>& fields) {
    const auto& what = fields[0];
    auto& stories = test_.stories;
    if (what == "story" && !test_.wrong()) {
      // What follows the part that is kept belongs to it.
      if (one_part_)
        anew_ = true;
      else if (begun_)
        stories.emplace_back();
      begun_ = true;
    }
    // What is told after the verdict is the end of the test's own affairs.
    if (what == "told" && !test_.wrong()) {
      stories.back().push_back({fields[1], fields[3], fields[4],
                                doing_named(fields[2]), fields[5], anew_});
      anew_ = false;
    }
    if (what == "wrong" && !test_.wrong()) {
      test_.lesson = fields[1];
      test_.expected_en = fields[2];
      test_.expected_fr = typeset_french(fields[3]);
      test_.seen = fields[4];
    }
    if (what == "french") test_.fr = typeset_french(fields[1]);
    if (what == "part") parts_.push_back(begun_ ? stories.size() : 0);
    if (what == "shown")
      if (const auto part = number_in(fields[1], parts_.size());
          part < parts_.size()) {
        keep_part(stories, parts_, part);
        one_part_ = true;
      }
  }

  void end() {
    auto& stories = test_.stories;
    for (auto& story : stories) story = as_told(story);
    const auto told = [](const auto& story) { return !story.empty(); };
    const auto first = std::find_if(stories.begin(), stories.end(), told);
    const auto last = std::find_if(stories.rbegin(), stories.rend(), told);
    if (first == stories.end()) return;
    test_.drawn = static_cast<std::size_t>(
        test_.wrong() ? stories.rend() - last - 1 : first - stories.begin());
  }

 private:
  Traced& test_;
  std::vector<std::size_t> parts_;  // the first story of each
  bool begun_ = false;              // a story of the test has begun
  bool one_part_ = false;           // one of the parts is kept
  bool anew_ = false;
};

}  // namespace

std::vector<Traced> read_trace(std::string_view text, int step) {
  std::vector<Traced> tests;
  std::optional<Reader> reader;
  Traced test;
  const auto end = [&] {
    if (!reader) return;
    reader->end();
    tests.push_back(std::move(test));
  };
  for (const auto& line : lines_of(text)) {
    const auto fields = fields_of(line);
    if (fields[0] == "test") {
      end();
      test = Traced();
      test.step = step;
      test.en = test.fr = fields[1];
      reader.emplace(test);
    } else if (reader) {
      reader->read(fields);
    }
  }
  end();
  return tests;
}

const Traced* find(const Traces& traces, const Traced& like) {
  const auto found = std::find_if(
      traces.tests.begin(), traces.tests.end(), [&](const Traced& test) {
        return test.step == like.step && test.en == like.en;
      });
  return found == traces.tests.end() ? nullptr : &*found;
}

std::string caption(Text whose, const Traced& drawn, const Traced& reference) {
  if (reference.stories.size() < 2) return std::string(whose.spoken());
  return say({"{} (part {} of the test)", "{} (partie {} du test)"},
             whose.spoken(), drawn.drawn + 1);
}

void draw_the_same(const Traces& yours, Traces& reference) {
  for (auto& test : reference.tests)
    if (const auto* mine = find(yours, test); mine && mine->wrong())
      test.drawn = std::min(mine->drawn, test.stories.size() - 1);
}

asio::awaitable<Traces> trace(Exercise exercise, int step, Whose whose) {
  const auto target =
      whose == Whose::yours ? exercise.id : "reference" + exercise.number;
  Traces traces;
  Command command;
  command.words = {"cmake", "--build", tree.string(), "--target", target};
  auto ended = co_await run(command);
  if (ended.status != 0) {
    traces.failure = ended.output;
    co_return traces;
  }
  const auto file = tree / "companion" / (target + ".trace");
  for (int one = 1; one <= exercise.steps; ++one) {
    if (step != 0 && one != step) continue;
    write_file(file, "");
    command.words = {"env", "WORKBOOK_TRACE=" + file.string(),
                     (tree / target).string(),
                     "[step" + std::to_string(one) + "]"};
    command.limit = std::chrono::seconds(60);
    co_await run(command);
    for (auto& test : read_trace(read_file(file), one))
      traces.tests.push_back(std::move(test));
  }
  co_return traces;
}

}  // namespace companion
