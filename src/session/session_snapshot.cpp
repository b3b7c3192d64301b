// The pictures of a session, and what a client draws beside them.
#include "base/numbers.h"
#include "session/examples.h"
#include "session/pictures.h"
#include "session/session_state.h"
#include "session/view_request.h"

#include <algorithm>

namespace harmonium {

namespace {

// How many examples the view of reconstructions shows: pairs of pictures, or arrows between points.
constexpr std::uint32_t kReconstructed = 16, kReconstructedPoints = 100;
constexpr double kPerView = 1e6;  // operations of a view that says nothing of its cost

constexpr std::uint32_t kShowStates = 1;  // index of this option in the choice of running chains
constexpr int kMostColours = 10;          // classes that can be told apart by colour and shape

}  // namespace

Classes Session::State::colouredClasses() const {
  const DataSummary& summary = trainer.summary();
  // Classes that are the bumps of a known density say nothing that their places do not say.
  const bool bumps = summary.density && !summary.density->modes().empty();
  if (summary.classes < 2 || summary.classes > kMostColours || bumps) return {};
  return {monitor.trainLabels(), summary.class_names};
}

std::vector<ViewOffer> Session::State::offers() const {
  const faces::Pictures* pictures = faces().pictures;
  std::vector<ViewOffer> own = pictures != nullptr ? pictures->offers() : std::vector<ViewOffer>();
  if (own.empty()) own = spec.model->views();
  const DataSummary& summary = trainer.summary();
  // Elsewhere states differ from their means by noise alone.
  if (!chains || !(chains->sampler().chain() || chains->sampler().binary()) || !summary.pictures()) return own;
  for (ViewOffer& offer : own) {
    if (offer.name == "chains")
      offer.choices = {{.name = "show",
                        .label = "Show",
                        .options = {{"probabilities", "probabilities"}, {"states", "states"}},
                        .initial = statesFirst(summary) ? kShowStates : 0}};
  }
  return own;
}

// The session makes the views that need its own data: running samples, latent variables and held-out examples. The
// model makes all others.
Work Session::State::make(Pace& pace, const ViewOffer& offer, std::span<const std::uint32_t> chosen,
                          std::optional<View>& out) const {
  const std::string& name = offer.name;
  const Faces has = faces();
  const DataSummary& summary = trainer.summary();
  const ShownData shown{*data, summary, monitor.trainSeen(), colouredClasses()};
  if (name == "chains" && chains) {
    out = samplesView(*chains, shown, has.pictures, !chosen.empty() && chosen[0] == kShowStates);
  } else if (name == "latent" && has.latent) {
    co_await has.latent->prepareDecoding(pace);
    out = latentView(*has.latent, latent, shown);
  } else if (name == "reconstruction" && has.codes) {
    // Held-out examples where there are any: a model may simply remember those that it was trained on.
    const Split& split = data->test.examples > 0 ? data->test : data->train;
    Matrix examples;
    ExampleReader reader(split, trainer.binarisation(), false, spec.seed,
                         summary.points() ? kReconstructedPoints : kReconstructed, data->layout);
    reader.next(examples);
    out = reconstructionView(*has.codes, examples, *data, summary);
  } else if (has.pictures != nullptr) {
    const ViewContext context{.phase = last_phase,
                              .before = before.parameters(),
                              .data = &monitor.trainSeen(),
                              .classes = shown.classes,
                              .recent = chains && chains->recent().cols() > 0 ? &chains->recent() : nullptr,
                              .tally = chains ? chains->tally() : nullptr,
                              .sampler = chains ? &chains->sampler() : nullptr,
                              .choices = offer.choices,
                              .chosen = chosen};
    co_await has.pictures->makeView(pace, name, context, out);
  }
}

Work Session::snapshot(Pace& pace, std::vector<std::string> views, Snapshot& out) const {
  out.spec = writeSpec(state_->spec, GivenData::kByName);
  out.progress = progress();
  out.phase = phase();
  out.curves = state_->monitor.curves();
  out.measures = state_->measures;
  const Timetable& timetable = state_->trainer.timetable();
  for (const Stage& stage : state_->trainer.model().stages()) {
    out.stages.push_back({.name = stage.name,
                          .label = stage.label,
                          .sentence = stage.sentence,
                          .trains = stage.trains,
                          .end = timetable.endOf(out.stages.size())});
  }
  out.classes = state_->classNames();
  out.offers = state_->offers();
  for (const ViewOffer& offer : out.offers) {
    std::vector<std::vector<std::uint32_t>> made;  // several requests may choose the same options; one view is enough
    for (const std::string& request : views) {
      std::optional<std::vector<std::uint32_t>> chosen = chosenBy(request, offer);
      if (!chosen || std::ranges::find(made, *chosen) != made.end()) continue;
      std::optional<View> view;
      co_await state_->make(pace, offer, *chosen, view);
      co_await pace.spent(kPerView);
      if (view) {
        view->chosen = *chosen;
        out.views.push_back(std::move(*view));
      }
      made.push_back(std::move(*chosen));
    }
  }
}

Snapshot Session::snapshot(const std::vector<std::string>& views) const {
  Pace whole;
  Snapshot out;
  finish(snapshot(whole, views, out));
  return out;
}

}  // namespace harmonium
