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

  std::optional<Matrix> beliefsBefore(Matrix x) const {
    const std::optional<nn::Mlp> d = before(gan.d_, 2 * toSize(gan.g_.layers()));
    if (!d || x.cols() == 0) return std::nullopt;
    gan.toNet(x);
    nn::MlpTrace trace;
    Matrix out = d->forward(x, trace);
    kernels::sigmoid(flat(out), flat(out));
    return out;
  }

  std::optional<Matrix> samplesBefore() const {
    const std::optional<nn::Mlp> g = before(gan.g_, 0);
    if (!g) return std::nullopt;
    nn::MlpTrace trace;
    Matrix x = g->forward(gan.z_, trace);
    gan.fromNet(x);
    return x;
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

  void addNotes(View& view, const Matrix& x, const Matrix& samples) const {
    const bool step = in({Gan::kStepD});
    const Matrix on_x = beliefs(x), on_samples = beliefs(samples);
    if (x.cols() > 0 && in({Gan::kOnData, Gan::kStepD}))
      view.notes.push_back(inWords("data", on_x, step ? beliefsBefore(x) : std::nullopt));
    if (samples.cols() == 0) return;
    if (in({Gan::kOnSamples}) || step)
      view.notes.push_back(inWords("samples", on_samples, step ? beliefsBefore(samples) : std::nullopt));
    if (!in({Gan::kStepG})) return;
    if (const std::optional<Matrix> was = samplesBefore())
      view.notes.push_back(inWords("samples", on_samples, beliefs(*was)));
  }

  // The noise, or how D judges the batch.
  Panel side(const Matrix& x, const Matrix& samples) const {
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
    if (x.cols() > 0 && !in({Gan::kOnSamples, Gan::kStepG}))
      panel.marks.push_back(shares(beliefs(x), Ink::kData, "data"));
    if (samples.cols() > 0 && !in({Gan::kOnData}))
      panel.marks.push_back(shares(beliefs(samples), Ink::kModel, "samples"));
    panel.marks.push_back(guideMark(0.5, 0, 0.5, 1, "can't tell"));
    return panel;
  }

  // What the phase is about has its colour; the rest is pale.
  Ink dataInk() const { return done() < 0 || in({Gan::kOnData, Gan::kStepD}) ? Ink::kData : Ink::kNeutral; }
  Ink samplesInk() const { return in({Gan::kOnData}) ? Ink::kNeutral : Ink::kModel; }

  // The step of every sample in G's phase: from where it was to where it is.
  Mark stepsOf(const Matrix& samples, const Matrix& d) const {
    Mark arrows{.kind = MarkKind::kArrows, .ink = Ink::kNegative, .label = "step"};
    const std::optional<Matrix> was = samplesBefore();
    for (Index n = 0; was && n < std::min(was->cols(), samples.cols()); ++n) {
      const float y = onPlane() ? (*was)(1, n) : d(0, n), up = onPlane() ? samples(1, n) - y : 0;
      arrows.values.insert(arrows.values.end(), {(*was)(0, n), y, samples(0, n) - (*was)(0, n), up});
    }
    return finished(std::move(arrows), 4);
  }

  std::vector<Mark> arrowsOn(const Matrix& samples, const Matrix& d) const {
    Matrix pushes;
    if (samples.cols() == 0) return {};
    if (in({Gan::kOnSamples, Gan::kStepD})) return {pushArrows(samples, d, "uphill on D", pushes)};
    if (in({Gan::kStepG})) return {stepsOf(samples, d)};
    return {};
  }

  void drawPlane(View& view, const Matrix& x, const Matrix& samples) const {
    view.kind = planeKind();
    Panel& panel = view.panels.emplace_back(plane("D(x) on the plane"));
    panel.marks.push_back(field(gan.grid(), flat(beliefs(overPlane())), Ink::kPositive, "D(x)"));
    panel.marks.push_back(pointsMark(x, dataInk(), "data", kPointsShown));
    for (Mark& mark : arrowsOn(samples, beliefs(samples))) panel.marks.push_back(std::move(mark));
    panel.marks.push_back(pointsMark(samples, samplesInk(), "samples", kPointsShown));
  }

  void drawLine(View& view, const Matrix& x, const Matrix& samples) const {
    view.kind = ViewKind::kChart;
    Panel& panel = view.panels.emplace_back(chart("D(x) on the line", "D(x)", 1));
    const Matrix at = alongLine(), d = beliefs(samples);
    panel.marks.push_back(guideMark(low(), 0.5, high(), 0.5));
    if (const std::optional<Matrix> was = in({Gan::kStepD}) ? beliefsBefore(at) : std::nullopt)
      panel.marks.push_back(line(at, flat(*was), Ink::kNeutral, "D before", true));
    panel.marks.push_back(line(at, flat(beliefs(at)), Ink::kPositive, "D"));
    panel.marks.push_back(rug(x, 0.97f, dataInk(), "data"));
    for (Mark& mark : arrowsOn(samples, d)) panel.marks.push_back(std::move(mark));
    Mark points = rug(samples, 0, samplesInk(), "samples");
    for (std::size_t n = 0; n < points.shape[0]; ++n) points.values[2 * n + 1] = d(0, toIndex(n));
    panel.marks.push_back(std::move(points));
  }

  // "+0.09": how D(x) has changed.
  static std::string changeOf(double before, double now) {
    return (now < before ? "\u2212" : "+") + twoDigits(std::abs(now - before));
  }

  // Tiles of what the phase is about, each with its D(x), after a step of D or G with the change of D(x).
  void drawTiles(View& view, const Matrix& x, const Matrix& samples) const {
    view.kind = ViewKind::kImages;
    view.shape = {0, toU32(data().rows), toU32(data().cols)};
    const auto add = [&](const Matrix& all, const std::optional<Matrix>& was) {
      const Index shown = std::min(kJudged, all.cols());
      if (shown == 0) return;
      const Matrix d = beliefs(all.leftCols(shown));
      view.values.insert(view.values.end(), all.data(), all.data() + shown * all.rows());
      for (Index n = 0; n < shown; ++n)
        view.row_names.push_back(was ? changeOf(toDouble((*was)(0, n)), toDouble(d(0, n)))
                                     : twoDigits(toDouble(d(0, n))));
    };
    const bool step_d = in({Gan::kStepD}), step_g = in({Gan::kStepG});
    if (!in({Gan::kGenerate, Gan::kOnSamples, Gan::kStepG})) add(x, step_d ? beliefsBefore(x) : std::nullopt);
    const std::optional<Matrix> old = step_g ? samplesBefore() : std::nullopt;
    if (!in({Gan::kNoise, Gan::kOnData}))
      add(samples, step_d ? beliefsBefore(samples) : old ? std::optional(beliefs(*old)) : std::nullopt);
    view.shape[0] = toU32(view.row_names.size());
    if (!old || old->cols() != samples.cols()) return;
    const Index shown = std::min(kJudged, samples.cols());
    const Matrix moved = samples.leftCols(shown) - old->leftCols(shown);
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
    const Matrix x = shownData(), samples = shownSamples();
    if (onPlane())
      drawPlane(view, x, samples);
    else if (onLine())
      drawLine(view, x, samples);
    else if (pictures())
      drawTiles(view, x, samples);
    else
      view.kind = ViewKind::kChart;
    if (!pictures()) view.panels.push_back(side(x, samples));
    if (view.kind == ViewKind::kImages && view.row_names.empty()) return std::nullopt;
    addNotes(view, x, samples);
    return view;
  }
};

std::optional<View> Gan::updateView(const ViewContext& context) const {
  return GanUpdate{{*this, context}}.view();
}

}  // namespace harmonium
