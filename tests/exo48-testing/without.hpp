// For wrong answers: the reference without some of its tests.
//
//   #include <exo48-testing/without.hpp>
//   static const exo48::Without forgotten{"a lease ends, to the millisecond"};
//
// The reference is linked before the answer, so its tests are registered before
// these are taken away.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <string_view>
#include <vector>
#include <workbook/test.hpp>

namespace exo48 {

struct Without {
  Without(std::initializer_list<std::string_view> titles) {
    for (const auto title : titles)
      if (std::erase_if(workbook::test::cases(), [&](const auto& test) {
            return title == test.title;
          }) != 1) {
        std::printf("the reference has no test \"%s\"\n", title.data());
        std::exit(EXIT_FAILURE);
      }
  }
};

}  // namespace exo48
