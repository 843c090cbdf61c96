#include "page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <support/text.hpp>
#include <utility>

#include "common/json.hpp"
#include "common/say.hpp"
#include "common/strings.hpp"
#include "readme.hpp"

namespace companion {

namespace {

constexpr std::string_view head = R"(<!doctype html>
<html lang="@LANGUAGE@">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>@TITLE@</title>
<style>
:root { color-scheme: light dark; --ink: #222; --paper: #fff; --pale: #ddd; --good: #1a7f37; --bad: #c0392b; --told: #b35900; --wait: #4a6fa5; --alarm: #fde8e6; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e6e6; --paper: #16181c; --pale: #3a3f47; --good: #5cc26f; --bad: #ff7b72; --told: #f0a04b; --wait: #8ab0e6; --alarm: #47201d; } }
@media print { :root { --ink: #000; --paper: #fff; --pale: #bbb; --good: #1a7f37; --bad: #c0392b; --told: #b35900; --wait: #4a6fa5; --alarm: #fde8e6; } input, label { display: none; } }
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: var(--ink); background: var(--paper); }
figure { margin: .5rem 0 1rem; overflow-x: auto; break-inside: avoid; }
figcaption { font-weight: 600; break-after: avoid; }
h2, h3 { break-after: avoid; }
h3 { margin: 1.5rem 0 0; }
pre { overflow-x: auto; }
.wrong { border-left: 4px solid var(--bad); padding-left: 1rem; }
figure svg { display: block; }
.sign { white-space: nowrap; margin-right: 1rem; }
.sign svg { vertical-align: middle; }
@media (min-width: 60rem) { figure svg { max-width: 100%; height: auto; } }
@media print { figure svg { max-width: 100%; height: auto; } figure { overflow: visible; } }
svg text { font: 13px ui-monospace, "DejaVu Sans Mono", monospace; fill: var(--ink); }
.wait { stroke: var(--wait); stroke-width: 3; }
.open { stroke-dasharray: 4 4; }
.guide { stroke: var(--pale); stroke-width: 1; }
.begins { fill: var(--paper); stroke: var(--wait); stroke-width: 3; }
.gives { fill: var(--good); }
.fails { stroke: var(--bad); stroke-width: 4; }
.told { fill: var(--told); }
.stopped { fill: var(--wait); }
.other { fill: var(--ink); }
.alarm { fill: var(--alarm); }
#en:checked ~ main [lang=fr], #fr:checked ~ main [lang=en] { display: none; }
</style>
</head>
<body>
<input type="radio" name="language" id="en"@EN@><label for="en" lang="en">English</label>
<input type="radio" name="language" id="fr"@FR@><label for="fr" lang="fr">Français</label>
<main>
)";

// "at 30 s:" and "à 30 s :" are both the moment 30 s.
std::string moment_of(const Event& event) {
  const auto digit = event.moment.find_first_of("0123456789");
  if (digit == event.moment.npos) return "";
  auto text = event.moment.substr(digit);
  while (!text.empty() && (text.back() == ':' || text.back() == ' '))
    text.pop_back();
  if (text.ends_with("\u00a0")) text.resize(text.size() - 2);
  return text;
}

// The sizes of a drawing, in pixels.
constexpr int row_height = 24, letter = 8, left_margin = 16;
constexpr int wide_lane = 26, narrow_lane = 15;

// A name and a sentence are no longer than that, in characters.
constexpr int longest_name = 32, longest_line = 100;

// How a text begins, if it is too long.
std::string clipped(std::string_view text, int columns) {
  if (columns_of(text) <= columns) return std::string(text);
  std::string begin;
  while (columns_of(begin) < columns - 1) {
    const auto before = text;
    take_character(text);
    begin += before.substr(0, before.size() - text.size());
  }
  return begin + "…";
}

struct Drawing {
  std::vector<std::string> names;
  // Names lean where there is room for it, and stand upright where not.
  bool upright = false;
  int lane_width = wide_lane;
  int top = 0;    // the lane's heads are above
  int lanes = 0;  // where the first lane is
  int words = 0;  // where the sentences begin
  int width = 0;
  int height = 0;

  int x(std::size_t lane) const {
    return lanes + static_cast<int>(lane) * lane_width;
  }
  int y(std::size_t event) const {
    return top + static_cast<int>(event) * row_height;
  }
};

// Of a story that ends with the event of that number.
Drawing measured(const std::vector<Event>& events, std::size_t last) {
  Drawing drawing;
  int name_columns = 0, line_columns = 0, moment_columns = 0;
  for (const auto& event : events) {
    auto& names = drawing.names;
    if (!event.who.empty() &&
        std::find(names.begin(), names.end(), event.who) == names.end())
      names.push_back(event.who);
    name_columns = std::max(name_columns, columns_of(event.who));
    line_columns = std::max(line_columns, columns_of(event.spoken()));
    moment_columns = std::max(moment_columns, columns_of(moment_of(event)));
  }
  name_columns = std::min(name_columns, longest_name);
  line_columns = std::min(line_columns, longest_line);
  // "17. ", and some room at the right.
  const int number_columns = std::max(columns_of(std::to_string(last)), 2) + 3;
  const int count = static_cast<int>(drawing.names.size());
  constexpr int few = 16;
  drawing.upright = count > few;
  drawing.lane_width = drawing.upright ? narrow_lane : wide_lane;
  // Names that lean do so at 45 degrees: as wide as high.
  const int high = name_columns * letter * (drawing.upright ? 100 : 71) / 100;
  const int lean = drawing.upright ? 0 : high;
  drawing.top = high + 36;
  drawing.lanes = left_margin + moment_columns * letter + 12;
  const int last_lane =
      drawing.lanes + std::max(count - 1, 0) * drawing.lane_width;
  drawing.words = last_lane + 24;
  drawing.width =
      std::max(drawing.words + (number_columns + line_columns) * letter,
               last_lane + lean + 24);
  drawing.height =
      drawing.y(std::max<std::size_t>(events.size(), 1) - 1) + row_height;
  return drawing;
}

std::string marker(Doing doing, int x, int y) {
  switch (doing) {
    case Doing::begins:
      return fmt::format(
          "<circle class=\"begins\" cx=\"{}\" cy=\"{}\" r=\"5\"/>", x, y);
    case Doing::gives:
      return fmt::format(
          "<circle class=\"gives\" cx=\"{}\" cy=\"{}\" r=\"7\"/>", x, y);
    case Doing::fails:
      return fmt::format(
          "<path class=\"fails\" d=\"M{0} {1}l12 12m0 -12l-12 12\"/>", x - 6,
          y - 6);
    case Doing::told_to_stop:
      return fmt::format("<path class=\"told\" d=\"M{} {}l8 8l-8 8l-8 -8z\"/>",
                         x, y - 8);
    case Doing::stopped:
      return fmt::format(
          "<rect class=\"stopped\" x=\"{}\" y=\"{}\" width=\"12\" "
          "height=\"12\"/>",
          x - 6, y - 6);
    case Doing::rests:
    case Doing::other:
      break;
  }
  return fmt::format("<circle class=\"other\" cx=\"{}\" cy=\"{}\" r=\"4\"/>", x,
                     y);
}

// How a story of hundreds begins and how it ends is enough; and less of it,
// where so many take part that nobody could tell their lanes apart.
struct Abridged {
  explicit Abridged(const std::vector<Event>& events)
      : all(events), part(60), shown(events) {
    shorten();
    constexpr std::size_t too_many = 40;
    if (measured(shown, all.size()).names.size() <= too_many) return;
    part = too_many / 2;
    shown = all;
    shorten();
  }

  void shorten() {
    if (all.size() <= 2 * part + 1) return;
    left_out = all.size() - 2 * part;
    const auto begin = shown.begin() + static_cast<long>(part);
    *begin = {"", fmt::format("(... {} more ...)", left_out),
              fmt::format("(... encore {} ...)", left_out), Doing::other, ""};
    shown.erase(begin + 1, begin + static_cast<long>(left_out));
  }

  // The row of an event, or of the one that stands for it.
  std::size_t row(std::size_t event) const {
    if (event < part || left_out == 0) return event;
    return event < part + left_out ? part : event - left_out + 1;
  }
  // The number of the event that a row shows, from 1.
  std::size_t number(std::size_t row) const {
    return left_out == 0 || row <= part ? row + 1 : row + left_out;
  }

  const std::vector<Event>& all;
  std::size_t part;  // so many at the beginning, and at the end
  std::vector<Event> shown;
  std::size_t left_out = 0;
};

// The waits of one lane, as lines from the row of an event to that of a later
// one.
std::string waits(const Drawing& drawing, const Abridged& story,
                  std::size_t lane) {
  std::string svg;
  const int x = drawing.x(lane);
  const auto line = [&](int from, int to, std::string_view more) {
    if (from == to) return;
    svg += fmt::format(
        "<line class=\"wait{}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>\n",
        more, x, from, x, to);
  };
  int count = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < story.all.size(); ++i) {
    if (story.all[i].anew && std::exchange(count, 0) > 0)
      line(drawing.y(story.row(begin)),
           drawing.y(story.row(i)) - row_height / 2, " open");
    if (story.all[i].who != drawing.names[lane]) continue;
    if (story.all[i].doing == Doing::begins && count++ == 0) begin = i;
    if (ends_wait(story.all[i].doing) && count > 0 && --count == 0)
      line(drawing.y(story.row(begin)), drawing.y(story.row(i)), "");
  }
  if (count > 0)
    line(drawing.y(story.row(begin)),
         drawing.y(story.shown.size() - 1) + row_height / 2, " open");
  return svg;
}

std::string drawn(const std::vector<Event>& all, bool wrong) {
  const Abridged story(all);
  const auto& events = story.shown;
  const auto drawing = measured(events, all.size());
  auto svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" "
      "viewBox=\"0 0 {0} {1}\" role=\"img\">\n",
      drawing.width, drawing.height);
  if (wrong)
    svg += fmt::format(
        "<rect class=\"alarm\" x=\"0\" y=\"{}\" width=\"{}\" height=\"{}\"/>\n",
        drawing.y(events.size() - 1) - row_height / 2, drawing.width,
        row_height);
  for (std::size_t lane = 0; lane < drawing.names.size(); ++lane)
    svg += fmt::format(
        "<text transform=\"translate({} {}) rotate({})\">{}</text>\n",
        drawing.x(lane) + 4, drawing.top - 14, drawing.upright ? -90 : -45,
        xml(clipped(drawing.names[lane], longest_name)));
  for (std::size_t lane = 0; lane < drawing.names.size(); ++lane)
    svg += waits(drawing, story, lane);
  std::string moment;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const auto& event = events[i];
    const int y = drawing.y(i);
    if (event.anew && i > 0)
      svg += fmt::format(
          "<line class=\"guide\" x1=\"0\" y1=\"{0}\" x2=\"{1}\" y2=\"{0}\"/>\n",
          y - row_height / 2, drawing.width);
    if (const auto now = moment_of(event); now != moment) {
      svg += fmt::format("<text x=\"{}\" y=\"{}\">{}</text>\n", left_margin / 2,
                         y + 5, xml(now));
      moment = now;
    }
    const auto found =
        std::find(drawing.names.begin(), drawing.names.end(), event.who);
    if (found != drawing.names.end()) {
      const int x =
          drawing.x(static_cast<std::size_t>(found - drawing.names.begin()));
      svg += fmt::format(
          "<line class=\"guide\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>\n",
          x + 9, y, drawing.words - 4, y);
      svg += marker(event.doing, x, y) + "\n";
    }
    svg += fmt::format("<text x=\"{}\" y=\"{}\">{:>2}. {}</text>\n",
                       drawing.words, y + 5, story.number(i),
                       xml(clipped(event.spoken(), longest_line)));
  }
  return svg + "</svg>\n";
}

std::string figure(std::string_view caption, const Traced& test) {
  std::string html = "<figure>\n";
  if (!caption.empty())
    html += fmt::format("<figcaption>{}</figcaption>\n", caption);
  if (test.events().empty())
    html += "<p>" +
            say({"This test tells no story.", "Ce test ne raconte rien."}) +
            "</p>\n";
  else
    html += drawn(test.events(), test.wrong());
  return html + "</figure>\n";
}

bool is_to_write(const Traced& test) { return test.lesson == "todo"; }

bool same_story(const Traced& a, const Traced& b) {
  return std::equal(a.events().begin(), a.events().end(), b.events().begin(),
                    b.events().end(), [](const auto& left, const auto& right) {
                      return left.en == right.en;
                    });
}

// Where the page shows a test: "fr-2-17".
std::string anchor_of(const Traced& test, const Traces& reference) {
  return fmt::format("{}-{}-{}", french() ? "fr" : "en", test.step,
                     &test - reference.tests.data());
}

// "✗ " and the title of a test.
std::string heading(const Traced& test, const Traced* yours) {
  const auto sign = !yours ? "" : yours->wrong() ? "✗ " : "✓ ";
  return sign + xml(french() ? test.fr : test.en);
}

std::string section(const Traced& test, const Traced* yours) {
  const auto reference = caption({"the reference", "la référence"}, test, test);
  if (!yours) return figure(reference, test);
  const auto mine = caption({"yours", "votre exécution"}, *yours, test);
  std::string html;
  if (yours->wrong()) {
    const bool to_write = is_to_write(*yours);
    html += fmt::format("<div class=\"wrong\"><p>{}{}{}",
                        to_write ? "" : say({"expected: ", "attendu : "}),
                        xml(french() ? yours->expected_fr : yours->expected_en),
                        to_write ? "" : " [" + xml(yours->lesson) + "]");
    if (!yours->seen.empty())
      html += fmt::format("<br>{}<code>{}</code>", say({"seen: ", "vu : "}),
                          xml(yours->seen));
    html += "</p></div>\n";
    // Where nothing is written, there is nothing to draw.
    if (to_write) return html + figure(reference, test);
  }
  if (!yours->wrong() && same_story(*yours, test))
    return html + figure(test.events().empty()
                             ? ""
                             : caption({"yours, and the reference",
                                        "votre exécution, et la référence"},
                                       *yours, test),
                         *yours);
  return html + figure(mine, *yours) + figure(reference, test);
}

std::string legend() {
  std::string html = "<p>";
  const auto sign = [&](Doing doing, Text means) {
    html += fmt::format(
        "<span class=\"sign\"><svg width=\"20\" height=\"20\">{}</svg> {}"
        "</span> ",
        marker(doing, 10, 10), means.spoken());
  };
  sign(Doing::begins, {"begins to wait", "se met à attendre"});
  sign(Doing::gives, {"is done", "a fini"});
  sign(Doing::fails, {"throws", "lève une exception"});
  sign(Doing::told_to_stop, {"is told to stop", "reçoit l'ordre d'arrêter"});
  sign(Doing::stopped, {"has stopped", "est à l'arrêt"});
  sign(Doing::other, {"does something", "agit"});
  return html + "</p>\n<p>" +
         say({"Time goes down the page; a line is a wait, a dashed one a wait "
              "that has not ended.",
              "Le temps descend la page ; un trait est une attente, un trait "
              "interrompu une attente qui n'est pas finie."}) +
         "</p>\n";
}

// The whole page but its head, in the language that is spoken.
std::string content(const Exercise& exercise, const Runs& runs) {
  const auto readme = read_readme(exercise);
  auto html = "<h1>" + xml(readme.title) + "</h1>\n" + legend();
  if (!runs.yours.failure.empty())
    html += "<div class=\"wrong\"><p>" +
            say({"Yours does not compile:", "Votre fichier ne compile pas :"}) +
            "</p><pre>" + xml(runs.yours.failure) + "</pre></div>\n";
  // What fails may be far below.
  std::string failures;
  for (const auto& test : runs.reference.tests)
    if (const auto* yours = find(runs.yours, test);
        yours && yours->wrong() && !is_to_write(*yours))
      failures +=
          fmt::format("<br><a href=\"#{}\">{}</a>\n",
                      anchor_of(test, runs.reference), heading(test, yours));
  if (!failures.empty())
    html += "<p>" + say({"What fails:", "Ce qui échoue :"}) + "\n" + failures +
            "</p>\n";
  int step = 0;
  for (const auto& test : runs.reference.tests) {
    if (test.step != step) {
      step = test.step;
      const auto at = static_cast<std::size_t>(step) - 1;
      html += fmt::format(
          "<h2>{} {}</h2>\n<p>{}</p>\n", say({"Step", "Étape"}), step,
          at < readme.steps.size() ? xml(readme.steps[at]) : "");
    }
    const auto* yours = find(runs.yours, test);
    html += fmt::format("<h3 id=\"{}\">{}</h3>\n",
                        anchor_of(test, runs.reference), heading(test, yours));
    html += section(test, yours);
  }
  return html;
}

}  // namespace

std::string picture_page(const Exercise& exercise, const Runs& english,
                         const Runs& in_french) {
  const bool speaks_french = french();
  std::string html(head);
  replace_all(html, "@LANGUAGE@", speaks_french ? "fr" : "en");
  replace_all(html, "@TITLE@", xml(read_readme(exercise).title));
  replace_all(html, "@EN@", speaks_french ? "" : " checked");
  replace_all(html, "@FR@", speaks_french ? " checked" : "");
  speak_french(false);
  html += "<div lang=\"en\">\n" + content(exercise, english) + "</div>\n";
  speak_french(true);
  html += "<div lang=\"fr\">\n" + content(exercise, in_french) + "</div>\n";
  speak_french(speaks_french);
  return html + "</main>\n</body>\n</html>\n";
}

std::string picture_trace(const Runs& runs) {
  Json events = Json::array();
  int process = 0;
  const auto add = [&](std::string_view whose, const Traced& test) {
    ++process;
    const auto named = [&](const char* what, int thread,
                           const std::string& name) {
      Json arguments = Json::object();
      arguments.add("name", std::string_view(name));
      Json event = Json::object();
      event.add("name", what);
      event.add("ph", "M");
      event.add("pid", process);
      event.add("tid", thread);
      event.add("args", arguments);
      events.add(event);
    };
    named("process_name", 0,
          fmt::format("{}, step {}: {}", whose, test.step, test.en));
    const auto names = measured(test.events(), test.events().size()).names;
    for (std::size_t lane = 0; lane < names.size(); ++lane) {
      const int thread = static_cast<int>(lane) + 1;
      named("thread_name", thread, names[lane]);
      for (std::size_t i = 0; i < test.events().size(); ++i) {
        if (test.events()[i].who != names[lane]) continue;
        // Up to the next event of the same lane, or to the end of the story.
        auto end = i + 1;
        while (end < test.events().size() &&
               test.events()[end].who != names[lane])
          ++end;
        const bool over = ends_wait(test.events()[i].doing);
        Json event = Json::object();
        event.add("name", std::string_view(test.events()[i].spoken()));
        event.add("ph", over ? "i" : "X");
        event.add("ts", static_cast<int>(i) * 1000);
        if (!over) event.add("dur", static_cast<int>(end - i) * 1000);
        if (over) event.add("s", "t");
        event.add("pid", process);
        event.add("tid", thread);
        events.add(event);
      }
    }
  };
  for (const auto& test : runs.reference.tests) {
    if (const auto* mine = find(runs.yours, test)) add("yours", *mine);
    add("reference", test);
  }
  Json json = Json::object();
  json.add("traceEvents", events);
  return json.text() + '\n';
}

}  // namespace companion
