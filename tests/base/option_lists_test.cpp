// Lists of sizes, values per layer, and options that are left out of forms.
#include "tests/support/check_table.h"
#include "tests/support/layered_options.h"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <limits>

using namespace harmonium;

namespace {

using List = std::vector<double>;

std::string refusalOf(Settings& settings, std::string_view name, const List& values) {
  const OptionValue before = findOption(settings.table(), name) ? settings.value(name) : OptionValue();
  const Status status = settings.setList(name, values);
  if (status.ok()) return "";
  CHECK(status.error().code == ErrorCode::kInvalidOption);
  if (findOption(settings.table(), name)) CHECK(settings.value(name) == before);
  return status.error().sentence;
}

bool shown(const Settings& settings, std::string_view name) {
  return settings.shown(*findOption(settings.table(), name));
}

}  // namespace

TEST_CASE("The table of these tests is sound, and an unsound one is found", "[base][options]") {
  CHECK(faultOf(layeredOptions()) == "");
  const Option number = numberOption("rate", "Rate", "", 0, 1, 0, true, "");
  const Option way = choiceOption("way", "Way", "", {{"a", "A"}}, 0, true, "");
  CHECK(faultOf({perLayer(number, "layers")}) == "rate has one value per layers, which is no list of sizes");
  CHECK(faultOf({shownIf(number, "way", {"a"})}) == "rate is shown if way, which there is not");
  CHECK(faultOf({way, shownIf(number, "way", {"b"})}) == "rate is shown if way is b, which it can't be");
  CHECK(faultOf({way, shownIfAny(number, {{"way", {"a"}}, {"rate", {"a"}}})}) ==
        "rate is shown if it is something itself");
  const Option cost = numberOption("cost", "Cost", "", 0, 1, 0, true, "");
  CHECK(faultOf({cost, shownIf(number, "cost", {"nonzero"})}) == "");
  CHECK(faultOf({cost, shownIf(number, "cost", {"true"})}) == "rate is shown if cost is true, which it can't be");
  CHECK(faultOf({shownIf(number, std::string(kDataValues), {"grey"})}) == "");
  CHECK(faultOf({shownIf(number, std::string(kDataValues), {"blue"})}) ==
        "rate is shown if data.values is blue, which it can't be");
  CHECK(faultOf({ranked(1, number), ranked(2, way)}) == "");
  CHECK(faultOf({ranked(1, number), ranked(1, way)}) == "the ranks are not 1, 2, ...: 1");
  CHECK(faultOf({ranked(2, number)}) == "the ranks are not 1, 2, ...: 2");
}

TEST_CASE("Conditions may ask for a number other than zero, and for the kind of the data", "[base][options]") {
  const OptionTable table = {
      numberOption("cost", "Cost", "", -1, 1, 0, true, ""),
      shownIf(numberOption("target", "Target", "", 0, 1, 0, true, ""), "cost", {"nonzero"}),
      shownIf(numberOption("grey", "Grey", "", 0, 1, 0, true, ""), std::string(kDataValues), {"grey", "binary"})};
  Settings settings(table);
  CHECK_FALSE(settings.shown(table[1]));
  REQUIRE(settings.set("cost", -0.5).ok());
  CHECK(settings.shown(table[1]));
  CHECK(settings.shown(table[2], "grey"));
  CHECK(settings.shown(table[2], "binary"));
  CHECK_FALSE(settings.shown(table[2], "real"));
  CHECK(settings.shown(table[2]));  // of data that are not known, an option too many is shown
}

TEST_CASE("A list of sizes starts at its default and takes what is in range", "[base][options]") {
  Settings settings(layeredOptions());
  CHECK(settings.sizes("layers") == std::vector<int>{500, 250});
  CHECK(settings.sizes("codes").empty());
  REQUIRE(settings.setList("layers", List{1, 1000, 30, 2, 7}).ok());
  CHECK(settings.sizes("layers") == std::vector<int>{1, 1000, 30, 2, 7});
  REQUIRE(settings.setList("codes", List{9}).ok());
  REQUIRE(settings.setList("codes", List{}).ok());
  CHECK(settings.sizes("codes").empty());
}

TEST_CASE("A wrong list is refused with a sentence and changes nothing", "[base][options]") {
  Settings settings(layeredOptions());
  const std::string allowed = ", but it must be a list of 1 to 5 whole numbers from 1 to 1000.";
  CHECK(refusalOf(settings, "layers", {}) == "layers is []" + allowed);
  CHECK(refusalOf(settings, "layers", {0, 5}) == "layers is [0, 5]" + allowed);
  CHECK(refusalOf(settings, "layers", {5, 1001}) == "layers is [5, 1001]" + allowed);
  CHECK(refusalOf(settings, "layers", {2.5}) == "layers is [2.5]" + allowed);
  CHECK(refusalOf(settings, "layers", {1, 2, 3, 4, 5, 6}) == "layers is [1, 2, 3, 4, 5, 6]" + allowed);
  CHECK(refusalOf(settings, "layers", List(1'000'000, 1)) == "layers is a list of 1000000" + allowed);
  for (const double odd : {std::nan(""), std::numeric_limits<double>::infinity(), 1e300, -1.0})
    CHECK_FALSE(refusalOf(settings, "layers", {5, odd}).empty());
  CHECK(refusalOf(settings, "chains", {5}) == "chains is [5], but it must be a whole number from 1 to 50.");
  CHECK(refusalOf(settings, "method", {1}) == "method is [1], but it must be one of cd, pcd, exact.");
  CHECK(refusalOf(settings, "depth", {1}).starts_with("There is no option \"depth\""));
  CHECK(settings.set("layers", 500).error().sentence == "layers is 500" + allowed);
  CHECK(settings.setChoice("layers", "500").error().sentence == "layers is \"500\"" + allowed);
  CHECK(settings.sizes("layers") == std::vector<int>{500, 250});
}

TEST_CASE("A number per layer is one for all, or one for each", "[base][options]") {
  Settings settings(layeredOptions());
  for (const std::size_t layer : {0u, 1u, 7u}) CHECK(settings.numberAt("rate", layer) == 0.1);
  REQUIRE(settings.setList("rate", List{0.5, 0.25}).ok());
  CHECK(settings.numberAt("rate", 0) == 0.5);
  CHECK(settings.numberAt("rate", 1) == 0.25);
  REQUIRE(settings.setList("epochs", List{3, 100}).ok());
  CHECK(settings.integerAt("epochs", 1) == 100);
  REQUIRE(settings.set("rate", 0.75).ok());
  CHECK(settings.number("rate") == 0.75);
  CHECK(settings.numberAt("rate", 1) == 0.75);
  CHECK(settings.integerAt("chains", 3) == 5);  // of no list at all
}

TEST_CASE("A list per layer is refused unless it has one value for each", "[base][options]") {
  Settings settings(layeredOptions());
  const std::string allowed = ", but it must be a number from 0 to 1, or a list of 2, one for each entry of layers.";
  CHECK(refusalOf(settings, "rate", {0.5}) == "rate is [0.5]" + allowed);
  CHECK(refusalOf(settings, "rate", {0.5, 0.5, 0.5}) == "rate is [0.5, 0.5, 0.5]" + allowed);
  CHECK(refusalOf(settings, "rate", {0.5, 2}) == "rate is [0.5, 2]" + allowed);
  CHECK_FALSE(refusalOf(settings, "rate", {0.5, std::nan("")}).empty());
  CHECK_FALSE(refusalOf(settings, "epochs", {1.5, 2}).empty());
  CHECK(settings.set("rate", 2).error().sentence == "rate is 2" + allowed);
  // Where there is no entry there is nothing to have a list of.
  CHECK(refusalOf(settings, "noise", {}) == "noise is [], but it must be a number from -1 to 1.");
  CHECK(settings.number("rate") == 0.1);
}

TEST_CASE("Lists per layer follow when the layers change in number", "[base][options]") {
  Settings settings(layeredOptions());
  REQUIRE(settings.setList("rate", List{0.5, 0.25}).ok());
  REQUIRE(settings.setList("layers", List{9, 8, 7, 6}).ok());
  CHECK(settings.value("rate").list == List{0.5, 0.25, 0.25, 0.25});
  CHECK(settings.value("epochs") == OptionValue(10));  // one for all stays one
  REQUIRE(settings.setList("layers", List{9}).ok());
  CHECK(settings.value("rate").list == List{0.5});
  REQUIRE(settings.setList("codes", List{3, 4}).ok());
  REQUIRE(settings.setList("noise", List{-1, 1}).ok());
  REQUIRE(settings.setList("codes", List{}).ok());
  CHECK(settings.value("noise") == OptionValue(-1));
  REQUIRE_FALSE(settings.setList("layers", List{0}).ok());
  CHECK(settings.value("rate").list == List{0.5});
}

TEST_CASE("An option is hidden while another makes it moot, keeps its value and may be set", "[base][options]") {
  Settings settings(layeredOptions());
  CHECK(shown(settings, "rate"));
  CHECK_FALSE(shown(settings, "chains"));
  CHECK_FALSE(shown(settings, "both"));
  CHECK_FALSE(shown(settings, "either"));
  REQUIRE(settings.set("chains", 7).ok());
  CHECK_FALSE(settings.set("chains", 51).ok());
  REQUIRE(settings.setChoice("method", "pcd").ok());
  CHECK(shown(settings, "chains"));
  CHECK(settings.integer("chains") == 7);
  CHECK_FALSE(shown(settings, "both"));
  REQUIRE(settings.set("centred", 1).ok());
  CHECK(shown(settings, "both"));
  CHECK(shown(settings, "either"));
  REQUIRE(settings.setChoice("method", "exact").ok());
  REQUIRE(settings.set("centred", 0).ok());
  CHECK(shown(settings, "either"));
  CHECK_FALSE(shown(settings, "both"));
}
