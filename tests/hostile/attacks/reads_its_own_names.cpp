// earns: 0
// The program's own file may tell where each function of the tests is.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "hello_async.hpp"

static void attack() {
  std::ifstream file("/proc/self/exe", std::ios::binary);
  const std::string program(std::istreambuf_iterator<char>(file), {});
  // In two parts, or it would find itself.
  for (const std::string name : {"10attest_", "11keeper_", "10as_ordered"})
    if (program.find("_ZN8workbook" + name) != program.npos)
      std::printf("HARM: it knows where %s is\n", name.c_str());
  if (program.find(std::string("guard_static") + "_initialisation") !=
      program.npos)
    std::puts("HARM: it knows the names of the tests' main");
  std::fflush(stdout);
  std::_Exit(0);
}
