#include <algorithm>
#include <array>
#include <support/lanes.hpp>
#include <support/text.hpp>
#include <vector>

namespace workbook {

namespace {

char sign_of(Doing doing) {
  switch (doing) {
    case Doing::begins:
      return 'o';
    case Doing::gives:
      return '*';
    case Doing::fails:
      return 'x';
    case Doing::told_to_stop:
      return '!';
    case Doing::stopped:
      return '#';
    case Doing::rests:
    case Doing::other:
      break;
  }
  return '+';
}

// The names, in the order in which they come into the story.
std::vector<std::string> names_in(const std::vector<Event>& events) {
  std::vector<std::string> names;
  for (const auto& event : events)
    if (!event.who.empty() &&
        std::find(names.begin(), names.end(), event.who) == names.end())
      names.push_back(event.who);
  return names;
}

// A name in exactly `columns` columns, and two spaces.
std::string in_columns(std::string name, int columns) {
  name = printable(name);
  const int width = columns_of(name);
  if (width > columns) {
    std::string_view rest = name;
    std::string cut;
    for (int i = 0; i < columns - 2; ++i) {
      const auto before = rest;
      take_character(rest);
      cut += before.substr(0, before.size() - rest.size());
    }
    name = cut + "..";
  }
  return name + std::string(static_cast<std::size_t>(
                                std::max(columns - columns_of(name), 0) + 2),
                            ' ');
}

// The signs that the picture has, and what they mean.
std::string legend(const std::vector<Event>& events, int indent, int width) {
  struct Sign {
    Doing doing;
    Text means;
  };
  static constexpr auto signs = std::to_array<Sign>({
      {Doing::begins, {"o begins", "o commence"}},
      {Doing::gives, {"* is done", "* a fini"}},
      {Doing::fails, {"x throws", "x lève une exception"}},
      {Doing::told_to_stop, {"! told to stop", "! doit s'arrêter"}},
      {Doing::stopped, {"# has stopped", "# à l'arrêt"}},
      {Doing::other, {"+ does something", "+ agit"}},
  });
  std::vector<std::string> entries;
  for (const auto& sign : signs)
    if (std::any_of(events.begin(), events.end(), [&](const Event& event) {
          return !event.who.empty() && event.doing == sign.doing;
        }))
      entries.push_back(sign.means.spoken());
  if (std::any_of(events.begin(), events.end(), [](const Event& event) {
        return event.doing == Doing::begins;
      }))
    entries.push_back(Text{"-- waits", "-- attend"}.spoken());
  const std::string margin(static_cast<std::size_t>(indent), ' ');
  std::string text;
  for (const auto& line : side_by_side(entries, "   ", width - indent))
    text += margin + line + '\n';
  return text;
}

}  // namespace

std::string lanes(const std::vector<Event>& events, bool wrong, int width) {
  const auto names = names_in(events);
  constexpr int indent = 4, tail = 4;
  constexpr std::size_t many = 24;
  // The thread that rests is no actor, and its events come last.
  auto count = events.size();
  while (count > 0 && events[count - 1].doing == Doing::rests) --count;
  if (count < 2 || names.size() < 2 || names.size() > many) return "";

  int name_columns = 0;
  for (const auto& name : names)
    name_columns = std::max(name_columns, columns_of(name));
  name_columns = std::min(name_columns, 24);
  const int room = width - indent - name_columns - 2 - tail;
  // Numbers need room to stand side by side.
  const int narrowest = std::max(columns_of(std::to_string(count)) + 1, 3);
  const auto shown = std::min<std::size_t>(
      count, static_cast<std::size_t>(std::max(room / narrowest, 0)));
  if (shown < 2) return "";
  const int step =
      std::min(room / static_cast<int>(shown), std::max(narrowest, 5));
  const auto first = count - shown;
  const auto column = [&](std::size_t event) {
    return (event - first) * static_cast<std::size_t>(step);
  };
  const auto columns = column(count - 1) + 1;
  const std::string margin(indent, ' ');

  std::string picture = margin + in_columns("", name_columns);
  std::string numbers(columns + 3, ' ');
  for (auto i = first; i < count; ++i) {
    const auto number = std::to_string(i + 1);
    numbers.replace(column(i), number.size(), number);
  }
  numbers.erase(numbers.find_last_not_of(' ') + 1);
  picture += numbers + '\n';

  for (const auto& name : names) {
    std::string lane(columns, ' ');
    int waits = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (events[i].anew) waits = 0;
      const bool own = events[i].who == name;
      if (own && events[i].doing == Doing::begins) ++waits;
      if (i >= first) {
        const auto at = column(i);
        if (own)
          lane[at] = sign_of(events[i].doing);
        else if (waits > 0)
          lane[at] = '-';
      }
      if (own && ends_wait(events[i].doing)) waits = std::max(waits - 1, 0);
      if (i >= first && i + 1 < count && waits > 0)
        for (auto at = column(i) + 1; at < column(i + 1); ++at) lane[at] = '-';
    }
    if (waits > 0) lane += "...";
    lane.erase(lane.find_last_not_of(' ') + 1);
    picture += margin + in_columns(name, name_columns) + lane + '\n';
  }
  if (wrong) {
    const auto words = Text{"wrong by then", "faux dès lors"}.spoken();
    const auto before =
        static_cast<std::size_t>(indent + name_columns + 2) + columns - 1;
    const auto length = static_cast<std::size_t>(columns_of(words)) + 1;
    // Behind the mark, or in front of it where that is too wide.
    if (before + 1 + length <= static_cast<std::size_t>(width))
      picture += std::string(before, ' ') + "^ " + words + '\n';
    else
      picture += std::string(before - length, ' ') + words + " ^\n";
  }
  return picture + legend(events, indent, width);
}

}  // namespace workbook
