#include "session/pictures.h"

#include "base/marks.h"
#include "base/numbers.h"
#include "models/mode_coverage.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

std::vector<std::uint32_t> shapeOf(std::initializer_list<Index> sizes) {
  std::vector<std::uint32_t> shape;
  for (const Index size : sizes) shape.push_back(toU32(size));
  return shape;
}

std::string nameOf(const DataSummary& summary, std::size_t value, const char* fallback) {
  return value < summary.value_names.size() ? summary.value_names[value] : fallback;
}

// Makes a view on the axes of the data, with the examples as points. Two values of comparable scales share
// the plane and its range. Of more values it shows the first two, and each axis has a range of its own, because their
// units may differ.
View onAxes(const ShownData& shown) {
  const DataSummary& summary = shown.summary;
  const bool two = shown.data.values() == 2;
  View view{.kind = two && summary.oneScale() ? ViewKind::kPlane : ViewKind::kChart};
  Panel& panel = view.panels.emplace_back();
  for (const Index i : {0, 1}) {
    // 3.5 standard deviations hold nearly all of a Gaussian.
    const Range range = two ? summary.range(i) : rangeAbout(summary.mean[i], 3.5f * summary.deviation[i]);
    (i == 0 ? panel.x : panel.y) = {nameOf(summary, toSize(i), i == 0 ? "x1" : "x2"), range.low, range.high};
  }
  panel.marks = classMarks(shown.examples, Ink::kData, "data", shown.classes);
  return view;
}

// Compares samples of one value with the examples, and with the true density where it is known.
View histograms(const Matrix& samples, const DataSummary& summary, const Matrix& examples) {
  constexpr int kBins = 48;
  const double low = toDouble(summary.low), high = toDouble(summary.high);
  View view{.kind = ViewKind::kChart};
  Panel& panel = view.panels.emplace_back();
  panel.x = {nameOf(summary, 0, "x"), summary.low, summary.high};
  panel.marks.push_back(histogramMark(flat(examples), low, high, kBins, Ink::kData, "data"));
  panel.marks.push_back(histogramMark(flat(samples), low, high, kBins, Ink::kModel, "samples"));
  if (summary.density) {
    constexpr int kGrid = 200;  // about four points per bin, so that the curve looks smooth beside the bars
    std::vector<float> at(kGrid);
    std::vector<double> nats(kGrid);
    for (int i = 0; i < kGrid; ++i) {
      at[toSize(i)] = summary.low + (summary.high - summary.low) * toFloat(i) / toFloat(kGrid - 1);
    }
    summary.density->logDensity(at, nats);
    Mark line{.kind = MarkKind::kLine, .ink = Ink::kTruth, .label = "true density", .shape = {kGrid, 2}};
    for (std::size_t i = 0; i < kGrid; ++i) {
      line.values.insert(line.values.end(), {at[i], toFloat(std::exp(nats[i]))});
    }
    panel.marks.push_back(std::move(line));
  }
  panel.y.label = "density";
  fitHeight(panel);
  return view;
}

// One tile per column.
View tilesOf(const Matrix& values, const DataSummary& summary) {
  View view{.kind = ViewKind::kImages};
  view.shape = shapeOf({values.cols(), summary.rows, summary.cols});
  view.values.assign(values.data(), values.data() + values.size());
  return view;
}

// Samples among the data, on the model's density, and the true density beside it.
View onDensity(const Sampler& sampler, const ShownData& shown, const faces::Pictures* pictures) {
  View view = onAxes(shown);
  Panel& panel = view.panels[0];
  const std::string count = std::to_string(sampler.count());
  view.caption = count + " samples of the model among the data.";
  if (shown.summary.points() && pictures != nullptr) {
    const PlaneGrid grid = gridOf(panel);
    const std::vector<double> density = pictures->densityOn(grid);
    if (std::optional<Mark> field = densityMark(grid, density, Ink::kModel, "p(x)")) {
      panel.marks.insert(panel.marks.begin(), std::move(*field));
      view.caption = count + " samples on the model's density, among the data.";
      const bool chance = sampler.chain() && sampler.held().cols() == 0 && !sampler.holdsClasses();
      const std::optional<MixingOnPlane> mixing =
          chance ? mixingOnPlane(grid, density, sampler.states()) : std::nullopt;
      if (mixing) view.notes.push_back(inWords(*mixing));
    }
  }
  panel.marks.push_back(pointsMark(sampler.states(), Ink::kModel, "samples"));
  if (!shown.summary.points()) return view;
  if (const harmonium::Density* truth = shown.summary.density.get()) {
    if (const std::optional<ModeCoverage> coverage = modeCoverage(sampler.states(), *truth)) {
      if (std::optional<Mark> counts = modeCounts(*coverage, *truth)) panel.marks.push_back(std::move(*counts));
      for (std::string& note : coverageInWords(*coverage)) view.notes.push_back(std::move(note));
    }
  }
  if (std::optional<Panel> truth = truthPanel(panel, shown.summary.density.get())) {
    panel.title = "Model";
    view.panels.push_back(std::move(*truth));
  }
  return view;
}

}  // namespace

bool statesFirst(const DataSummary& summary) {
  constexpr int kFew = 32;
  return summary.values() <= kFew;
}

View samplesView(const Chains& chains, const ShownData& shown, const faces::Pictures* pictures, bool as_states) {
  const DataSummary& summary = shown.summary;
  View view;
  const Sampler& sampler = chains.sampler();
  const std::string count = std::to_string(sampler.count());
  if (summary.pictures()) {
    view = tilesOf(as_states ? sampler.states() : sampler.mean(), summary);
    view.tile_noun = sampler.chain() ? "chain" : "sample";
    view.caption = !sampler.chain()
                       ? count + (as_states ? " samples, each drawn anew from the top down."
                                            : " samples. Each is drawn anew from the top down and shown without its "
                                              "noise.")
                   : as_states ? count + " chains run. Each tile is the present state of one Gibbs sampler."
                               : count +
                                     " chains run. Each tile is one Gibbs sampler, shown as the probabilities that "
                                     "its states are drawn from.";
  } else if (shown.data.values() == 1) {
    view = histograms(sampler.states(), summary, shown.examples);
    view.caption = count + " samples of the model beside the data.";
  } else {
    view = onDensity(sampler, shown, pictures);
  }
  view.name = "chains";
  view.meaning = sampler.chain() ? Meaning::kChains : Meaning::kSamples;
  view.title = !sampler.chain() ? "Samples" : "Running chains";
  return view;
}

std::optional<View> reconstructionView(const faces::Codes& codes, const Matrix& examples, const Dataset& data,
                                       const DataSummary& summary) {
  Matrix mean;
  codes.reconstruct(examples, mean);
  View view;
  const std::string held = data.test.examples > 0 ? "never trained on" : "trained on";
  if (summary.pictures()) {
    view.kind = ViewKind::kPairs;
    view.shape = shapeOf({examples.cols(), 2, summary.rows, summary.cols});
    for (Index n = 0; n < examples.cols(); ++n) {
      view.values.insert(view.values.end(), examples.col(n).begin(), examples.col(n).end());
      view.values.insert(view.values.end(), mean.col(n).begin(), mean.col(n).end());
    }
    view.caption = "On the left is an image " + held + ", on the right its reconstruction by one step up and down.";
  } else if (data.values() == 1) {
    return std::nullopt;
  } else {
    view = onAxes({data, summary, examples});
    Mark arrows{.kind = MarkKind::kArrows, .ink = Ink::kNeutral};
    // A missing value is NaN, and an arrow cannot begin there.
    for (Index n = 0; n < examples.cols(); ++n) {
      const float x = examples(0, n), y = examples(1, n);
      if (std::isfinite(x) && std::isfinite(y))
        arrows.values.insert(arrows.values.end(), {x, y, mean(0, n) - x, mean(1, n) - y});
    }
    arrows.shape = {toU32(arrows.values.size() / 4), 4};
    view.panels[0].marks.push_back(std::move(arrows));
    view.panels[0].marks.push_back(pointsMark(mean, Ink::kModel, "reconstruction"));
    view.caption = "Examples " + held + ". An arrow leads from each to its reconstruction by one step up and down.";
  }
  view.name = "reconstruction";
  view.meaning = Meaning::kReconstruction;
  view.title = "Data and reconstruction";
  return view;
}

std::optional<View> latentView(const faces::Latent& model, std::span<const float> h, const ShownData& shown) {
  const DataSummary& summary = shown.summary;
  if (model.latentSize() == 0) return std::nullopt;
  // Only the numbers that somebody has set are kept. The others are 0, the mean of the latent variables.
  std::vector<float> latent(h.begin(), h.end());
  latent.resize(toSize(model.latentSize()), 0.0f);
  Matrix mean(shown.data.values(), 1);
  model.decode(latent, flat(mean));
  View view;
  if (summary.pictures()) {
    view = tilesOf(mean, summary);
  } else if (shown.data.values() >= 2) {
    view = onAxes(shown);
    view.panels[0].marks.push_back(pointsMark(mean, Ink::kModel, "decoded"));
  } else {
    view = histograms(mean, summary, shown.examples);
  }
  view.name = "latent";
  view.title = "Turn the latent variables";
  view.caption = "The model decodes the latent variables that are set below. Zero is their mean.";
  // A form with hundreds of sliders would be of no use.
  const std::size_t turned = std::min(kSliders, latent.size());
  if (turned < latent.size()) {
    view.caption += " The first " + std::to_string(turned) + " of " + std::to_string(latent.size()) + " can be turned.";
  }
  for (std::size_t i = 0; i < turned; ++i) {
    view.sliders.push_back({.label = "h" + std::to_string(i + 1), .low = -3, .high = 3, .value = latent[i]});
  }
  return view;
}

}  // namespace harmonium
