// For wrong answers: a Parser that is right, in pieces. Each answer does one of
// these pieces in its own way.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "http.hpp"

namespace exo43 {

namespace plain {

struct Reading {
  // What the next byte belongs to.
  enum Part { head, body, size, chunk, behind, trailer, nothing };

  virtual ~Reading() = default;

  virtual std::size_t feed(std::string_view bytes) {
    std::size_t taken = 0;
    while (taken < bytes.size() && part != nothing) {
      if (is_counted())
        taken += take_some(bytes.substr(taken));
      else
        take(bytes[taken++]);
    }
    return taken;
  }
  virtual Request hand_over() {
    auto whole = std::move(request);
    begin_anew();
    return whole;
  }

  // ---- Bytes that are counted

  virtual bool is_counted() const { return part == body || part == chunk; }
  std::size_t take_some(std::string_view bytes) {
    const auto some = bytes.substr(0, left);
    request.body += some;
    left -= some.size();
    if (left == 0) enter(part == body ? nothing : behind);
    return some.size();
  }

  // ---- Lines

  virtual void take(char c) {
    if (is_misplaced(c)) throw Refused(400);
    text += c;
    if (is_too_long()) throw Refused(431);
    if (text.ends_with("\r\n")) end_line();
  }
  virtual bool is_misplaced(char c) const {
    return (c == '\n') != text.ends_with('\r');
  }
  virtual bool is_too_long() const { return text.size() > longest_head; }
  virtual void end_line() {
    if (part == head) {
      if (is_dropped()) return text.clear();
      if (!text.ends_with("\r\n\r\n")) return;
      request = parse_head(text);
      if (has_too_many_fields()) throw Refused(431);
      begin_body(framing_of(request));
    } else if (part == size) {
      left = size_of(digits());
      if (is_too_much()) throw Refused(413);
      enter(left > 0 ? chunk : trailer);
    } else if (part == behind) {
      if (text != "\r\n") throw Refused(400);
      enter(size);
    } else if (ends_trailer()) {
      enter(nothing);
    }
  }

  // ---- The head

  virtual bool is_dropped() const { return text == "\r\n"; }
  virtual bool has_too_many_fields() const {
    return request.fields.size() > most_fields;
  }
  virtual void begin_body(const Framing& framing) {
    left = framing.length;
    enter(framing.chunked ? size : left > 0 ? body : nothing);
  }

  // ---- Chunks

  virtual std::string digits() const {
    return text.substr(0, text.find_first_of(";\r"));
  }
  virtual std::size_t size_of(const std::string& digits) const {
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
  virtual bool is_too_much() const {
    return request.body.size() + left > most_body;
  }
  virtual bool ends_trailer() const {
    return text == "\r\n" || text.ends_with("\r\n\r\n");
  }

  // ---- Used by these

  void enter(Part next) {
    part = next;
    text.clear();
  }
  void begin_anew() {
    request = {};
    enter(head);
  }

  Part part = head;
  std::string text;      // of a head, a line, a trailer: what has come so far
  std::size_t left = 0;  // bytes of the body, or of a chunk, still to come
  Request request;
};

// What the parser of an answer does: each answer defines this.
std::unique_ptr<Reading> own_reading();

}  // namespace plain

struct Parser::State {
  std::unique_ptr<plain::Reading> reading = plain::own_reading();
};

Parser::Parser() : state_(std::make_shared<State>()) {}

std::size_t Parser::feed(std::string_view bytes) {
  return state_->reading->feed(bytes);
}

const Request* Parser::head() const {
  const auto& reading = *state_->reading;
  return reading.part == plain::Reading::head ? nullptr : &reading.request;
}

bool Parser::whole() const {
  return state_->reading->part == plain::Reading::nothing;
}

Request Parser::take() { return state_->reading->hand_over(); }

}  // namespace exo43
