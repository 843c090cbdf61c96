#include "inspect.hpp"

#include <cxxabi.h>
#include <dlfcn.h>
#include <elf.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <regex>
#include <sstream>

#include "common/say.hpp"

namespace grader {

namespace {

using workbook::say;

// Sections that a compiler makes of ordinary code. Others run at other times
// (.preinit_array, .init, a priority in .init_array.00101), or hold what the
// linker obeys.
bool ordinary_section(std::string_view name) {
  for (std::string_view prefix : {".rela", ".rel"})
    if (name.starts_with(prefix) && name.substr(prefix.size()).starts_with('.'))
      name.remove_prefix(prefix.size());
  if (name.empty() || name == ".init_array" || name == ".fini_array")
    return true;
  for (std::string_view known :
       {".text", ".rodata", ".data", ".bss", ".tdata", ".tbss", ".eh_frame",
        ".gcc_except_table", ".gnu.linkonce", ".debug_", ".note", ".comment",
        ".group", ".symtab", ".strtab", ".shstrtab", ".llvm"})
    if (name.starts_with(known)) return true;
  return false;
}

std::string refuse_section(const std::string& name) {
  return say({"has a section {}, which runs before the tests, or changes how "
              "the program is put together. Take out the attribute or the "
              "assembly that makes it",
              "a une section {}, qui s'exécute avant les tests ou change "
              "l'assemblage du programme. Retirez l'attribut ou l'assembleur "
              "qui la crée"},
             name);
}

std::string demangled(const std::string& name) {
  int failed = 0;
  const std::unique_ptr<char, void (*)(void*)> text(
      abi::__cxa_demangle(name.c_str(), nullptr, nullptr, &failed), std::free);
  return failed ? name : text.get();
}

std::string refuse_symbol(const std::string& name) {
  if (name == "main")
    return say({"defines main(). The tests have their own: take yours out",
                "définit main(). Les tests ont le leur : retirez le vôtre"});
  return say({"defines {}, which belongs to the tests or to the library of the "
              "language. Give it another name, or put it in an unnamed "
              "namespace",
              "définit {}, qui appartient aux tests ou à la bibliothèque du "
              "langage. Donnez-lui un autre nom, ou mettez-le dans un espace "
              "de noms anonyme"},
             demangled(name).substr(0, 200));
}

// A variable outside of all namespaces has its plain name. It is the learner's
// own, unless the C library has one of that name: asked here, where the same
// library is.
bool ordinary_variable(std::string_view name) {
  return !name.starts_with('_') &&
         !::dlsym(RTLD_DEFAULT, std::string(name).c_str());
}

// A name that other files see. Those of C++ begin with _Z; a C name would
// stand in for the function of the same name in the C library.
bool ordinary_symbol(std::string_view name) {
  if (name.starts_with("DW.ref.") || name == "__clang_call_terminate")
    return true;
  if (!name.starts_with("_Z")) return false;
  name.remove_prefix(2);
  // operator new and delete of the whole program; those that are given a place
  // are inline functions of the library.
  for (auto memory : {"nw", "na", "dl", "da"})
    if (name.starts_with(memory))
      return name.ends_with("mPv") || name.ends_with("PvS_");
  // Of what the name is a part: a table, a guard, a local variable, a method.
  while (name.starts_with("GV") || name.starts_with("T"))
    name.remove_prefix(name.starts_with("GVZ") ? 3 : 2);
  while (name.starts_with('Z')) name.remove_prefix(1);
  if (name.starts_with('N')) name.remove_prefix(1);
  name.remove_prefix(std::min(name.size(), name.find_first_not_of("KVRO")));
  if (name.starts_with("5Catch")) return false;
  if (!name.starts_with("8workbook")) return true;
  name.remove_prefix(9);
  // The header of the exercise brings todo().
  return name.starts_with("4todo") || name.starts_with("4Todo") ||
         name.starts_with("12todo_reached");
}

// A table of records inside the bytes of a file; none if it is not whole.
template <class Record>
std::vector<Record> records(std::string_view bytes, std::size_t offset,
                            std::size_t size) {
  if (offset > bytes.size() || size > bytes.size() - offset) return {};
  std::vector<Record> table(size / sizeof(Record));
  std::memcpy(table.data(), bytes.data() + offset,
              table.size() * sizeof(Record));
  return table;
}

std::string_view name_at(std::string_view bytes, const Elf64_Shdr& strings,
                         std::size_t at) {
  if (strings.sh_offset > bytes.size() ||
      at >= bytes.size() - strings.sh_offset)
    return "?";
  const auto text = bytes.substr(strings.sh_offset + at);
  return text.substr(0, text.find('\0'));
}

}  // namespace

std::string inspect_source(std::string_view source) {
  static const std::regex include(
      "(^|\n)[ \t]*(#|%:|\\?\\?=)[ \t]*(include|include_next|import|embed)"
      "[ \t]*[<\"]([^>\"\n]*)[>\"]");
  const std::string text(source);
  for (std::sregex_iterator at(text.begin(), text.end(), include), end;
       at != end; ++at) {
    const auto path = (*at)[4].str();
    if (path.starts_with('/') || path.find("..") != path.npos)
      return say({"includes \"{}\". Only headers of the exercise and of the "
                  "libraries can be included, by their name",
                  "inclut « {} ». Seuls les en-têtes de l'exercice et des "
                  "bibliothèques peuvent l'être, par leur nom"},
                 path.substr(0, 100));
  }
  return "";
}

std::string inspect_dependencies(std::string_view dependencies,
                                 const std::vector<fs::path>& allowed) {
  std::istringstream words{std::string(dependencies)};
  std::string word;
  words >> word;  // "answer.o:"
  while (words >> word) {
    if (word == "\\") continue;
    const auto path = fs::path(word).lexically_normal();
    const bool known =
        std::any_of(allowed.begin(), allowed.end(), [&](const auto& folder) {
          return path == folder ||
                 path.string().starts_with(folder.string() + "/");
        });
    if (!known || path.string().find("/catch2/") != std::string::npos)
      return say({"includes {}, which is not part of the exercise",
                  "inclut {}, qui ne fait pas partie de l'exercice"},
                 word.substr(0, 200));
  }
  return "";
}

// The layout of the file: elf(5).
std::string inspect_object(std::string_view elf) {
  const std::string unreadable =
      say({"does not become an ordinary object file",
           "ne devient pas un fichier objet ordinaire"});
  const auto headers = records<Elf64_Ehdr>(elf, 0, sizeof(Elf64_Ehdr));
  if (headers.empty() || !elf.starts_with(ELFMAG)) return unreadable;
  const auto& header = headers.front();
  const auto sections = records<Elf64_Shdr>(
      elf, header.e_shoff, header.e_shnum * sizeof(Elf64_Shdr));
  // More than 65,279 sections are counted in another way: no answer has them.
  if (sections.empty() || header.e_shstrndx >= sections.size())
    return unreadable;
  for (const auto& section : sections) {
    const auto name =
        name_at(elf, sections[header.e_shstrndx], section.sh_name);
    // clang always makes .linker-options, and leaves it empty.
    if (!ordinary_section(name) && section.sh_size > 0)
      return refuse_section(std::string(name.substr(0, 100)));
    if (section.sh_type != SHT_SYMTAB || section.sh_link >= sections.size())
      continue;
    for (const auto& symbol :
         records<Elf64_Sym>(elf, section.sh_offset, section.sh_size)) {
      const auto symbol_name =
          name_at(elf, sections[section.sh_link], symbol.st_name);
      const bool seen = symbol.st_shndx != SHN_UNDEF &&
                        ELF64_ST_BIND(symbol.st_info) != STB_LOCAL;
      const auto type = ELF64_ST_TYPE(symbol.st_info);
      const bool variable = type == STT_OBJECT || type == STT_TLS;
      if (type == STT_GNU_IFUNC ||
          (seen && !ordinary_symbol(symbol_name) &&
           !(variable && ordinary_variable(symbol_name))))
        return refuse_symbol(std::string(symbol_name));
    }
  }
  return "";
}

}  // namespace grader
