#include "intake.hpp"

#include <algorithm>
#include <optional>
#include <support/text.hpp>
#include <tuple>

#include "common/say.hpp"
#include "common/strings.hpp"

namespace grader {

namespace {

using workbook::say;

char lower(char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; }

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return lower(c); });
  return result;
}

// Its letters and digits: "Exo 31" becomes "exo31".
std::string plain(std::string_view text) {
  std::string result;
  for (char c : lower(text))
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) result += c;
  return result;
}

// The folder of some exercise.
bool of_an_exercise(std::string_view folder) {
  const auto name = plain(folder);
  return name.starts_with("exo") && name.size() > 3 && name[3] >= '0' &&
         name[3] <= '9';
}

std::vector<std::string_view> parts_of(std::string_view path) {
  auto parts = workbook::split(path, '/');
  std::erase_if(parts, [](auto part) { return part.empty() || part == "."; });
  return parts;
}

std::string_view folder_of(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == path.npos ? std::string_view() : path.substr(0, slash);
}

std::string_view file_of(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

bool is_source(std::string_view file) {
  for (auto end : {".cpp", ".cc", ".cxx", ".hpp", ".h", ".hh", ".hxx", ".inl"})
    if (file.ends_with(end)) return true;
  return false;
}

// What a browser, a file manager or a person makes of hello_async.cpp:
// "Hello-Async (1).cpp", "hello_async - Copie.CPP", "hello_async.cpp.txt".
bool nearly(std::string_view file, std::string_view topic) {
  auto name = lower(file);
  for (std::string_view end : {".txt", ".cpp", ".cc", ".cxx", ".c++"})
    if (name.ends_with(end)) name.resize(name.size() - end.size());
  // Copies say so at their end, or in brackets.
  if (const auto bracket = name.find('('); bracket != name.npos)
    name.resize(bracket);
  for (std::string_view word : {"copie", "copy", "final", "finale", "rendu"})
    if (name.ends_with(word)) name.resize(name.size() - word.size());
  return plain(name) == plain(topic) &&
         lower(file).find(".c") != std::string::npos;
}

// How good a place is, the smallest the best; nothing if it is none.
std::optional<int> rank(std::string_view path, const Exercise& exercise) {
  auto parts = parts_of(path);
  if (parts.empty()) return {};
  const auto file = parts.back();
  const bool exact = file == exercise.topic + ".cpp";
  if (!exact && !nearly(file, exercise.topic)) return {};
  parts.pop_back();
  for (auto part : parts)
    if (never_theirs(part)) return {};
  int known = 0;
  if (!parts.empty() && plain(parts.back()).starts_with(exercise.id)) {
    parts.pop_back();
    known = 1;
    if (!parts.empty() && parts.back() == "exercises") {
      parts.pop_back();
      known = 2;
    }
  } else if (!parts.empty() && of_an_exercise(parts.back())) {
    return {};  // of another exercise
  }
  if (parts.size() > 2) return {};
  return (exact ? 0 : 100) + 10 * static_cast<int>(parts.size()) + 2 - known;
}

std::string list_of(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < 5; ++i)
    text += (i ? ", " : "") + names[i];
  return text + (names.size() > 5 ? "..." : "");
}

void append_utf8(std::string& text, char32_t c) {
  const auto add = [&](char32_t byte) { text += static_cast<char>(byte); };
  if (c < 0x80) {
    add(c);
  } else if (c < 0x800) {
    add(0xC0 | (c >> 6));
    add(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    add(0xE0 | (c >> 12));
    add(0x80 | ((c >> 6) & 0x3F));
    add(0x80 | (c & 0x3F));
  } else {
    add(0xF0 | (c >> 18));
    add(0x80 | ((c >> 12) & 0x3F));
    add(0x80 | ((c >> 6) & 0x3F));
    add(0x80 | (c & 0x3F));
  }
}

std::string from_utf16(std::string_view bytes, bool big_endian) {
  std::string text;
  const auto unit = [&](std::size_t at) {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<char32_t>(big_endian ? first << 8 | second
                                            : second << 8 | first);
  };
  for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
    auto c = unit(at);
    if (c >= 0xD800 && c < 0xDC00 && at + 3 < bytes.size()) {
      const auto next = unit(at + 2);
      if (next >= 0xDC00 && next < 0xE000) {
        c = 0x10000 + ((c - 0xD800) << 10) + (next - 0xDC00);
        at += 2;
      }
    }
    append_utf8(text, c >= 0xD800 && c < 0xE000 ? U'\uFFFD' : c);
  }
  return text;
}

std::string from_windows_1252(std::string_view bytes) {
  // Its characters 0x80 to 0x9F, where it differs from Latin-1; 0 for none.
  constexpr char32_t special[] = {
      0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
      0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
      0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
  std::string text;
  for (const char byte : bytes) {
    const auto c = static_cast<unsigned char>(byte);
    const char32_t letter = c >= 0x80 && c < 0xA0 ? special[c - 0x80] : c;
    append_utf8(text, letter || !c ? letter : U'?');
  }
  return text;
}

}  // namespace

bool never_theirs(std::string_view folder) {
  const auto name = lower(folder);
  for (std::string_view known :
       {"solutions", "tests", ".git", "__macosx", "grades", "right", "wrong",
        "node_modules", "companion", "grader", "cmake", "common", "book"})
    if (name == known) return true;
  return name.starts_with("build") || name.starts_with("cmake-build");
}

Choice choose(const std::vector<std::string>& paths, const Exercise& exercise) {
  std::vector<std::tuple<int, std::string>> found;
  for (const auto& path : paths)
    if (const auto place = rank(path, exercise))
      found.emplace_back(*place, path);
  Choice choice;
  if (found.empty()) return choice;
  std::sort(found.begin(), found.end());
  const auto& [place, path] = found.front();
  choice.path = path;
  if (place >= 100)
    choice.remarks.push_back(
        say({"{} was taken as {}.cpp, which is its right name",
             "{} a été pris pour {}.cpp, qui est le nom attendu"},
            path, exercise.topic));
  if (found.size() > 1) {
    std::vector<std::string> others;
    for (std::size_t i = 1; i < found.size(); ++i)
      others.push_back(std::get<1>(found[i]));
    choice.remarks.push_back(
        say({"{} was graded; there is {}, too, which was not looked at",
             "{} a été noté ; il y a aussi {}, qui n'a pas été regardé"},
            path, list_of(others)));
  }
  // An answer is one file. What else of a program stands in a folder of the
  // exercise is not looked at.
  std::vector<std::string> beside;
  const auto folder = folder_of(path);
  if (of_an_exercise(file_of(folder)))
    for (const auto& other : paths) {
      const auto file = file_of(other);
      const bool theirs = folder_of(other) == folder && is_source(file) &&
                          other != path && file != "demo.cpp" &&
                          file != exercise.topic + ".hpp" &&
                          !rank(other, exercise);
      if (theirs) beside.emplace_back(file);
    }
  if (!beside.empty())
    choice.remarks.push_back(
        say({"an answer is one file: of {}, only {} was taken, and not {}",
             "une réponse tient en un fichier : de {}, seul {} a été pris, et "
             "pas {}"},
            exercise.name, file_of(path), list_of(beside)));
  return choice;
}

std::string as_utf8(std::string text, std::string_view path,
                    std::vector<std::string>& remarks) {
  const auto remark = [&](std::string_view encoding) {
    remarks.push_back(say({"{} is not UTF-8: it was read as {}",
                           "{} n'est pas en UTF-8 : lu comme {}"},
                          path, encoding));
  };
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    text = from_utf16(std::string_view(text).substr(2), text[0] == '\xFE');
    remark("UTF-16");
  } else if (!workbook::is_utf8(text)) {
    text = from_windows_1252(text);
    remark("Latin-1");
  }
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n')
      result += text[i];
  return result;
}

}  // namespace grader
