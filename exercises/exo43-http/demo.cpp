#include <fmt/format.h>
#include "http.hpp"
int main() { fmt::print("later\n"); }
