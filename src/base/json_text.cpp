#include "base/json_text.h"

#include "base/numbers.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <vector>

namespace harmonium {

namespace {

constexpr double kPerByte = 16, kPerToken = 400;  // operations
constexpr std::size_t kRun = 1 << 17;             // bytes of a string that are taken at once
constexpr std::size_t kFewMembers = 16;           // so many names are compared with each other

// How long the UTF-8 character at the beginning of `text` is; 0: it is none (RFC 3629).
std::size_t characterLength(std::string_view text) {
  const auto byte = [&](std::size_t i) -> unsigned { return i < text.size() ? static_cast<std::uint8_t>(text[i]) : 0; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  // The second byte rules out characters that are written too long, surrogates, and what lies above U+10FFFF.
  const unsigned low = first == 0xe0   ? 0xa0
                       : first == 0xf0 ? 0x90
                                       : 0x80,
                 high = first == 0xed   ? 0x9f
                        : first == 0xf4 ? 0x8f
                                        : 0xbf;
  for (std::size_t i = 1; i < length; ++i) {
    if (byte(i) < (i == 1 ? low : 0x80) || byte(i) > (i == 1 ? high : 0xbf)) return 0;
  }
  return length;
}

void appendCharacter(std::uint32_t code, std::string& out) {
  const int more = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;  // bytes after the first
  constexpr std::uint32_t kFirst[] = {0, 0xc0, 0xe0, 0xf0};
  out += static_cast<char>(kFirst[more] | code >> 6 * more);
  for (int i = more - 1; i >= 0; --i) out += static_cast<char>(0x80 | (code >> 6 * i & 63));
}

bool isPlain(char c) {
  const unsigned byte = static_cast<std::uint8_t>(c);
  return byte >= ' ' && byte < 0x80 && c != '"' && c != '\\';
}

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

// Joins members of one name. Returns the first name that stood twice, or nothing.
std::string joinTwins(Json& object) {
  Json::object_t& members = object.get_ref<Json::object_t&>();
  std::map<std::string_view, std::size_t> places;
  std::string twice;
  bool few = members.size() <= kFewMembers;
  for (std::size_t i = 0; few && i < members.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j)
      few = few && members.begin()[toIndex(i)].first != members.begin()[toIndex(j)].first;
  }
  if (few) return twice;
  Json::object_t kept;
  for (auto& [name, value] : members) {
    const auto [place, fresh] = places.try_emplace(name, kept.size());
    if (fresh) {
      kept.emplace_back(name, std::move(value));
    } else {
      if (twice.empty()) twice = name;
      kept.begin()[toIndex(place->second)].second = std::move(value);
    }
  }
  object = std::move(kept);
  return twice;
}

class Reader {
 public:
  Reader(std::string_view text, JsonText& out) : text_(text), out_(out) {
    if (text.starts_with("\xef\xbb\xbf")) at_ = 3;
  }

  // Reads the next token, or a part of a long string. Returns false where the text is wrong.
  bool step() {
    if (in_string_) return goOnString();
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) ++at_;
    if (at_ == text_.size()) return false;
    const char c = text_[at_];
    switch (next_) {
      case Next::kEnd:
        return false;
      case Next::kFirstOrClose:
        if (closes(c)) return close();
        break;
      case Next::kCommaOrClose:
        if (closes(c)) return close();
        if (c != ',') return false;
        ++at_;
        next_ = Next::kValue;
        named_ = false;
        return true;
      case Next::kColon:
        if (c != ':') return false;
        ++at_;
        next_ = Next::kValue;
        return true;
      case Next::kValue:
        break;
    }
    if (!open_.empty() && open_.back()->is_object() && !named_) return c == '"' && beginString(true);
    return value(c);
  }
  bool done() const { return next_ == Next::kEnd && !in_string_; }
  std::size_t position() const { return at_; }
  // Whether nothing but blanks follows the value.
  bool atEnd() const { return text_.find_first_not_of(" \t\r\n", at_) == std::string_view::npos; }

 private:
  enum class Next { kValue, kFirstOrClose, kCommaOrClose, kColon, kEnd };

  bool closes(char c) const { return c == (open_.back()->is_object() ? '}' : ']'); }
  bool close() {
    ++at_;
    if (open_.back()->is_object()) {
      std::string twice = joinTwins(*open_.back());
      if (open_.size() == 1) out_.twice = std::move(twice);
    }
    open_.pop_back();
    ended();
    return true;
  }
  void ended() { next_ = open_.empty() ? Next::kEnd : Next::kCommaOrClose; }

  // Puts a value where it belongs. It stays there until its own end, since its parent does not grow meanwhile.
  Json& put(Json value) {
    if (open_.empty()) return out_.value = std::move(value);
    Json& parent = *open_.back();
    if (parent.is_array()) return parent.get_ref<Json::array_t&>().emplace_back(std::move(value));
    return parent.get_ref<Json::object_t&>().emplace_back(std::move(name_), std::move(value)).second;
  }

  bool value(char c) {
    if (c == '{' || c == '[') {
      ++at_;
      open_.push_back(&put(c == '{' ? Json::object() : Json::array()));
      next_ = Next::kFirstOrClose;
      named_ = false;
      return true;
    }
    if (c == '"') return beginString(false);
    if (c == '-' || isDigit(c)) return number();
    const auto word = [&](std::string_view name, Json known) {
      if (!text_.substr(at_).starts_with(name)) return false;
      at_ += name.size();
      put(std::move(known));
      ended();
      return true;
    };
    return word("true", true) || word("false", false) || word("null", nullptr);
  }

  bool digits() {
    const std::size_t first = at_;
    while (at_ < text_.size() && isDigit(text_[at_])) ++at_;
    return at_ > first;
  }
  bool number() {
    const std::size_t first = at_;
    const auto is = [&](char c) { return at_ < text_.size() && text_[at_] == c; };
    const bool negative = is('-');
    if (negative) ++at_;
    const std::size_t whole = at_;
    if (!digits() || (text_[whole] == '0' && at_ > whole + 1)) return false;
    const std::size_t end = at_;
    if (is('.')) {
      ++at_;
      if (!digits()) return false;
    }
    if (is('e') || is('E')) {
      ++at_;
      if (is('+') || is('-')) ++at_;
      if (!digits()) return false;
    }
    std::uint64_t sum = 0;
    bool whole_number = at_ == end;  // one that 64 bits hold
    for (std::size_t i = whole; i < end && whole_number; ++i) {
      const std::uint64_t digit = toU64(text_[i] - '0');
      whole_number = sum <= (UINT64_MAX - digit) / 10;
      sum = 10 * sum + digit;
    }
    if (whole_number && !negative) {
      put(sum);
    } else if (whole_number && sum <= std::uint64_t{1} << 63) {
      put(static_cast<std::int64_t>(0 - sum));
    } else {
      number_.assign(text_.substr(first, at_ - first));
      const double read = std::strtod(number_.c_str(), nullptr);
      if (!std::isfinite(read)) return false;
      put(read);
    }
    ended();
    return true;
  }

  bool beginString(bool name) {
    ++at_;
    in_string_ = true;
    is_name_ = name;
    string_.clear();
    return goOnString();
  }
  bool goOnString() {
    const std::size_t most = std::min(text_.size(), at_ + kRun);
    while (at_ < most) {
      const std::size_t first = at_;
      // What stands for itself is most of a text.
      while (at_ < most && isPlain(text_[at_])) ++at_;
      string_.append(text_, first, at_ - first);
      if (at_ == most) break;
      const char c = text_[at_];
      if (c == '"') return endString();
      if (c == '\\') {
        if (!escape()) return false;
      } else {
        const std::size_t length = static_cast<std::uint8_t>(c) < ' ' ? 0 : characterLength(text_.substr(at_));
        if (length == 0) return false;
        string_.append(text_, at_, length);
        at_ += length;
      }
    }
    return at_ < text_.size();
  }
  bool endString() {
    ++at_;
    in_string_ = false;
    if (is_name_) {
      name_ = std::move(string_);
      named_ = true;
      next_ = Next::kColon;
    } else {
      put(std::move(string_));
      ended();
    }
    return true;
  }
  bool escape() {
    constexpr std::string_view kLetters = "\"\\/bfnrt", kMeant = "\"\\/\b\f\n\r\t";
    if (++at_ == text_.size()) return false;
    const char c = text_[at_++];
    if (const std::size_t letter = kLetters.find(c); letter != std::string_view::npos) {
      string_ += kMeant[letter];
      return true;
    }
    std::uint32_t code = 0;
    if (c != 'u' || !hexadecimal(code) || (code >= 0xdc00 && code < 0xe000)) return false;
    if (code >= 0xd800 && code < 0xdc00) {
      std::uint32_t low = 0;
      if (!text_.substr(at_).starts_with("\\u")) return false;
      at_ += 2;
      if (!hexadecimal(low) || low < 0xdc00 || low >= 0xe000) return false;
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    }
    appendCharacter(code, string_);
    return true;
  }
  bool hexadecimal(std::uint32_t& code) {
    if (text_.size() - at_ < 4) return false;
    for (int i = 0; i < 4; ++i) {
      const char c = text_[at_++];
      const int digit = isDigit(c) ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
      if (digit < 0) return false;
      code = code << 4 | static_cast<std::uint32_t>(digit);
    }
    return true;
  }

  std::string_view text_;
  JsonText& out_;
  std::size_t at_ = 0;
  Next next_ = Next::kValue;
  std::vector<Json*> open_;  // the arrays and objects that have not ended
  bool named_ = false;       // a name has been read, and its value follows
  bool in_string_ = false, is_name_ = false;
  std::string name_, string_, number_;
};

}  // namespace

Work readJson(Pace& pace, std::string_view text, JsonText& out) {
  Reader reader(text, out);
  bool good = true;
  while (good && !reader.done()) {
    const std::size_t before = reader.position();
    good = reader.step();
    co_await pace.spent(kPerToken + kPerByte * toDouble(reader.position() - before));
  }
  if (!good || !reader.atEnd()) out = {.value = Json(Json::value_t::discarded), .twice = std::move(out.twice)};
}

Json readJson(std::string_view text) {
  Pace whole;
  JsonText out;
  finish(readJson(whole, text, out));
  return std::move(out.value);
}

}  // namespace harmonium
