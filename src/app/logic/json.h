// Reads JSON that comes from outside. A field that is missing or of another type gives the fallback, never an error:
// the app is built without exceptions, and it must go on when the page or a file is of another version.
#pragma once

#include "base/json_text.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace harmonium::app {

using harmonium::Json;

// Text that is no JSON gives a discarded value, in which find() finds nothing.
inline Json parseJson(std::string_view text) {
  return readJson(text);
}

// The field of that name; null where `object` is no object or lacks it.
inline const Json* find(const Json& object, const char* key) {
  if (!object.is_object()) return nullptr;
  const auto at = object.find(key);
  return at == object.end() ? nullptr : &*at;
}

inline std::string textOf(const Json& object, const char* key, std::string_view fallback = "") {
  const Json* value = find(object, key);
  return value && value->is_string() ? *value->get_ptr<const std::string*>() : std::string(fallback);
}

// Truth values count as 1 and 0.
inline double asNumber(const Json& value, double fallback) {
  if (value.is_boolean()) return *value.get_ptr<const bool*>() ? 1 : 0;
  return value.is_number() ? value.get<double>() : fallback;
}

inline double numberOf(const Json& object, const char* key, double fallback = 0) {
  const Json* value = find(object, key);
  return value ? asNumber(*value, fallback) : fallback;
}

inline bool flagOf(const Json& object, const char* key, bool fallback = false) {
  return numberOf(object, key, fallback ? 1 : 0) != 0;
}

// The elements of an array; an empty list where the field is missing or no array.
inline const Json& listOf(const Json& object, const char* key) {
  static const Json kEmpty = Json::array();
  const Json* value = find(object, key);
  return value && value->is_array() ? *value : kEmpty;
}

// On one line. Bytes that are no UTF-8 become replacement characters: the alternative is an exception.
inline std::string writeJson(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace harmonium::app
