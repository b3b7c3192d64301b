#include "app/logic/lists.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

using namespace harmonium::app;
using List = std::vector<double>;

TEST_CASE("a list is read with commas, semicolons or spaces between", "[app][lists]") {
  CHECK(readList("500, 250, 30") == List{500, 250, 30});
  CHECK(readList(" 500;250 30 ,") == List{500, 250, 30});
  CHECK(readList("1e-3, -2") == List{0.001, -2});
  CHECK(readList("") == List{});
  CHECK(readList(listText({0.05, 1000, 3})) == List{0.05, 1000, 3});
}

TEST_CASE("text that is no list is none", "[app][lists]") {
  const char* text = GENERATE("x", "500, x", "5x", "nan", "1, inf", "1e999", "[1]", "1.2.3", "1-2", "--1");
  CHECK_FALSE(readList(text));
}

TEST_CASE("one number typed into an entry replaces it, several are the whole list, none takes it away",
          "[app][lists]") {
  const List list = {500, 250, 30};
  CHECK(typedInto(list, 1, "100") == List{500, 100, 30});
  CHECK(typedInto(list, 1, "7, 8") == List{7, 8});
  CHECK(typedInto(list, 2, " ") == List{500, 250});
  CHECK_FALSE(typedInto(list, 0, "many"));
  CHECK(typedInto(list, 3, "9") == List{9});
}
