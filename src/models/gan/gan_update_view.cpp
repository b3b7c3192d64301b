// The view of an update of the GAN, phase by phase: D's surface with the points that the phase is about, and beside it
// the noise or D(x) of the batch.
#include "models/gan/gan_shown.h"

#include <algorithm>

namespace harmonium {

namespace {

constexpr int kBins = 10;

// How D(x) is spread over a batch: bars of shares, which add up to 1.
Mark shares(const Matrix& d, Ink ink, std::string label) {
  Mark bars = histogramMark(flat(d), 0, 1, kBins, ink, std::move(label));
  for (std::size_t bar = 0; bar < bars.shape[0]; ++bar) bars.values[3 * bar + 2] /= kBins;
  return bars;
}

}  // namespace

struct GanUpdate : GanShown {
  int done() const { return slow() ? gan.done_ : -1; }
  bool in(std::initializer_list<Gan::PhaseIndex> phases) const {
    return std::ranges::any_of(phases, [this](Gan::PhaseIndex phase) { return done() == toInt(phase); });
  }
  bool onNoise() const { return in({Gan::kNoise, Gan::kGenerate}); }

  // A net with the parameters from before the phase. `first` is the index of its first tensor.
  std::optional<nn::Mlp> before(const nn::Mlp& net, std::size_t first) const {
    nn::Mlp old = net;
    std::size_t at = 0;
    for (std::size_t i = first; i < first + 2 * toSize(net.layers()); ++i) {
      if (i >= context.before.size() || at + context.before[i].size() > old.values().size()) return std::nullopt;
      std::ranges::copy(context.before[i], old.values().subspan(at).begin());
      at += context.before[i].size();
    }
    return old;
  }

  Matrix x = {};                                      // the data that are shown
  Matrix places = {};                                 // where D is drawn: along a line or over the plane
  Matrix on_x = {}, on_samples = {}, on_places = {};  // D there
  std::optional<Matrix> x_was = {}, samples_was = {}, places_was = {};  // D there before its step
  std::optional<Matrix> was = {}, on_was = {};                          // the samples before G's step, and D of those

  // Works out what the picture of this phase needs.
  Work prepare(Pace& pace) {
    const bool step_d = in({Gan::kStepD}), step_g = in({Gan::kStepG});
    co_await generate(pace);
    x = shownData();
    if (x.cols() > 0) co_await judge(pace, x, on_x);
    if (samples.cols() > 0) co_await judge(pace, samples, on_samples);
    if (onPlane() || onLine()) {
      places = onPlane() ? overPlane() : alongLine();
      co_await judge(pace, places, on_places);
    }
    if (const std::optional<nn::Mlp> d = step_d ? before(gan.d_, 2 * toSize(gan.g_.layers())) : std::nullopt) {
      if (x.cols() > 0) co_await judgeBefore(pace, *d, x, x_was);
      if (samples.cols() > 0) co_await judgeBefore(pace, *d, samples, samples_was);
      if (onLine()) co_await judgeBefore(pace, *d, places, places_was);
    }
    if (const std::optional<nn::Mlp> g = step_g ? before(gan.g_, 0) : std::nullopt) {
      nn::MlpTrace trace;
      Rng unused(gan.seed_, Purpose::kMeasure);
      co_await g->forward(pace, gan.z_, trace, 0, unused, nullptr);
      was = trace.output();
      gan.fromNet(*was);
      if (was->cols() > 0) co_await judge(pace, *was, on_was.emplace());
    }
    if (!pictures() && samples.cols() > 0 && (in({Gan::kOnSamples}) || step_d))
      co_await gan.pushesOf(pace, samples, pushes);
  }
  Work judgeBefore(Pace& pace, const nn::Mlp& d, Matrix seen, std::optional<Matrix>& out) const {
    gan.toNet(seen);
    nn::MlpTrace trace;
    Rng unused(gan.seed_, Purpose::kMeasure);
    co_await d.forward(pace, seen, trace, 0, unused, nullptr);
    out = trace.output();
    kernels::sigmoid(flat(*out), flat(*out));
  }

  static double mean(const Matrix& d) { return toDouble(kernels::sum(flat(d))) / std::max(1.0, toDouble(d.size())); }
  static std::string inWords(const char* of, const Matrix& d, const std::optional<Matrix>& was) {
    const std::string now = twoDigits(mean(d));
    if (was)
      return std::string("D(x) on ") + of + ": " + twoDigits(mean(*was)) + " before, " + now + " now, on average.";
    return std::string("D(x) on ") + of + ": " + now + " on average, from " +
           twoDigits(toDouble(*std::ranges::min_element(flat(d)))) + " to " +
           twoDigits(toDouble(*std::ranges::max_element(flat(d)))) + ".";
  }

  void addNotes(View& view) const {
    if (x.cols() > 0 && in({Gan::kOnData, Gan::kStepD})) view.notes.push_back(inWords("data", on_x, x_was));
    if (samples.cols() == 0) return;
    if (in({Gan::kOnSamples, Gan::kStepD})) view.notes.push_back(inWords("samples", on_samples, samples_was));
    if (on_was) view.notes.push_back(inWords("samples", on_samples, on_was));
  }

  // The noise, or how D judges the batch.
  Panel side() const {
    if (onNoise()) {
      Panel panel{.title = "Noise z", .x = {"z1", -1.1f * reach(), 1.1f * reach()}, .y = {"z2", 0, 0}};
      const bool one = gan.g_.inputs() == 1;
      panel.y = {one ? "" : "z2", panel.x.low, panel.x.high};
      const Matrix z = gan.z_;
      panel.marks.push_back(one ? rug(z, 0, Ink::kLatent, "noise")
                                : pointsMark(z.topRows(2), Ink::kLatent, "noise", kPointsShown));
      return panel;
    }
    Panel panel{.title = "D(x) of the batch", .x = {"D(x)", 0, 1}, .y = {"share", 0, 1}};
    if (x.cols() > 0 && !in({Gan::kOnSamples, Gan::kStepG})) panel.marks.push_back(shares(on_x, Ink::kData, "data"));
    if (samples.cols() > 0 && !in({Gan::kOnData})) panel.marks.push_back(shares(on_samples, Ink::kModel, "samples"));
    panel.marks.push_back(guideMark(0.5, 0, 0.5, 1, "can't tell"));
    return panel;
  }

  // What the phase is about has its colour; the rest is pale.
  Ink dataInk() const { return done() < 0 || in({Gan::kOnData, Gan::kStepD}) ? Ink::kData : Ink::kNeutral; }
  Ink samplesInk() const { return in({Gan::kOnData}) ? Ink::kNeutral : Ink::kModel; }

  // The step of every sample in G's phase: from where it was to where it is.
  Mark stepsOf() const {
    Mark arrows{.kind = MarkKind::kArrows, .ink = Ink::kNegative, .label = "step"};
    for (Index n = 0; was && n < std::min(was->cols(), samples.cols()); ++n) {
      const float y = onPlane() ? (*was)(1, n) : on_samples(0, n), up = onPlane() ? samples(1, n) - y : 0;
      arrows.values.insert(arrows.values.end(), {(*was)(0, n), y, samples(0, n) - (*was)(0, n), up});
    }
    return finished(std::move(arrows), 4);
  }

  std::vector<Mark> arrows() const {
    if (samples.cols() == 0) return {};
    if (in({Gan::kOnSamples, Gan::kStepD})) return {pushArrows(on_samples, "uphill on D")};
    if (in({Gan::kStepG})) return {stepsOf()};
    return {};
  }

  void drawPlane(View& view) const {
    view.kind = planeKind();
    Panel& panel = view.panels.emplace_back(plane("D(x) on the plane"));
    panel.marks.push_back(field(gan.grid(), flat(on_places), Ink::kPositive, "D(x)"));
    panel.marks.push_back(pointsMark(x, dataInk(), "data", kPointsShown));
    for (Mark& mark : arrows()) panel.marks.push_back(std::move(mark));
    panel.marks.push_back(pointsMark(samples, samplesInk(), "samples", kPointsShown));
  }

  void drawLine(View& view) const {
    view.kind = ViewKind::kChart;
    Panel& panel = view.panels.emplace_back(chart("D(x) on the line", "D(x)", 1));
    panel.marks.push_back(guideMark(low(), 0.5, high(), 0.5));
    if (places_was) panel.marks.push_back(line(places, flat(*places_was), Ink::kNeutral, "D before", true));
    panel.marks.push_back(line(places, flat(on_places), Ink::kPositive, "D"));
    panel.marks.push_back(rug(x, 0.97f, dataInk(), "data"));
    for (Mark& mark : arrows()) panel.marks.push_back(std::move(mark));
    Mark points = rug(samples, 0, samplesInk(), "samples");
    for (std::size_t n = 0; n < points.shape[0]; ++n) points.values[2 * n + 1] = on_samples(0, toIndex(n));
    panel.marks.push_back(std::move(points));
  }

  // "+0.09": how D(x) has changed.
  static std::string changeOf(double before, double now) {
    return (now < before ? "\u2212" : "+") + twoDigits(std::abs(now - before));
  }

  // Tiles of what the phase is about, each with its D(x), after a step of D or G with the change of D(x).
  void drawTiles(View& view) const {
    view.kind = ViewKind::kImages;
    view.shape = {0, toU32(data().rows), toU32(data().cols)};
    const auto add = [&](const Matrix& all, const Matrix& d, const std::optional<Matrix>& before) {
      const Index shown = std::min(kJudged, all.cols());
      view.values.insert(view.values.end(), all.data(), all.data() + shown * all.rows());
      for (Index n = 0; n < shown; ++n)
        view.row_names.push_back(before ? changeOf(toDouble((*before)(0, n)), toDouble(d(0, n)))
                                        : twoDigits(toDouble(d(0, n))));
    };
    if (!in({Gan::kGenerate, Gan::kOnSamples, Gan::kStepG})) add(x, on_x, x_was);
    if (!in({Gan::kNoise, Gan::kOnData})) add(samples, on_samples, in({Gan::kStepD}) ? samples_was : on_was);
    view.shape[0] = toU32(view.row_names.size());
    if (!was || was->cols() != samples.cols()) return;
    const Index shown = std::min(kJudged, samples.cols());
    const Matrix moved = samples.leftCols(shown) - was->leftCols(shown);
    view.change = sharesOfChange(flat(moved), toSize(shown));
  }

  std::string caption() const {
    switch (done()) {
      case Gan::kNoise:
        return "The noise of this update. D's surface is as the last update left it.";
      case Gan::kGenerate:
        return "G turns the noise into samples. D's surface is as the last update left it.";
      case Gan::kOnData:
        return "D(x) of the data of this update.";
      case Gan::kOnSamples:
        return "D(x) of the samples of this update; arrows point uphill on D, the longest is always the same.";
      case Gan::kStepD:
        return std::string("D after its step: it should have risen at the data and fallen at the samples.") +
               (pictures() ? " Below each picture: the change of D(x)." : "");
      case Gan::kStepG:
        return pictures() ? "Samples after G's step, framed by how much they changed. Below each: the change of D(x)."
                          : "Each sample after G's step, with an arrow from where it was.";
      default:
        return "What D believes, with data and samples; in slow motion, the phases of an update.";
    }
  }

  std::optional<View> view() const {
    View view{.name = "update", .title = "This update", .caption = caption(), .meaning = Meaning::kUpdate};
    if (onPlane())
      drawPlane(view);
    else if (onLine())
      drawLine(view);
    else if (pictures())
      drawTiles(view);
    else
      view.kind = ViewKind::kChart;
    if (!pictures()) view.panels.push_back(side());
    if (view.kind == ViewKind::kImages && view.row_names.empty()) return std::nullopt;
    addNotes(view);
    return view;
  }
};

Work Gan::updateView(Pace& pace, const ViewContext& context, std::optional<View>& out) const {
  GanUpdate update{{*this, context}};
  co_await update.prepare(pace);
  out = update.view();
}

}  // namespace harmonium
