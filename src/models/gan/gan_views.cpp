// The views of the GAN: points, D's output, the optimal D, the direction of G's step, and the image of the noise.
#include "models/gan/gan_shown.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

constexpr Index kArrowsShown = 200, kEstimated = 2000;
constexpr int kNodes = 21;       // nodes of the mesh along each side
constexpr int kTilesAlong = 10;  // pictures along each side of the noise plane

}  // namespace

struct GanPictures : GanShown {
  double bandwidth() const { return gan.bandwidth(); }
  std::string bandwidthInWords() const {
    return "bandwidth " + (bandwidth() < 0.05 ? formatNumber(bandwidth()) : rounded(bandwidth()));
  }

  // What prepare() has worked out with the networks, as far as the view needs it.
  Matrix many = {};                     // V x kEstimated samples
  Matrix places = {}, believed = {};    // points and D(x) there: cells of the grid, a line, or the data
  Matrix on_samples = {};               // D(x) of the shown samples
  Matrix noise_nodes = {}, image = {};  // noise in a row or a square, and what G makes of it

  Work prepare(Pace& pace, std::string_view name) {
    if (name == "warp") {
      noise_nodes = pictures()                           ? noiseSquare(kTilesAlong)
                    : !onPlane() || gan.g_.inputs() == 1 ? noiseLine()
                                                         : noiseSquare(kNodes);
      if (pictures() || onLine() || onPlane()) co_await samplesOf(pace, noise_nodes, image);
      co_return;
    }
    if (name != "optimal") co_await generate(pace);
    const bool estimates = name == "optimal" || (name == "points" && (onLine() || onPlane()));
    if (estimates) co_await samplesOf(pace, noise(kEstimated), many);
    if (name == "points" || (name == "optimal" && gan.density_cells_.empty())) co_return;
    const bool table = !pictures() && !onLine() && !onPlane();
    if (name == "arrows" && !table && samples.cols() > kArrowsShown) samples = Matrix(samples.leftCols(kArrowsShown));
    if (!pictures()) {
      places = name == "optimal" ? grid().centres() : onPlane() ? overPlane() : onLine() ? alongLine() : shownData();
      if (name != "arrows" || onLine()) co_await judge(pace, places, believed);
    }
    if (samples.cols() > 0 && (table || name == "arrows")) co_await judge(pace, samples, on_samples);
    if (samples.cols() > 0 && name == "arrows" && !pictures() && !table) co_await gan.pushesOf(pace, samples, pushes);
  }

  // What many samples say of the modes: in words, and on the plane as a number above each.
  void addModes(View& view) const {
    if (!data().density) return;
    const std::optional<ModeCoverage> coverage = modeCoverage(many, *data().density);
    if (!coverage) return;
    view.notes = coverageInWords(*coverage);
    std::optional<Mark> counts = modeCounts(*coverage, *data().density);
    if (counts && onPlane()) view.panels[0].marks.push_back(std::move(*counts));
  }

  std::optional<View> pointsView() const {
    View view{.name = "points", .title = "Data and samples"};
    const Matrix x = shownData();
    if (onPlane()) {
      view.kind = planeKind();
      Panel& panel = view.panels.emplace_back(plane());
      const PlaneGrid cells = gridOf(panel);
      if (std::optional<Mark> shade = densityMark(cells, densityOfSamples(cells, many), Ink::kModel, "p_model"))
        panel.marks.push_back(std::move(*shade));
      for (Mark& mark : classMarks(x, Ink::kData, "data", slow() ? Classes() : context.classes))
        panel.marks.push_back(std::move(mark));
      panel.marks.push_back(pointsMark(samples, Ink::kModel, "samples", kPointsShown));
      view.caption = slow() ? "The data and the samples of this update."
                            : "Each sample keeps its noise while G learns, so its path shows how G changes. The shade "
                              "is estimated from " +
                                  std::to_string(kEstimated) + " samples.";
      addModes(view);
      if (std::optional<Panel> truth = truthPanel(view.panels[0], data().density.get())) {
        view.panels[0].title = "Model";
        view.panels.push_back(std::move(*truth));
      }
      return view;
    } else if (onLine()) {
      view.kind = ViewKind::kChart;
      Panel& panel = view.panels.emplace_back(chart("", "density", 1));
      constexpr int kBins = 48;
      panel.marks.push_back(histogramMark(flat(x), low(), high(), kBins, Ink::kData, "data"));
      panel.marks.push_back(histogramMark(flat(samples), low(), high(), kBins, Ink::kModel, "samples"));
      const Matrix at = grid().centres();
      std::vector<double> heights = cellsOfSamples(grid(), many, bandwidth());
      for (double& height : heights) height /= grid().width();
      panel.marks.push_back(line(at, heights, Ink::kModel, "p_model"));
      if (data().density) {
        heights = cellsOfDensity(grid(), *data().density, 0);
        for (double& height : heights) height /= grid().width();
        panel.marks.push_back(line(at, heights, Ink::kTruth, "p_data"));
      }
      fitHeight(panel);
      view.caption = "Histograms of data and samples; the model's density is estimated from " +
                     std::to_string(kEstimated) + " samples, " + bandwidthInWords() + ".";
      addModes(view);
    } else {
      return std::nullopt;
    }
    return view;
  }

  std::optional<View> discriminatorView() const {
    View view{.name = "discriminator", .title = "What D believes"};
    const Matrix x = shownData();
    if (onPlane()) {
      view.kind = planeKind();
      view.caption =
          "D(x) on the plane: fuller colours mean values nearer to 1; at the optimum D is one half everywhere.";
      Panel& panel = view.panels.emplace_back(plane());
      panel.marks.push_back(field(grid(), flat(believed), Ink::kPositive, "D(x)"));
      panel.marks.push_back(pointsMark(x, Ink::kData, "data", kPointsShown));
      panel.marks.push_back(pointsMark(samples, Ink::kModel, "samples", kPointsShown));
    } else if (onLine()) {
      view.kind = ViewKind::kChart;
      view.caption =
          "D(x), the chance that x is real; D should be high at the data above and low at the samples below.";
      Panel& panel = view.panels.emplace_back(chart("", "D(x)", 1));
      panel.marks.push_back(guideMark(low(), 0.5, high(), 0.5, "can't tell"));
      panel.marks.push_back(line(places, flat(believed), Ink::kPositive, "D"));
      panel.marks.push_back(rug(x, 0.97f, Ink::kData, "data"));
      panel.marks.push_back(rug(samples, 0.03f, Ink::kModel, "samples"));
    } else if (pictures()) {
      if (x.cols() == 0) return std::nullopt;
      view.kind = ViewKind::kImages;
      view.caption = "Data first, then samples; the number below each is D(x), the probability of being real.";
      const std::uint32_t rows = toU32(data().rows), cols = toU32(data().cols);
      for (const Matrix* kind : {&x, &samples}) {
        const Index shown = std::min(kJudged, kind->cols());
        if (shown == 0) continue;
        const Matrix d = beliefs(kind->leftCols(shown));
        view.values.insert(view.values.end(), kind->data(), kind->data() + shown * kind->rows());
        for (const float belief : flat(d)) {
          view.row_names.push_back(twoDigits(toDouble(belief)));
        }
      }
      view.shape = {toU32(view.row_names.size()), rows, cols};
    } else {
      view.kind = ViewKind::kChart;
      view.caption =
          "How often D gives which chance of being real: to data and to samples; alike, and near one half, is "
          "the end.";
      Panel& panel = view.panels.emplace_back();
      panel.x = {"D(x)", 0, 1};
      constexpr int kBins = 25;
      panel.marks.push_back(histogramMark(flat(believed), 0, 1, kBins, Ink::kData, "data"));
      panel.marks.push_back(histogramMark(flat(on_samples), 0, 1, kBins, Ink::kModel, "samples"));
      panel.y.label = "density";
      fitHeight(panel);
    }
    return view;
  }

  // D beside the optimal D for the current G.
  std::optional<View> optimalView() const {
    if (gan.density_cells_.empty()) return std::nullopt;
    const double smoothing = toDouble(gan.recipe_.smoothing);
    const Grid cells = grid();
    const std::vector<double>& p = gan.density_cells_;
    const std::vector<double> q = cellsOfSamples(cells, many, bandwidth());
    const Matrix& d = believed;
    // Where neither density has notable mass, D does not matter. Adding a small constant to both makes D* one half
    // there instead of noise.
    const double trace = 1e-3 * std::max(*std::ranges::max_element(p), *std::ranges::max_element(q)) / 2;
    std::vector<double> best(p.size());
    double off = 0, mass = 0;
    for (std::size_t i = 0; i < p.size(); ++i) {
      best[i] = optimalDiscriminator(p[i] + trace, q[i] + trace, smoothing);
      off += (p[i] + q[i]) * std::fabs(toDouble(flat(d)[i]) - best[i]);
      mass += p[i] + q[i];
    }
    View view{.name = "optimal", .title = "D and the best D"};
    view.caption = "The best D against this G is p_data / (p_data + p_model), both smoothed (" + bandwidthInWords() +
                   ", " + std::to_string(kEstimated) + " samples)" +
                   (smoothing > 0 ? ", times " + formatNumber(std::round(100 * (1 - smoothing)) / 100) +
                                        " for one-sided smoothing."
                                  : ".");
    if (onPlane()) {
      view.kind = ViewKind::kPlane;
      view.panels = {plane("D"), plane("best D")};
      view.panels[0].marks.push_back(field(cells, flat(d), Ink::kPositive, "D(x)"));
      view.panels[1].marks.push_back(field(cells, best, Ink::kPositive, "best D(x)"));
    } else {
      view.kind = ViewKind::kChart;
      const Matrix at = cells.centres();
      view.panels = {chart("D and the best D", "D(x)", 1), chart("Densities", "density", 1)};
      view.panels[0].marks = {guideMark(low(), 0.5, high(), 0.5, "can't tell"), line(at, flat(d), Ink::kPositive, "D"),
                              line(at, best, Ink::kTruth, "best D", true)};
      std::vector<double> p_height = p, q_height = q;
      for (double& height : p_height) height /= cells.width();
      for (double& height : q_height) height /= cells.width();
      view.panels[1].marks = {line(at, p_height, Ink::kTruth, "p_data"), line(at, q_height, Ink::kModel, "p_model")};
      fitHeight(view.panels[1]);
    }
    if (mass > 0) view.notes.push_back("D is off the best D by " + rounded(off / mass) + " on average.");
    const double js = jensenShannon(p, q);
    view.notes.push_back("Jensen-Shannon divergence about " + rounded(js) + " nats, so the best D would make V = " +
                         rounded(optimalValue(0) + 2 * js) + " (optimum -1.39).");
    return view;
  }

  std::optional<View> arrowsView() const {
    if (!onLine() && !onPlane()) return std::nullopt;
    View view{.name = "arrows", .title = "Where G is pushed"};
    Mark arrows = pushArrows(on_samples, "push");
    view.caption =
        "The direction in which G's loss moves each sample; arrows are scaled so that the longest one is always the "
        "same.";
    if (onPlane()) {
      view.kind = planeKind();
      Panel& panel = view.panels.emplace_back(plane());
      panel.marks.push_back(pointsMark(shownData(), Ink::kData, "data", kPointsShown));
      panel.marks.push_back(std::move(arrows));
      panel.marks.push_back(pointsMark(samples, Ink::kModel, "samples", kPointsShown));
    } else {
      view.kind = ViewKind::kChart;
      Panel& panel = view.panels.emplace_back(chart("", "D(x)", 1));
      panel.marks.push_back(line(places, flat(believed), Ink::kPositive, "D"));
      panel.marks.push_back(std::move(arrows));
      Mark points = rug(samples, 0, Ink::kModel, "samples");
      for (std::size_t n = 0; n < points.shape[0]; ++n) points.values[2 * n + 1] = on_samples(0, toIndex(n));
      panel.marks.push_back(std::move(points));
    }
    if (samples.cols() > 0) {
      Matrix standard = pushes;
      for (Index i = 0; i < standard.rows() && gan.spread_.size() > 0; ++i) standard.row(i) *= gan.spread_[i];
      const double mean = toDouble(standard.colwise().norm().mean());
      const double most = toDouble(standard.colwise().norm().maxCoeff());
      view.notes.push_back("The mean push is " + (mean < 0.005 ? formatNumber(mean) : rounded(mean)) +
                           (gan.spread_.size() > 0 ? " nats per standard deviation" : " nats per unit") +
                           ", the longest " + (most < 0.005 ? formatNumber(most) : rounded(most)) +
                           (mean < 0.01 ? "; where D is nearly constant, G learns almost nothing." : "."));
    }
    return view;
  }

  float node(int i, int count) const { return reach() * (2 * toFloat(i) / toFloat(count - 1) - 1); }
  // The first two noise values on a square, x running fastest; all others 0.
  Matrix noiseSquare(int count) const {
    const bool one = gan.g_.inputs() == 1;
    Matrix z = Matrix::Zero(gan.g_.inputs(), count * count);
    for (int i = 0; i < count * count; ++i) {
      z(0, i) = one ? node(i, count * count) : node(i % count, count);
      if (!one) z(1, i) = node(i / count, count);
    }
    return z;
  }
  Matrix noiseLine() const {
    Matrix z = Matrix::Zero(gan.g_.inputs(), kCurve);
    for (int i = 0; i < kCurve; ++i) z(0, i) = node(i, kCurve);
    return z;
  }
  std::string theOthers(int shown) const {
    const int more = gan.g_.inputs() - shown;
    return more <= 0 ? "" : " The other " + std::to_string(more) + " noise values are held at 0.";
  }

  std::optional<View> warpView() const {
    View view{.name = "warp", .title = "Noise and its image"};
    const bool one = gan.g_.inputs() == 1;
    if (pictures()) {
      view.kind = ViewKind::kImages;
      view.shape = {toU32(image.cols()), toU32(data().rows), toU32(data().cols)};
      view.values.assign(image.data(), image.data() + image.size());
      view.caption = one ? "What G makes of noise from low to high, row by row."
                         : "What G makes of a square of noise, two values from low to high." + theOthers(2);
      return view;
    }
    if (onLine()) {
      view.kind = ViewKind::kChart;
      Panel& panel = view.panels.emplace_back();
      panel.x = {"z", -reach(), reach()};
      panel.y = {nameOf(0, "x"), data().low, data().high};
      panel.marks.push_back(line(noise_nodes.topRows(1), flat(image), Ink::kModel, "x = G(z)"));
      view.caption = "Where G is flat, samples are dense; where it is steep, they are sparse." + theOthers(1);
      return view;
    }
    if (!onPlane()) return std::nullopt;
    view.kind = planeKind();
    Panel before{.title = "Noise z", .x = {"z1", -1.1f * reach(), 1.1f * reach()}, .y = {"z2", 0, 0}};
    before.y = {one ? "" : "z2", before.x.low, before.x.high};
    Panel after = plane("G(z)");
    after.marks.push_back(pointsMark(shownData(), Ink::kData, "data", kPointsShown));
    const Matrix drawn = shownNoise();
    if (one) {
      before.marks = {guideMark(-toDouble(reach()), 0, toDouble(reach()), 0), rug(drawn, 0, Ink::kLatent, "noise")};
      Mark curve{.kind = MarkKind::kLine, .ink = Ink::kModel, .label = "G(z)", .shape = {kCurve, 2}};
      curve.values.assign(image.data(), image.data() + image.size());
      after.marks.push_back(std::move(curve));
    } else {
      const Matrix flat_z = noise_nodes.topRows(2), first_two = drawn.topRows(2);
      Mark mesh{.kind = MarkKind::kMesh, .ink = Ink::kLatent, .shape = {kNodes, kNodes, 2}};
      mesh.values.assign(flat_z.data(), flat_z.data() + flat_z.size());
      before.marks = {mesh, pointsMark(first_two, Ink::kLatent, "noise", kPointsShown)};
      mesh.ink = Ink::kModel;
      mesh.label = "warped grid";
      mesh.values.assign(image.data(), image.data() + image.size());
      after.marks.push_back(std::move(mesh));
    }
    view.panels = {std::move(before), std::move(after)};
    view.caption = one ? "G bends the line of noise into the plane."
                       : "G bends the grid of noise until it covers the data; to part two bumps it must stretch it." +
                             theOthers(2);
    return view;
  }
};

Work Gan::makeView(Pace& pace, std::string_view name, const ViewContext& context, std::optional<View>& out) const {
  if (name == "update") {
    co_await updateView(pace, context, out);
    co_return;
  }
  GanPictures pictures{{*this, context}};
  co_await pictures.prepare(pace, name);
  if (name == "points") out = pictures.pointsView();
  if (name == "discriminator") out = pictures.discriminatorView();
  if (name == "optimal") out = pictures.optimalView();
  if (name == "arrows") out = pictures.arrowsView();
  if (name == "warp") out = pictures.warpView();
}

std::vector<double> Gan::densityOn(const PlaneGrid& grid) const {
  const ViewContext none;
  const GanPictures pictures{{*this, none}};
  if (!pictures.onPlane()) return {};
  Matrix x;
  samplesOf(pictures.noise(kEstimated), x);
  return densityOfSamples(grid, x);
}

std::optional<View> Gan::view(std::string_view name, const ViewContext& context) const {
  Pace whole;
  std::optional<View> out;
  finish(makeView(whole, name, context, out));
  return out;
}

}  // namespace harmonium
