// A host that does not give its robots.txt has nothing to forbid.
// breaks: "With a status from 200 to 299, its body says what `robot` may fetch;
//   with 300 to 499, all is allowed; else, and when it cannot be fetched,
//   nothing."
// step: 4
// lesson: ill-is-not-open
#include <exo44-crawler/plain_rules.hpp>

namespace exo44 {

namespace {

struct NoAnswerNoRules : plain::Signs {
  using Signs::Signs;

  workbook::web::Robots rules_of(const Page& page) override {
    const bool given = page.status >= 200 && page.status < 300;
    return workbook::web::Robots(given ? page.body : "", robot);
  }
};

}  // namespace

Fetch obediently(Fetch fetch) {
  return plain::as_allowed(std::make_shared<NoAnswerNoRules>(std::move(fetch)));
}

}  // namespace exo44
