// Looks into the object file of a learner before it is linked:
//
//   examine EXERCISE OBJECT JUDGE GIVEN SYSTEM
//
// EXERCISE is the namespace, exo31. Of JUDGE and GIVEN, the object files that
// it is linked with, the lists of names are read that stand beside them
// (cmake/run/join_objects.cmake); SYSTEM is the list of the system's names.
//
// It prints a line for what it finds, a kind and a name:
//
//   unreadable            not an ordinary object file
//   section NAME          a section that no ordinary code has
//   defines NAME          a function or variable that is not the learner's
//   uses NAME             one that is the tests' own
//   leaves NAME           a way out of a function that no answer needs
//   calls NAME            for the teacher: worth a look
//   end                   all has been looked at
//
// It is a program of its own, because what it reads may be made to break it: it
// runs in the sandbox, and whatever it cannot finish is refused.
#include <cxxabi.h>
#include <elf.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace {

using std::string_view;

#ifdef __aarch64__
constexpr auto machine = EM_AARCH64;
#else
constexpr auto machine = EM_X86_64;
#endif

constexpr std::size_t longest_name = 1 << 17;  // that Asio's templates have
constexpr std::size_t most_findings = 40;

std::size_t findings = 0;

void find(const char* kind, string_view name = {}) {
  if (++findings > most_findings) return;
  std::string shown(name.substr(0, 2000));
  if (shown.starts_with("_Z")) {
    int failed = 0;
    if (char* text =
            abi::__cxa_demangle(shown.c_str(), nullptr, nullptr, &failed))
      shown = text, std::free(text);
  }
  shown = shown.substr(0, 200);
  for (char& c : shown)
    if (static_cast<unsigned char>(c) < ' ') c = '?';
  std::printf("%s%s%s\n", kind, shown.empty() ? "" : " ", shown.c_str());
}

std::string read(const char* path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    std::fprintf(stderr, "examine: cannot read %s\n", path);
    std::exit(2);
  }
  return {std::istreambuf_iterator<char>(file), {}};
}

// A list of names, one a line.
class Names {
 public:
  explicit Names(const std::string& path) : text_(read(path.c_str())) {
    string_view rest(text_);
    while (!rest.empty()) {
      const auto line = rest.substr(0, rest.find('\n'));
      names_.insert(line);
      rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    }
  }
  Names(const Names&) = delete;

  bool have(string_view name) const { return names_.contains(name); }

 private:
  std::string text_;
  std::unordered_set<string_view> names_;
};

// ------------------------------------------------------------- sections

struct Allowed {
  string_view name;  // or what begins with it and a dot
  std::initializer_list<unsigned> types;
  unsigned flags;  // which it may have
};

constexpr unsigned any = SHF_ALLOC | SHF_MERGE | SHF_STRINGS | SHF_GROUP |
                         SHF_LINK_ORDER | SHF_INFO_LINK;

// The sections that compilers make of ordinary code. Any other is refused: it
// may run at another time (.preinit_array, .init, a priority as in
// .init_array.00101), give the linker orders, or be writable and executable.
const Allowed allowed_sections[] = {
    {".text", {SHT_PROGBITS}, any | SHF_EXECINSTR},
    {".rodata", {SHT_PROGBITS}, any},
    {".data", {SHT_PROGBITS, SHT_NOBITS}, any | SHF_WRITE},
    {".bss", {SHT_PROGBITS, SHT_NOBITS}, any | SHF_WRITE},
    {".tdata", {SHT_PROGBITS, SHT_NOBITS}, any | SHF_WRITE | SHF_TLS},
    {".tbss", {SHT_PROGBITS, SHT_NOBITS}, any | SHF_WRITE | SHF_TLS},
    {".eh_frame", {SHT_PROGBITS, 0x70000001 /* unwind tables */}, any},
    {".gcc_except_table", {SHT_PROGBITS}, any},
    {".debug_", {SHT_PROGBITS}, any},
};

// These have no longer names: .init_array.00101 would run early.
const Allowed exact_sections[] = {
    {"", {SHT_NULL}, 0},
    {".init_array", {SHT_INIT_ARRAY}, any | SHF_WRITE},
    {".fini_array", {SHT_FINI_ARRAY}, any | SHF_WRITE},
    {".comment", {SHT_PROGBITS}, any},
    {".note.GNU-stack", {SHT_PROGBITS}, 0},
    {".note.gnu.property", {SHT_NOTE}, any},
    {".group", {SHT_GROUP}, 0},
    {".symtab", {SHT_SYMTAB}, 0},
    {".strtab", {SHT_STRTAB}, 0},
    {".shstrtab", {SHT_STRTAB}, 0},
    {".llvm_addrsig", {0x6fff4c03}, SHF_EXCLUDE},
};

bool fits(const Allowed& allowed, const Elf64_Shdr& section) {
  return (section.sh_flags & ~static_cast<Elf64_Xword>(allowed.flags)) == 0 &&
         std::find(allowed.types.begin(), allowed.types.end(),
                   section.sh_type) != allowed.types.end();
}

bool ordinary_section(string_view name, const Elf64_Shdr& section) {
  // clang always makes it, and leaves it empty.
  if (name == ".linker-options") return section.sh_size == 0;
  if (section.sh_type == SHT_RELA) {
    if (!name.starts_with(".rela.")) return false;
    name.remove_prefix(5);
    for (const auto& exact : exact_sections)
      if (name == exact.name) return true;
    for (const auto& allowed : allowed_sections)
      if (name.starts_with(allowed.name))
        return (section.sh_flags & ~Elf64_Xword{any}) == 0;
    return false;
  }
  for (const auto& exact : exact_sections)
    if (name == exact.name) return fits(exact, section);
  for (const auto& allowed : allowed_sections) {
    if (!name.starts_with(allowed.name)) continue;
    const auto rest = name.substr(allowed.name.size());
    const bool prefix = allowed.name.ends_with('_');
    if (rest.empty() || prefix || rest.starts_with('.'))
      return fits(allowed, section);
  }
  return false;
}

// -------------------------------------------------------------- symbols

// Of what a C++ name is a part: a table, a guard, a local variable, a method.
// "_ZGVZNK5exo314joinEvE1x" begins with "5exo31" then.
string_view innermost(string_view name) {
  if (!name.starts_with("_Z")) return {};
  name.remove_prefix(2);
  while (name.starts_with("GV") || name.starts_with("GR") ||
         name.starts_with("T"))
    name.remove_prefix(name.starts_with("T")     ? 2
                       : name.starts_with("GVZ") ? 3
                                                 : 2);
  while (name.starts_with('Z')) name.remove_prefix(1);
  if (name.starts_with('N')) name.remove_prefix(1);
  name.remove_prefix(std::min(name.size(), name.find_first_not_of("KVRO")));
  return name;
}

// Something of this namespace; of the tests' own, but for what todo.hpp brings.
// With --wrap, the linker makes of __real_read the read of the system, past the
// World of the tests.
bool in_namespace(string_view name, string_view space) {
  const auto inner = innermost(name);
  const auto length = std::to_string(space.size());
  return inner.starts_with(length) &&
         inner.substr(length.size()).starts_with(space);
}
bool of_the_tests(string_view name) {
  if (in_namespace(name, "Catch") || name.starts_with("__real_") ||
      name.starts_with("__wrap_"))
    return true;
  if (!in_namespace(name, "workbook")) return false;
  const auto rest = innermost(name).substr(9);
  return !rest.starts_with("4todo") && !rest.starts_with("4Todo") &&
         !rest.starts_with("12todo_reached");
}

// Symbols that the linker makes, or that the first instructions of a program
// use. An answer has no use for them: they tell where everything is in memory.
bool of_the_linker(string_view name) {
  for (string_view known : {"etext",
                            "_etext",
                            "__etext",
                            "edata",
                            "_edata",
                            "__edata",
                            "end",
                            "_end",
                            "__end",
                            "__bss_start",
                            "__executable_start",
                            "__ehdr_start",
                            "_DYNAMIC",
                            "_start",
                            "_init",
                            "_fini",
                            "data_start",
                            "__data_start",
                            "__GNU_EH_FRAME_HDR",
                            "__TMC_END__",
                            "_PROCEDURE_LINKAGE_TABLE_"})
    if (name == known) return true;
  for (string_view known : {"__start_", "__stop_", "__init_array_",
                            "__fini_array_", "__preinit_array_", "__rela_"})
    if (name.starts_with(known)) return true;
  return false;
}

// Functions that no answer of the exercises needs, and attacks do.
bool worth_a_look(string_view name) {
  for (string_view known : {"syscall",
                            "dlsym",
                            "dlopen",
                            "dlvsym",
                            "dladdr",
                            "dl_iterate_phdr",
                            "mprotect",
                            "pkey_mprotect",
                            "mremap",
                            "mmap",
                            "mmap64",
                            "fork",
                            "vfork",
                            "clone",
                            "posix_spawn",
                            "posix_spawnp",
                            "execve",
                            "execv",
                            "execvp",
                            "execvpe",
                            "execl",
                            "execlp",
                            "fexecve",
                            "execveat",
                            "system",
                            "popen",
                            "ptrace",
                            "process_vm_readv",
                            "process_vm_writev",
                            "prctl",
                            "open",
                            "open64",
                            "openat",
                            "fopen",
                            "fopen64",
                            "dup",
                            "dup2",
                            "dup3",
                            "fcntl",
                            "fcntl64",
                            "read",
                            "pread",
                            "pread64",
                            "write",
                            "pwrite",
                            "readv",
                            "writev",
                            "recv",
                            "recvmsg",
                            "send",
                            "sendmsg",
                            "exit",
                            "_exit",
                            "_Exit",
                            "quick_exit",
                            "atexit",
                            "on_exit",
                            "at_quick_exit",
                            "abort",
                            "kill",
                            "raise",
                            "tgkill",
                            "pthread_kill",
                            "sigaction",
                            "signal",
                            "sigaltstack",
                            "setcontext",
                            "getcontext",
                            "swapcontext",
                            "makecontext",
                            "longjmp",
                            "siglongjmp",
                            "__longjmp_chk",
                            "environ",
                            "__environ",
                            "getenv",
                            "setenv",
                            "putenv",
                            "backtrace",
                            "_Unwind_Backtrace",
                            "__register_frame",
                            "pthread_getattr_np",
                            "pthread_create",
                            "freopen",
                            "setvbuf",
                            "__libc_start_main",
                            "__cxa_atexit_impl",
                            "program_invocation_name"})
    if (name == known) return true;
  return false;
}

// Out of a function and its callers otherwise than by a return or an exception:
// a test that is left so might look as if it had passed. With them, what finds
// any function by its name.
bool leaves(string_view name) {
  for (string_view known :
       {"longjmp", "_longjmp", "siglongjmp", "__longjmp_chk", "setcontext",
        "swapcontext", "makecontext", "dlsym", "dlvsym", "dlopen", "dlmopen",
        "pthread_exit", "thrd_exit", "__cxa_get_globals",
        "__cxa_get_globals_fast"})
    if (name == known) return true;
  return name.starts_with("_Unwind_") && name != "_Unwind_Resume";
}

struct Examined {
  const char* exercise;
  const Names& judge_defines;
  const Names& judge_lacks;
  const Names& given_defines;
  const Names& given_lacks;
  const Names& system;

  // May this object define it? `replaceable`: only where nobody else does.
  bool may_define(string_view name, bool replaceable) const {
    // Headers of the workbook have inline functions, of which there may be many
    // copies; the tests have headers that are not here.
    if (in_namespace(name, "Catch") || (!replaceable && of_the_tests(name)))
      return false;
    const bool lacking = judge_lacks.have(name) || given_lacks.have(name);
    if (in_namespace(name, exercise))
      return replaceable || !judge_defines.have(name);
    if (name.find('@') != name.npos || lacking || of_the_linker(name))
      return false;
    // The copies of judge.o and given.o come first: they are taken.
    if (replaceable)
      return name.starts_with("_Z") || name.starts_with("DW.ref.") ||
             name == "__clang_call_terminate";
    return !judge_defines.have(name) && !given_defines.have(name) &&
           !system.have(name) &&
           (name.starts_with("_Z") || !name.starts_with("_"));
  }

  bool may_use(string_view name) const {
    if (of_the_tests(name) || of_the_linker(name)) return false;
    return name.find('@') == name.npos &&
           (!judge_defines.have(name) || given_defines.have(name) ||
            system.have(name));
  }
};

// A table of records inside the bytes of a file; none if it is not whole.
template <class Record>
std::vector<Record> records(string_view bytes, std::size_t offset,
                            std::size_t size) {
  if (offset > bytes.size() || size > bytes.size() - offset) return {};
  std::vector<Record> table(size / sizeof(Record));
  if (!table.empty())
    std::memcpy(table.data(), bytes.data() + offset,
                table.size() * sizeof(Record));
  return table;
}

// The names of a table: each ends inside of it.
class Strings {
 public:
  Strings(string_view bytes, const Elf64_Shdr& section) {
    if (section.sh_type != SHT_STRTAB || section.sh_offset > bytes.size() ||
        section.sh_size > bytes.size() - section.sh_offset)
      return;
    text_ = bytes.substr(section.sh_offset, section.sh_size);
    if (!text_.ends_with('\0')) text_ = {};
  }
  bool good() const { return !text_.empty(); }

  // Longer ones, and those that are not there, end the examination.
  string_view at(std::size_t offset) const {
    if (offset >= text_.size()) refuse();
    const auto rest = text_.substr(offset, longest_name);
    const auto end = rest.find('\0');
    if (end == rest.npos) refuse();
    return rest.substr(0, end);
  }

 private:
  [[noreturn]] static void refuse() {
    std::puts("unreadable");
    std::exit(0);
  }
  string_view text_;
};

void examine_symbols(const std::vector<Elf64_Sym>& symbols,
                     const Strings& names,
                     const std::vector<Elf64_Shdr>& sections,
                     const Examined& examined) {
  for (const auto& symbol : symbols) {
    const auto name = names.at(symbol.st_name);
    const auto type = ELF64_ST_TYPE(symbol.st_info);
    const auto binding = ELF64_ST_BIND(symbol.st_info);
    // A function that is asked, before anything runs, which one it is.
    if (type == STT_GNU_IFUNC) find("defines", name);
    if (binding == STB_LOCAL || name.empty()) continue;
    if (symbol.st_shndx == SHN_UNDEF) {
      if (!examined.may_use(name)) find("uses", name);
      if (leaves(name)) find("leaves", name);
      if (worth_a_look(name)) find("calls", name);
      continue;
    }
    // One of several alike: weak, or unique and in a group that tells so.
    const bool grouped = symbol.st_shndx < sections.size() &&
                         (sections[symbol.st_shndx].sh_flags & SHF_GROUP) != 0;
    const bool replaceable =
        binding == STB_WEAK || (binding == STB_GNU_UNIQUE && grouped);
    const bool known = binding == STB_GLOBAL || binding == STB_WEAK ||
                       binding == STB_GNU_UNIQUE;
    if (!known || symbol.st_shndx == SHN_COMMON ||
        !examined.may_define(name, replaceable))
      find("defines", name);
  }
}

// The layout of the file: elf(5). False if it is not an ordinary one.
bool examine(string_view elf, const Examined& examined) {
  const auto headers = records<Elf64_Ehdr>(elf, 0, sizeof(Elf64_Ehdr));
  if (headers.empty() || !elf.starts_with(ELFMAG)) return false;
  const auto& header = headers.front();
  // More than 65,279 sections are counted in another way: no answer has them.
  if (header.e_ident[EI_CLASS] != ELFCLASS64 ||
      header.e_ident[EI_DATA] != ELFDATA2LSB || header.e_type != ET_REL ||
      header.e_machine != machine || header.e_phnum != 0 ||
      header.e_shentsize != sizeof(Elf64_Shdr) || header.e_shnum == 0)
    return false;
  const auto sections = records<Elf64_Shdr>(
      elf, header.e_shoff, header.e_shnum * sizeof(Elf64_Shdr));
  if (sections.empty() || header.e_shstrndx >= sections.size()) return false;
  const Strings section_names(elf, sections[header.e_shstrndx]);
  if (!section_names.good()) return false;

  const Elf64_Shdr* table = nullptr;
  for (const auto& section : sections) {
    const auto name = section_names.at(section.sh_name);
    if (!ordinary_section(name, section)) {
      find("section", name);
    } else if (section.sh_type == SHT_SYMTAB) {
      if (table) return false;
      table = &section;
    }
  }
  if (!table || table->sh_link >= sections.size() ||
      table->sh_entsize != sizeof(Elf64_Sym) ||
      table->sh_size % sizeof(Elf64_Sym) != 0)
    return false;
  const Strings symbol_names(elf, sections[table->sh_link]);
  const auto symbols =
      records<Elf64_Sym>(elf, table->sh_offset, table->sh_size);
  if (!symbol_names.good() || symbols.empty()) return false;
  examine_symbols(symbols, symbol_names, sections, examined);
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) return 2;
  const std::string judge = argv[3], given = argv[4];
  const Names judge_defines(judge + ".defined"),
      judge_lacks(judge + ".undefined"), given_defines(given + ".defined"),
      given_lacks(given + ".undefined"), system(argv[5]);
  const auto object = read(argv[2]);
  if (!examine(object, {argv[1], judge_defines, judge_lacks, given_defines,
                        given_lacks, system}))
    find("unreadable");
  std::puts("end");
}
