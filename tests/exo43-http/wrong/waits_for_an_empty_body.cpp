// Without a body, a request is whole only when another byte has come.
// breaks: "It takes a request to its last byte"
// step: 2
// lesson: whole-or-not
#include "http.hpp"

#include <algorithm>
#include <string>

namespace exo43 {

struct Parser::State {
  enum Part { head, body, size, chunk, behind, trailer, nothing };

  void line() {
    if (part == head) {
      if (text == "\r\n") return text.clear();
      if (!text.ends_with("\r\n\r\n")) return;
      request = parse_head(text);
      if (request.fields.size() > most_fields) throw Refused(431);
      const auto framing = framing_of(request);
      left = framing.length;
      enter(framing.chunked ? size : body);
    } else if (part == size) {
      left = size_of(text.substr(0, text.find_first_of(";\r")));
      if (request.body.size() + left > most_body) throw Refused(413);
      enter(left > 0 ? chunk : trailer);
    } else if (part == behind) {
      if (text != "\r\n") throw Refused(400);
      enter(size);
    } else if (text == "\r\n" || text.ends_with("\r\n\r\n")) {
      enter(nothing);
    }
  }

  static std::size_t size_of(const std::string& digits) {
    std::size_t size = 0;
    if (digits.empty()) throw Refused(400);
    for (const char c : digits) {
      const auto digit = workbook::http::hex_digit(c);
      if (digit < 0) throw Refused(400);
      size =
          std::min(size * 16 + static_cast<std::size_t>(digit), most_body + 1);
    }
    return size;
  }

  void enter(Part next) {
    part = next;
    text.clear();
  }

  Part part = head;
  std::string text;
  std::size_t left = 0;
  Request request;
};

Parser::Parser() : state_(std::make_shared<State>()) {}

std::size_t Parser::feed(std::string_view bytes) {
  auto& it = *state_;
  std::size_t taken = 0;
  while (taken < bytes.size() && it.part != State::nothing) {
    if (it.part == State::body || it.part == State::chunk) {
      const auto some = bytes.substr(taken, it.left);
      it.request.body += some;
      it.left -= some.size();
      taken += some.size();
      if (it.left == 0)
        it.enter(it.part == State::body ? State::nothing : State::behind);
      continue;
    }
    const char c = bytes[taken++];
    if ((c == '\n') != it.text.ends_with('\r')) throw Refused(400);
    it.text += c;
    if (it.text.size() > longest_head) throw Refused(431);
    if (c == '\n') it.line();
  }
  return taken;
}

const Request* Parser::head() const {
  return state_->part == State::head ? nullptr : &state_->request;
}

bool Parser::whole() const { return state_->part == State::nothing; }

Request Parser::take() {
  auto request = std::move(state_->request);
  *state_ = State();
  return request;
}

}  // namespace exo43
