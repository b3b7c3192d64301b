// Tests that every model must pass. They take the models from the registry, so a new model is tested at once.
#include "data/assembly.h"
#include "session/codec.h"
#include "session/json.h"
#include "session/registry.h"
#include "session/trainer.h"
#include "tests/support/check_view.h"
#include "tests/support/experiments.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>

using namespace harmonium;
using namespace harmonium::experiments;

namespace {

constexpr double kForever = 1e12;
constexpr std::uint64_t kUpdates = 12;

std::string specOf(const ModelType& type, const Preset& preset, std::uint64_t seed = 1) {
  return R"({"model":")" + type.name + R"(","data":")" + preset.data + R"(","seed":)" + std::to_string(seed) +
         R"(,"settings":)" + preset.settings + "}";
}

void checkViews(const Session& session, const std::string& when) {
  for (const View& view : session.snapshot({"*"}).views) {
    INFO(when << ", view " << view.name);
    CHECK(faultOf(view) == "");
  }
}

// The names of all curves and their points.
std::vector<std::pair<std::string, std::vector<float>>> curvesOf(const Session& session) {
  std::vector<std::pair<std::string, std::vector<float>>> all;
  for (const Curve& curve : session.snapshot({}).curves) {
    all.emplace_back(curve.name, curve.x);
    all.back().second.insert(all.back().second.end(), curve.y.begin(), curve.y.end());
  }
  return all;
}

// Does the work that begin(pace) starts, with a stop wherever it can, and calls between() meanwhile. Returns how often
// it stopped.
template <typename Begin, typename Between>
std::size_t inPieces(Begin begin, Between between) {
  Pace pace;
  pace.allow(1);
  Work work = begin(pace);
  work.begin();
  std::size_t stops = 0;
  for (; !work.done(); ++stops) {
    between();
    pace.allow(1);
    pace.resume();
  }
  return stops;
}

// As JSON: the shortest list of sizes with the least there can be, and the preset's with one entry more.
std::vector<std::string> listsOf(const ModelType& type, const Preset& preset, const Option& option) {
  Result<Spec> spec = parseSpec(specOf(type, preset));
  REQUIRE(spec.ok());
  std::vector<int> longer = spec.value().settings.sizes(option.name);
  if (longer.size() < option.most_count) longer.push_back(longer.back());
  return {Json(std::vector<double>(option.least_count, option.minimum)).dump(), Json(longer).dump()};
}

// As JSON: the least for every layer but the last, which has the default.
std::string onePerLayer(const ModelType& type, const Preset& preset, const Option& option) {
  Result<Spec> spec = parseSpec(specOf(type, preset));
  REQUIRE(spec.ok());
  std::vector<double> list(spec.value().settings.sizes(option.per).size(), option.minimum);
  REQUIRE_FALSE(list.empty());
  list.back() = option.initial;
  return Json(list).dump();
}

}  // namespace

TEST_CASE("Every preset can be opened: its data fit the model, its settings are allowed", "[session][presets]") {
  for (const ModelType& type : modelTypes()) {
    REQUIRE_FALSE(type.presets().empty());
    for (const Preset& preset : type.presets()) {
      INFO(type.name << ", " << preset.name);
      CHECK_FALSE(preset.title.empty());
      CHECK(preset.sentence.ends_with('.'));
      Result<Spec> spec = parseSpec(specOf(type, preset));
      if (!spec) FAIL(spec.error().sentence);
      const CatalogueEntry* entry = findDataset(preset.data);
      REQUIRE(entry != nullptr);
      const DataSummary summary = {.rows = entry->rows,
                                   .cols = entry->cols,
                                   .examples = entry->train,
                                   .domain = entry->real ? Domain::kReal : Domain::kUnit};
      CHECK(type.accepts(summary).ok());
    }
  }
}

TEST_CASE("Every model: same seed same digest however it is cut, another seed another", "[session][determinism]") {
  for (const ModelType& type : modelTypes()) {
    INFO(type.name);
    const Preset& preset = smallPreset(type);
    const auto straight = open(specOf(type, preset)), cut = open(specOf(type, preset));
    straight->train(kUpdates, kForever);
    for (std::uint64_t done = 0, calls = 0; done < kUpdates && calls < 100'000; ++calls)
      done += cut->train(1, -1000).updates;  // the time was up long ago
    CHECK(cut->progress().updates == kUpdates);
    CHECK(cut->hash() == straight->hash());
    CHECK(curvesOf(*cut) == curvesOf(*straight));
    CHECK_FALSE(cut->reading());

    // Watching, measuring in passing and slow motion change nothing.
    const auto watched = open(specOf(type, preset));
    const std::size_t phases = type.phases().size();
    for (std::size_t phase = 0; phase < kUpdates * phases; ++phase) {
      watched->runPhase();
      watched->runChains(1);
      if (phase < 2 * phases) checkViews(*watched, type.name + " after phase " + std::to_string(phase));
    }
    CHECK(watched->hash() == straight->hash());

    const auto again = open(specOf(type, preset, 2));
    again->train(kUpdates, kForever);
    // Experts may have nothing to draw at random, and a closed form has one answer: parameters or samples differ.
    again->runChains(3);
    straight->runChains(3);
    const auto sampleOf = [](Session& session) { return session.snapshot({"chains"}).views.at(0); };
    const View one = sampleOf(*straight), other = sampleOf(*again);
    const auto numbers = [](const View& view) {
      std::vector<float> all = view.values;
      for (const Panel& panel : view.panels)
        for (const Mark& mark : panel.marks) all.insert(all.end(), mark.values.begin(), mark.values.end());
      return all;
    };
    CHECK((again->hash() != straight->hash() || numbers(one) != numbers(other)));
  }
}

TEST_CASE("Every model: an update that stops wherever it can gives the same bits", "[session][determinism][work]") {
  for (const ModelType& type : modelTypes()) {
    for (const Preset& preset : type.presets()) {
      const CatalogueEntry* entry = findDataset(preset.data);
      if (entry == nullptr || !entry->files.empty()) continue;
      INFO(type.name << ", " << preset.name);
      Result<Spec> spec = parseSpec(specOf(type, preset));
      REQUIRE(spec.ok());
      Trainer whole(spec.value(), dataOf(spec.value())), cut(spec.value(), dataOf(spec.value()));
      cut.allowEach(1);
      const auto parametersOf = [](Trainer& trainer) {
        std::vector<float> all;
        for (const Tensor& tensor : trainer.model().parameters()) {
          all.insert(all.end(), tensor.values.begin(), tensor.values.end());
        }
        return all;
      };
      std::size_t stops = 0;
      for (int update = 0; update < 4; ++update) {
        while (!whole.runPhase()) {
        }
        while (cut.advance() != Trainer::Advanced::kUpdate) ++stops;
        CHECK(parametersOf(cut) == parametersOf(whole));
      }
      CHECK(stops > 0);
    }
  }
}

TEST_CASE("Every model: readings that stop wherever they can give the same numbers, whatever is asked meanwhile",
          "[session][determinism][work]") {
  for (const ModelType& type : modelTypes()) {
    for (const Preset& preset : type.presets()) {
      const CatalogueEntry* entry = findDataset(preset.data);
      if (entry == nullptr || !entry->files.empty()) continue;
      INFO(type.name << ", " << preset.name);
      Result<Spec> spec = parseSpec(specOf(type, preset));
      REQUIRE(spec.ok());
      Trainer trainer(spec.value(), dataOf(spec.value()));
      for (int update = 0; update < 3; ++update) {
        while (!trainer.runPhase()) {
        }
      }
      const Faces faces = trainer.model().faces();
      REQUIRE(faces.watched != nullptr);
      const Matrix train = trainer.summary().some, test = train.leftCols(train.cols() / 2);
      const WatchedExamples examples{.train = train, .test = test};
      std::vector<Reading> whole, cut;
      faces.watched->readings(examples, whole);
      const std::size_t stops = inPieces([&](Pace& pace) { return faces.watched->takeReadings(examples, cut, pace); },
                                         [&] {
                                           Matrix out;
                                           if (faces.codes != nullptr) faces.codes->reconstruct(test.leftCols(3), out);
                                         });
      CHECK((stops > 0 || type.name == "experts" || type.name == "boltzmann"));  // some of theirs are short
      REQUIRE(cut.size() == whole.size());
      for (std::size_t i = 0; i < whole.size(); ++i) {
        INFO(whole[i].name);
        CHECK(cut[i].name == whole[i].name);
        CHECK(cut[i].value == whole[i].value);
        CHECK(cut[i].error == whole[i].error);
        CHECK(cut[i].reference == whole[i].reference);
      }
    }
  }
}

TEST_CASE("Every model: live settings wait for the end of a phase that has stopped", "[session][work]") {
  for (const ModelType& type : modelTypes()) {
    INFO(type.name);
    const std::string text = specOf(type, smallPreset(type));
    Result<Spec> spec = parseSpec(text);
    REQUIRE(spec.ok());
    const OptionTable& table = spec.value().settings.table();
    const auto live = std::ranges::find_if(table, [](const Option& option) { return option.live; });
    if (live == table.end()) continue;
    Trainer plain(spec.value(), dataOf(spec.value())), asked(spec.value(), dataOf(spec.value()));
    asked.allowEach(1);
    while (asked.advance() != Trainer::Advanced::kUpdate) asked.configure(spec.value().settings);
    while (!plain.runPhase()) {
    }
    for (std::size_t i = 0; i < plain.model().parameters().size(); ++i) {
      CHECK(std::ranges::equal(asked.model().parameters()[i].values, plain.model().parameters()[i].values));
    }
  }
}

TEST_CASE("Every model: opening, starting again and loading in pieces give what they give at once", "[session][work]") {
  for (const ModelType& type : modelTypes()) {
    INFO(type.name);
    const std::string text = specOf(type, smallPreset(type));
    const auto straight = open(text);
    Later<Spec> spec;
    inPieces([&](Pace& pace) { return parseSpec(pace, text, spec); }, [] {});
    REQUIRE(spec->ok());
    const std::shared_ptr<const Dataset> data = dataOf(spec->value());
    Later<std::unique_ptr<Session>> opened;
    CHECK(inPieces(
              [&](Pace& pace) { return Session::open(pace, std::move(spec->value()), data, nullptr, nullptr, opened); },
              [] {}) > 3);
    REQUIRE(opened->ok());
    Session& cut = *opened->value();
    CHECK((cut.save() == straight->save()));
    straight->train(3, kForever);
    cut.train(3, kForever);
    CHECK((cut.save() == straight->save()));

    std::vector<std::uint8_t> file;
    inPieces([&](Pace& pace) { return cut.save(pace, file); }, [] {});
    CHECK((file == straight->save()));
    Later<SavedRun> run;
    inPieces([&](Pace& pace) { return readSavedRun(pace, file, run); }, [] {});
    REQUIRE(run->ok());
    Later<std::unique_ptr<Session>> loaded;
    inPieces([&](Pace& pace) { return Session::load(pace, std::move(run->value()), data, nullptr, nullptr, loaded); },
             [] {});
    REQUIRE(loaded->ok());
    loaded->value()->train(3, kForever);
    straight->train(3, kForever);
    CHECK(loaded->value()->hash() == straight->hash());

    // A restart that is dropped on the way changes nothing.
    const std::vector<std::uint8_t> before = loaded->value()->save();
    {
      Pace pace;
      pace.allow(1);
      const Work dropped = loaded->value()->reseed(pace, 77);
      dropped.begin();
      CHECK_FALSE(dropped.done());
    }
    CHECK((loaded->value()->save() == before));
    inPieces([&](Pace& pace) { return loaded->value()->reseed(pace, 77); }, [] {});
    straight->reseed(77);
    CHECK((loaded->value()->save() == straight->save()));
    CHECK(loaded->value()->spec().seed == 77);
  }
}

TEST_CASE("Every model: views and samples made in pieces are those made at once", "[session][work][views]") {
  for (const ModelType& type : modelTypes()) {
    INFO(type.name);
    const auto session = open(specOf(type, smallPreset(type)));
    session->train(kUpdates, kForever);
    session->runChains(2);
    std::vector<std::uint8_t> at_once, cut;
    encodeSnapshot(session->snapshot({"*"}), PictureNumbers::kFloats, at_once);
    Snapshot snapshot;
    CHECK(inPieces([&](Pace& pace) { return session->snapshot(pace, {"*"}, snapshot); }, [] {}) > 1);
    encodeSnapshot(snapshot, PictureNumbers::kFloats, cut);
    CHECK(cut == at_once);
    if (session->sample("{}").ok()) {
      const std::string options = R"({"count":3,"steps":2})";
      Result<std::unique_ptr<Job>> one = session->sample(options);
      Later<std::unique_ptr<Job>> other;
      inPieces([&](Pace& pace) { return session->sample(pace, options, other); }, [] {});
      while (!one.value()->advance(kForever)) {
      }
      while (!other->value()->advance(kForever)) {
      }
      CHECK(one.value()->result().values == other->value()->result().values);
    }
  }
}

TEST_CASE("Every model: a saved run goes on bit for bit", "[session][save]") {
  for (const ModelType& type : modelTypes()) {
    INFO(type.name);
    const std::string spec = specOf(type, smallPreset(type), 5);
    const auto straight = open(spec), first = open(spec);
    straight->train(kUpdates, kForever);
    first->train(kUpdates / 3, kForever);
    Result<std::unique_ptr<Session>> loaded = Session::load(first->save(), dataOf(first->spec()));
    REQUIRE(loaded.ok());
    CHECK(loaded.value()->hash() == first->hash());
    loaded.value()->train(kUpdates - kUpdates / 3, kForever);
    CHECK(loaded.value()->hash() == straight->hash());
  }
}

TEST_CASE("Every model: every choice of every option gives views that can be drawn", "[session][views]") {
  for (const ModelType& type : modelTypes()) {
    const Preset& preset = smallPreset(type);
    for (const Option& option : type.options()) {
      std::vector<std::string> values;
      for (const Choice& choice : option.choices) values.push_back('"' + choice.name + '"');
      if (option.type == OptionType::kToggle) values = {"true", "false"};
      if (option.type == OptionType::kInteger) values = {std::to_string(static_cast<long long>(option.minimum))};
      if (option.type == OptionType::kNumber) values = {formatNumber(option.minimum)};
      if (option.type == OptionType::kSizes) values = listsOf(type, preset, option);
      if (!option.per.empty()) values.push_back(onePerLayer(type, preset, option));
      for (const std::string& value : values) {
        INFO(type.name << ", " << option.name << " = " << value);
        Json json = Json::parse(specOf(type, preset));
        json["settings"][option.name] = Json::parse(value);
        const auto session = open(json.dump());
        checkViews(*session, "fresh");
        session->train(2, kForever);
        session->runChains(2);
        checkViews(*session, "after two updates");
      }
    }
  }
}

TEST_CASE("Every model: what its views let choose can be drawn", "[session][views]") {
  for (const ModelType& type : modelTypes()) {
    for (const Preset& preset : type.presets()) {
      const CatalogueEntry* entry = findDataset(preset.data);
      if (!entry->files.empty()) continue;  // tests have no files
      const auto session = open(specOf(type, preset));
      session->train(2, kForever);
      for (const ViewOffer& offer : session->snapshot({}).offers) {
        INFO(type.name << ", " << preset.name << ", view " << offer.name);
        CHECK(faultOf(offer) == "");
        CHECK(std::ranges::count(type.views(), offer.name, &ViewOffer::name) == 1);
        for (const ViewChoice& choice : offer.choices) {
          for (std::size_t option = 0; option < choice.options.size(); ++option) {
            INFO(choice.name << " = " << choice.options[option].name);
            const Snapshot got =
                session->snapshot({offer.name + ":" + choice.name + "=" + choice.options[option].name});
            REQUIRE(got.views.size() == 1);
            CHECK(faultOf(got.views[0]) == "");
            const auto at = static_cast<std::size_t>(&choice - offer.choices.data());
            CHECK(got.views[0].chosen.at(at) == option);
          }
        }
      }
    }
  }
}

TEST_CASE("Every model: each phase says what flows where, in a few characters", "[session][views]") {
  for (const ModelType& type : modelTypes()) {
    for (const Phase& phase : type.phases()) {
      INFO(type.name << ", " << phase.name);
      CHECK_FALSE(phase.sign.empty());
      CHECK(phase.sign.size() <= 24);
      CHECK((phase.ink == Ink::kData || phase.ink == Ink::kModel || phase.ink == Ink::kNeutral));
    }
  }
}

TEST_CASE("Every model: samples have the shape of the data and are numbers", "[session][sample]") {
  for (const ModelType& type : modelTypes()) {
    INFO(type.name);
    const auto session = open(specOf(type, smallPreset(type)));
    session->train(2, kForever);
    Result<std::unique_ptr<Job>> job = session->sample(R"({"count":7,"steps":5})");
    REQUIRE(job.ok());
    while (!job.value()->advance(1)) {
    }
    const JobResult& result = job.value()->result();
    const std::shared_ptr<const Dataset> data = dataOf(session->spec());
    CHECK(result.shape == std::vector<std::uint32_t>{7, static_cast<std::uint32_t>(data->rows),
                                                     static_cast<std::uint32_t>(data->cols)});
    CHECK(result.values.size() == 7 * static_cast<std::size_t>(data->values()));
    CHECK(std::ranges::all_of(result.values, [](float x) { return std::isfinite(x); }));
  }
}

TEST_CASE("Every model: its views survive the way to a client", "[session][codec]") {
  for (const ModelType& type : modelTypes()) {
    const auto session = open(specOf(type, smallPreset(type)));
    session->train(2, kForever);
    session->runChains(2);
    const Snapshot before = session->snapshot({"*"});
    std::vector<std::uint8_t> encoded;
    encodeSnapshot(before, PictureNumbers::kFloats, encoded);
    Result<Snapshot> decoded = decodeSnapshot(encoded);
    REQUIRE(decoded.ok());
    REQUIRE(decoded.value().views.size() == before.views.size());
    for (std::size_t i = 0; i < before.views.size(); ++i) {
      INFO(type.name << ", " << before.views[i].name);
      const View &sent = before.views[i], &got = decoded.value().views[i];
      CHECK(faultOf(got) == "");
      CHECK(got.values == sent.values);
      CHECK(got.notes == sent.notes);
      CHECK(got.row_names == sent.row_names);
      CHECK(got.column_names == sent.column_names);
      CHECK(got.sliders.size() == sent.sliders.size());
      REQUIRE(got.panels.size() == sent.panels.size());
      for (std::size_t p = 0; p < sent.panels.size(); ++p) {
        CHECK(got.panels[p].title == sent.panels[p].title);
        CHECK(got.panels[p].x.low == sent.panels[p].x.low);
        CHECK(got.panels[p].y.label == sent.panels[p].y.label);
        REQUIRE(got.panels[p].marks.size() == sent.panels[p].marks.size());
        for (std::size_t m = 0; m < sent.panels[p].marks.size(); ++m) {
          const Mark &out = sent.panels[p].marks[m], &in = got.panels[p].marks[m];
          CHECK(in.kind == out.kind);
          CHECK(in.ink == out.ink);
          CHECK(in.label == out.label);
          CHECK(in.dashed == out.dashed);
          CHECK(in.shape == out.shape);
          CHECK(
              std::ranges::equal(in.values, out.values, [](float a, float b) { return a == b || (a != a && b != b); }));
        }
      }
    }
  }
}
