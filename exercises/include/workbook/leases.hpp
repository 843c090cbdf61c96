// What a broker of tasks, its workers and its clients say to each other, one
// line a question and one line an answer. Given.
//
//   PUT 4711 Ada, Lyon   OK                           here is a task
//   TAKE anna            TASK 4711 7 30000 Ada, Lyon  when there is one
//   KEEP 4711 7          OK, or LATE                  I am still at it
//   DONE 4711 7          OK, or LATE                  it is done
//   LIST                 LIST 4711 done 1 7 0 anna; 4712 ...
//
// An id or the name of a worker is one word, without a tab or another control
// character, and without ";"; what a task says is the rest of the line. 7 is
// the token of the lease, 30000 its visibility in milliseconds.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace workbook {

// A task, lent for a while.
struct Lease {
  std::string id;
  std::string text;
  std::uint64_t token = 0;
  std::chrono::milliseconds visibility{0};
};

// What a broker knows of a task.
struct Entry {
  enum State { waiting, leased, done, aside };
  std::string id;
  State state = waiting;
  int takings = 0;
  std::uint64_t token = 0;            // of its last lease
  std::chrono::milliseconds left{0};  // of its lease, if it is leased
  std::string who;                    // had it last; "" if nobody
};

// A question, taken apart.
struct Question {
  enum Verb { put, take, keep, done, list };
  Verb verb = list;
  std::string id;
  std::uint64_t token = 0;
  std::string text;  // of a task
  std::string who;   // takes
};

namespace detail {

// Takes the first word off a line.
inline std::string first_word(std::string_view& line) {
  const auto end = std::min(line.find(' '), line.size());
  const std::string word(line.substr(0, end));
  line.remove_prefix(std::min(end + 1, line.size()));
  return word;
}

// Whether it is a word to all who read it: a journal may be read with >>, which
// ends a word at a tab, and a LIST at a ";".
inline bool is_word(std::string_view text) {
  return !text.empty() && std::none_of(text.begin(), text.end(), [](char c) {
    return (c >= 0 && c <= ' ') || c == 127 || c == ';';
  });
}

template <class Number>
bool take_number(std::string_view& line, Number& number) {
  const auto word = first_word(line);
  const auto end = word.data() + word.size();
  const auto [rest, error] = std::from_chars(word.data(), end, number);
  return error == std::errc() && rest == end && number >= 0;
}

inline constexpr std::array<std::string_view, 4> states{"waiting", "leased",
                                                        "done", "aside"};

}  // namespace detail

// The question that stands in a line, or nothing, if it is none.
inline std::optional<Question> question_of(std::string_view line) {
  Question question;
  const auto verb = detail::first_word(line);
  if (verb == "LIST") {
    question.verb = Question::list;
  } else if (verb == "TAKE") {
    question.verb = Question::take;
    question.who = detail::first_word(line);
    if (!detail::is_word(question.who)) return std::nullopt;
  } else if (verb == "PUT") {
    question.verb = Question::put;
    question.id = detail::first_word(line);
    question.text = line;
    line = {};
    if (!detail::is_word(question.id)) return std::nullopt;
  } else if (verb == "KEEP" || verb == "DONE") {
    question.verb = verb == "KEEP" ? Question::keep : Question::done;
    question.id = detail::first_word(line);
    if (!detail::take_number(line, question.token)) return std::nullopt;
  } else {
    return std::nullopt;
  }
  if (!line.empty()) return std::nullopt;
  return question;
}

// "TASK 4711 7 30000 Ada, Lyon", and back.
inline std::string line_of(const Lease& lease) {
  return "TASK " + lease.id + ' ' + std::to_string(lease.token) + ' ' +
         std::to_string(lease.visibility.count()) + ' ' + lease.text;
}
inline std::optional<Lease> lease_of(std::string_view line) {
  if (detail::first_word(line) != "TASK") return std::nullopt;
  Lease lease;
  long long visibility = 0;
  lease.id = detail::first_word(line);
  if (!detail::take_number(line, lease.token) ||
      !detail::take_number(line, visibility))
    return std::nullopt;
  lease.visibility = std::chrono::milliseconds(visibility);
  lease.text = line;
  return lease;
}

// "LIST 4711 done 1 7 0 anna; 4712 waiting 0 0 0 ", and back.
inline std::string line_of(const std::vector<Entry>& entries) {
  std::string line = "LIST ";
  for (const auto& entry : entries) {
    if (line.size() > 5) line += "; ";
    line += entry.id + ' ' + std::string(detail::states[entry.state]) + ' ' +
            std::to_string(entry.takings) + ' ' + std::to_string(entry.token) +
            ' ' + std::to_string(entry.left.count()) + ' ' + entry.who;
  }
  return line;
}
inline std::vector<Entry> entries_of(std::string_view line) {
  std::vector<Entry> entries;
  if (detail::first_word(line) != "LIST") return entries;
  while (!line.empty()) {
    const auto end = std::min(line.find(';'), line.size());
    auto part = line.substr(0, end);
    Entry entry;
    long long left = 0;
    entry.id = detail::first_word(part);
    const auto state = detail::first_word(part);
    for (std::size_t i = 0; i < detail::states.size(); ++i)
      if (detail::states[i] == state) entry.state = Entry::State(i);
    detail::take_number(part, entry.takings);
    detail::take_number(part, entry.token);
    detail::take_number(part, left);
    entry.left = std::chrono::milliseconds(left);
    entry.who = part;
    entries.push_back(entry);
    line.remove_prefix(std::min(end + 2, line.size()));
  }
  return entries;
}

}  // namespace workbook
