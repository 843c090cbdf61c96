#include "roster.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <set>

#include "common/command_line.hpp"
#include "common/files.hpp"
#include "common/say.hpp"
#include "common/strings.hpp"
#include "text.hpp"

namespace grader {

namespace {

using workbook::say;
using workbook::split;

// The letters of Latin-1 from À to ÿ, without their accents; "_" for a sign.
constexpr std::string_view plain_latin =
    "aaaaaaaceeeeiiiidnooooo_ouuuuypsaaaaaaaceeeeiiiidnooooo_ouuuuypy";

// Lower case, without accents: "Zoë O'Neil" becomes "zoe o'neil", whichever way
// its letters are written.
std::string folded(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const auto next =
        i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0u;
    if (c == 0xC3 && next >= 0x80 && next < 0xC0) {
      result += plain_latin[next - 0x80];
      ++i;
    } else if ((c == 0xCC || c == 0xCD) && next >= 0x80) {
      ++i;  // an accent that stands after its letter
    } else {
      result += static_cast<char>(c < 0x80 ? std::tolower(c) : c);
    }
  }
  return result;
}

bool in_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Its letters and digits alone.
std::string joined(std::string_view text) {
  std::string result;
  for (char c : folded(text))
    if (in_word(c)) result += c;
  return result;
}

// Its words, in an order of their own: "Dupont, Anne" is "Anne Dupont". An
// apostrophe parts no words.
std::string words_of(std::string_view text) {
  std::multiset<std::string> words;
  std::string word;
  for (char c : folded(text) + ' ')
    if (in_word(c))
      word += c;
    else if (c != '\'' && !word.empty())
      words.insert(std::move(word)), word.clear();
  std::string result;
  for (const auto& one : words) result += " " + one;
  return result;
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return c >= '0' && c <= '9';
  });
}

// "Participant 1234": the number that Moodle gives to somebody.
std::string participant_in(const std::string& text) {
  const auto begin = text.find_last_not_of("0123456789");
  if (begin == text.npos || begin + 1 == text.size()) return "";
  const auto word = text.substr(0, begin + 1);
  return word.ends_with(' ') || word == "Participant" ? text.substr(begin + 1)
                                                      : "";
}

// A folder of Moodle's: "Anne Dupont_1234_assignsubmission_file_".
bool of_moodle(const std::vector<std::string_view>& parts) {
  return parts.size() >= 4 && all_digits(parts[1]) &&
         parts[2].starts_with("assign");
}

}  // namespace

int Roster::column(std::initializer_list<std::string_view> names) const {
  for (auto name : names)
    for (std::size_t i = 0; i < table_.head.size(); ++i)
      if (joined(table_.head[i]) == name) return static_cast<int>(i);
  return -1;
}

std::string Roster::value(std::size_t row, int column) const {
  return column < 0 ? "" : table_.rows[row][static_cast<std::size_t>(column)];
}

Roster::Roster(const fs::path& file)
    : table_(read_table(workbook::read_file(file))) {
  const int student = column({"student"});
  canvas_ = student >= 0 && column({"section"}) >= 0 && column({"id"}) >= 0;
  const int identifier = column({"identifier", "identifiant"});
  const int first = column({"firstname", "prenom"});
  const int last = column({"lastname", "surname", "nomdefamille", "nom"});
  const int full = column({"fullname", "nomcomplet", "name", "student",
                           "studentname", "etudiant", "eleve"});
  const int id = column({"idnumber", "numerodidentification", "sisuserid",
                         "sid", "studentid", "numeroetudiant", "matricule",
                         canvas_ ? "sisuserid" : "id"});
  const int email = column({"emailaddress", "email", "adressedecourriel",
                            "courriel", "adressemail", "mail"});
  const int login = column({"username", "nomdutilisateur", "sisloginid",
                            "login", "githubusername", "github"});
  if (full < 0 && last < 0 && id < 0 && email < 0 && login < 0 &&
      identifier < 0)
    throw workbook::Misuse(
        say({"{}: its first line names no column like \"name\", \"id\" or "
             "\"email\"",
             "{} : sa première ligne ne nomme aucune colonne comme « nom », "
             "« id » ou « email »"},
            file.string()));

  for (std::size_t row = 0; row < table_.rows.size(); ++row) {
    Person person;
    person.name = value(row, full);
    if (person.name.empty() && last >= 0)
      person.name = first < 0 ? value(row, last)
                              : value(row, first) + " " + value(row, last);
    person.id = value(row, id);
    person.email = value(row, email);
    person.login = value(row, login);
    person.participant = participant_in(value(row, identifier));
    if (canvas_) person.canvas_id = value(row, column({"id"}));
    if (person.id.empty() && person.participant.empty())
      person.id = value(row, identifier);
    if (person.name.empty())
      for (const auto& other : {person.login, person.email, person.id})
        if (person.name.empty()) person.name = other;
    for (const auto& word :
         {person.id, person.email,
          person.email.substr(0, person.email.find('@')), person.login,
          person.participant, person.canvas_id})
      if (!joined(word).empty()) person.words.push_back(joined(word));
    person.name_words = words_of(person.name);
    people_.push_back(std::move(person));
  }
}

// The students to whom a folder of this name may belong: by number, else by
// account or address, else by name.
std::vector<int> Roster::candidates(const std::string& name) const {
  const auto parts = split(name, '_');
  const auto all_with = [&](auto has) {
    std::vector<int> found;
    for (std::size_t i = 0; i < people_.size(); ++i)
      if (has(people_[i])) found.push_back(static_cast<int>(i));
    return found;
  };
  const auto known_as = [](const Person& person, std::string_view word) {
    return !word.empty() &&
           std::count(person.words.begin(), person.words.end(), word) > 0;
  };
  if (of_moodle(parts))
    if (auto found = all_with(
            [&](const auto& person) { return person.participant == parts[1]; });
        !found.empty())
      return found;
  if (auto found = all_with(
          [&](const auto& person) { return known_as(person, joined(name)); });
      !found.empty())
    return found;
  // Canvas writes its number between underscores.
  for (const auto& part : parts)
    if (all_digits(part) && part.size() > 2)
      if (auto found = all_with(
              [&](const auto& person) { return known_as(person, part); });
          !found.empty())
        return found;
  for (const auto text : {std::string_view(name), parts.front()}) {
    const auto words = words_of(text);
    if (auto found = all_with([&](const auto& person) {
          return !words.empty() && person.name_words == words;
        });
        !found.empty())
      return found;
  }
  // Repositories: "homework-anne" of a classroom, "anne.workbook" of a person.
  return all_with([&](const auto& person) {
    const auto login = folded(person.login), whole = folded(name);
    return !login.empty() &&
           (whole.ends_with("-" + login) || whole.starts_with(login + "."));
  });
}

void Roster::call(Class& results, const workbook::Text& why) const {
  if (empty()) return;
  std::vector<SubmissionResult*> of(people_.size());
  for (auto& result : results) {
    std::vector<int> found;
    auto parts = split(result.name, '/');
    while (found.empty() && !parts.empty()) {
      found = candidates(std::string(parts.back()));
      parts.pop_back();
    }
    if (found.empty()) {
      result.remarks.push_back(
          say({"not in the roster", "absent de la liste"}));
      continue;
    }
    if (found.size() > 1) {
      result.remarks.push_back(say({"several in the roster have this name",
                                    "plusieurs dans la liste portent ce nom"}));
      continue;
    }
    const auto row = static_cast<std::size_t>(found.front());
    if (of[row]) {
      for (auto [one, other] :
           {std::pair(of[row], &result), std::pair(&result, of[row])})
        one->remarks.push_back(
            say({"{} is of the same person: only one of the two counts",
                 "{} est de la même personne : un seul des deux compte"},
                other->name));
      continue;
    }
    of[row] = &result;
    result.roster_row = found.front();
    result.student = clean(people_[row].name, 200);
    result.student_id = clean(people_[row].id, 200);
  }
  Class absent;
  for (std::size_t row = 0; row < people_.size(); ++row) {
    if (of[row]) continue;
    // A line of Canvas that is nobody: "Points Possible".
    if (canvas_ && people_[row].canvas_id.empty()) continue;
    SubmissionResult result;
    result.name = result.student = clean(people_[row].name, 200);
    result.student_id = clean(people_[row].id, 200);
    result.key = file_name(result.name);
    result.absent = true;
    result.failure = say(why);
    result.roster_row = static_cast<int>(row);
    absent.push_back(std::move(result));
  }
  for (auto& result : absent) results.push_back(std::move(result));
}

const SubmissionResult* Roster::result_of(const Class& results, int row) const {
  for (const auto& result : results)
    if (result.roster_row == row && result.failure.empty()) return &result;
  return nullptr;
}

std::string Roster::moodle(const Class& results, const Exercises& exercises,
                           const Points& points) const {
  const int grade = column({"grade", "note"});
  const int most = column({"maximumgrade", "notemaximale"});
  const int feedback = column({"feedbackcomments", "feedbackparcommentaires"});
  const bool worksheet =
      grade >= 0 && column({"identifier", "identifiant"}) >= 0;
  const double max = points.of(exercises);
  std::string text =
      plain_sheet.row(worksheet ? table_.head
                                : std::vector<std::string>{
                                      "Full name", "ID number", "Email address",
                                      "Grade", "Maximum Grade"});
  for (std::size_t row = 0; row < people_.size(); ++row) {
    const auto* result = result_of(results, static_cast<int>(row));
    const auto& person = people_[row];
    const double total = result ? earned(*result, points) : 0;
    if (!worksheet) {
      text +=
          plain_sheet.row({person.name, person.id, person.email,
                           result ? points_text(total) : "", points_text(max)});
      continue;
    }
    auto fields = table_.rows[row];
    if (result) {
      // Of what the assignment is worth there.
      auto there = value(row, most);
      std::replace(there.begin(), there.end(), ',', '.');
      const double worth = std::atof(there.c_str());
      fields[static_cast<std::size_t>(grade)] =
          points_text(worth > 0 && max > 0 ? total / max * worth : total);
      if (feedback >= 0)
        fields[static_cast<std::size_t>(feedback)] =
            points_text(total) + " / " + points_text(max);
    }
    text += plain_sheet.row(fields);
  }
  return text;
}

std::string Roster::canvas(const Class& results, const Exercises& exercises,
                           const Points& points,
                           const std::string& title) const {
  const auto max = points_text(points.of(exercises));
  std::string text = plain_sheet.row(
      {"Student", "ID", "SIS User ID", "SIS Login ID", "Section", title});
  text += plain_sheet.row({"    Points Possible", "", "", "", "", max});
  const int section = column({"section"});
  for (std::size_t row = 0; row < people_.size(); ++row) {
    const auto& person = people_[row];
    if (canvas_ && person.canvas_id.empty()) continue;
    const auto* result = result_of(results, static_cast<int>(row));
    text +=
        plain_sheet.row({person.name, person.canvas_id, person.id,
                         person.login.empty() ? person.email : person.login,
                         value(row, section),
                         result ? points_text(earned(*result, points)) : ""});
  }
  return text;
}

std::string Roster::moodle_folder(const SubmissionResult& result) const {
  if (result.absent) return "";
  const auto last = split(result.name, '/').back();
  std::string folder;
  if (of_moodle(split(last, '_'))) {
    folder = last;
  } else if (result.roster_row >= 0) {
    const auto& person = people_[static_cast<std::size_t>(result.roster_row)];
    if (person.participant.empty()) return "";
    auto name = person.name;
    std::replace(name.begin(), name.end(), '_', ' ');
    folder = name + "_" + person.participant + "_assignsubmission_file_";
  }
  for (char& c : folder)
    if (c == '/' || c == '\\' || static_cast<unsigned char>(c) < ' ') c = ' ';
  return folder;
}

}  // namespace grader
