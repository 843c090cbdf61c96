// Does not count the fields.
// breaks: "of more than most_fields fields: 431"
// step: 2
// lesson: headers-without-limit
#include <exo43-http/plain_parser.hpp>

namespace exo43 {

namespace {

struct FieldsNotCounted : plain::Reading {
  bool has_too_many_fields() const override { return false; }
};

}  // namespace

std::unique_ptr<plain::Reading> plain::own_reading() {
  return std::make_unique<FieldsNotCounted>();
}

}  // namespace exo43
