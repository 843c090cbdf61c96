// The story of one test, event by event, in the order they happened.
//
// Gates, stages and tests tell it; the teacher reads it out when a test fails.
// It may be told from any thread.
//
// With WORKBOOK_TRACE=FILE in the environment, it is also written there as it
// happens, for programs that draw it: see story.cpp.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <functional>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>
#include <support/event.hpp>
#include <support/language.hpp>
#include <vector>

namespace workbook {

class Story {
 public:
  // Becomes the story of the test that is running, until it is destroyed.
  Story();
  ~Story();
  Story(const Story&) = delete;
  Story& operator=(const Story&) = delete;

  // "Oslo answers 250". Said twice in a row, in one moment, it is told
  // once.
  void tell(std::string_view who, Text what, std::string_view detail = {});

  // The same, for what counts each time: said four times in a row, it is told
  // once, with ", 4 times" behind it.
  void count(std::string_view who, Text what, std::string_view detail = {});

  // The same, with a pattern of fmt, and at most two words for it.
  void count_pattern(std::string_view who, Text pattern,
                     std::initializer_list<std::string_view> words);

  // Where time is virtual: what is told is preceded by the moment, in a line of
  // its own, when that has changed. A moment that is shown as "" is not told.
  using Moment = std::chrono::nanoseconds;
  void use_clock(std::function<Moment()> now, std::string (*shown)(Moment));

  // The events of the running test's story; none if no test runs, or if a
  // thread was stopped in the middle of telling it. That all that is left waits
  // is told once, at the end, if something does wait.
  static std::vector<Event> events();

  // The same as lines, with the moments.
  static std::vector<std::string> told();

  // Adds to the running test's story, if there is one.
  static void tell_running(std::string_view who, Text what,
                           std::string_view detail = {});

 private:
  // An event, as it was told. Many are told, and few are ever read: sentences
  // are made of those only.
  struct Entry {
    std::size_t begin = 0;  // of its parts in bytes_, one behind the other
    std::size_t parts = 0;
    // Who, what in English and in French, the detail, the words of a pattern.
    std::array<std::size_t, 6> sizes{};
    int times = 1;
    int counted = 1;  // how many times it has happened, as it is told
    Moment moment{0};
  };
  void add(std::initializer_list<std::string_view> fixed,
           std::initializer_list<std::string_view> words, bool counted);
  Event event(const Entry& entry) const;

  mutable std::timed_mutex mutex_;
  std::vector<Entry> entries_;
  std::string bytes_;
  std::function<Moment()> now_;
  std::string (*shown_)(Moment) = nullptr;
};

// Events of an operation's life, in the words of both languages.
namespace happens {
inline constexpr Text starts{"starts", "commence"};
inline constexpr Text asked{"is asked", "reçoit la demande"};
inline constexpr Text answers{"answers", "répond"};
inline constexpr Text over{"is over", "a fini"};
inline constexpr Text fails{"fails:", "échoue :"};
inline constexpr Text cancelled{"is told to stop", "reçoit l'ordre d'arrêter"};
inline constexpr Text stopped{"has stopped", "est à l'arrêt"};
inline constexpr Text returns{"returns", "rend la main"};
inline constexpr Text gives{"returns", "rend"};  // and then the value
inline constexpr Text throws{"throws:", "lève une exception :"};
inline constexpr Text quiet{"(nothing more is ready: all that is left waits)",
                            "(plus rien n'est prêt : tout le reste attend)"};
inline constexpr Text ends_program{
    "(std::terminate ends the program: an exception had nowhere to go)",
    "(std::terminate arrête le programme : une exception sans preneur)"};
}  // namespace happens

// What an Outcome throws that has nothing to give yet.
inline constexpr const char* still_waits = "it still waits";

// One record of the trace: fields between tabs, in a line.
void trace(std::initializer_list<std::string_view> fields);

}  // namespace workbook
