// The language of the learner: WORKBOOK_LANG (en or fr), else the locale.
#pragma once

#include <string>
#include <string_view>

namespace workbook {

// A sentence in both languages, side by side, so that neither is forgotten.
struct Text {
  std::string_view en;
  std::string_view fr;

  // The sentence in the learner's language. French gets the non-breaking
  // spaces that it puts before : ; ? ! and inside « ».
  std::string spoken() const;

  // So that it may stand where a name or a message is asked for:
  // `Gate<int> price(stage, the_till)`.
  operator std::string() const { return spoken(); }
};

// Puts these non-breaking spaces into a French text.
std::string typeset_french(std::string_view text);

// French says "au courtier" for "à" and "le courtier". Where the first gap of a
// pattern of fmt stands behind "à", and "le courtier" will fill it, this makes
// them "au {}" and "courtier".
void contract(std::string& french_pattern, std::string_view& name);

// Reads the environment once, at the first call.
bool french();

// From now on, French or English, whatever the environment says.
void speak_french(bool yes);

}  // namespace workbook
