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

}  // namespace

// The session makes the views that need its own data: running samples, latent variables and held-out examples. The
// model makes all others.
std::optional<View> Session::State::make(const ViewOffer& offer, std::span<const std::uint32_t> chosen) const {
  const std::string& name = offer.name;
  const Faces has = faces();
  const DataSummary& summary = trainer.summary();
  if (name == "chains" && chains) return samplesView(*chains, *data, summary, monitor.trainSeen());
  if (name == "latent" && has.latent) return latentView(*has.latent, latent, *data, summary, monitor.trainSeen());
  if (name == "reconstruction" && has.codes) {
    // Held-out examples where there are any: a model may simply remember those that it was trained on.
    const Split& split = data->test.examples > 0 ? data->test : data->train;
    Matrix shown;
    ExampleReader reader(split, trainer.binarisation(), false, spec.seed,
                         summary.points() ? kReconstructedPoints : kReconstructed, data->layout);
    reader.next(shown);
    return reconstructionView(*has.codes, shown, *data, summary);
  }
  if (has.pictures == nullptr) return std::nullopt;
  return has.pictures->view(name, {.phase = last_phase,
                                   .before = before.parameters(),
                                   .data = &monitor.trainSeen(),
                                   .recent = chains && chains->recent().cols() > 0 ? &chains->recent() : nullptr,
                                   .tally = chains ? chains->tally() : nullptr,
                                   .sampler = chains ? &chains->sampler() : nullptr,
                                   .choices = offer.choices,
                                   .chosen = chosen});
}

Snapshot Session::snapshot(const std::vector<std::string>& views) const {
  Snapshot snapshot;
  snapshot.spec = writeSpec(state_->spec, GivenData::kByName);
  snapshot.progress = progress();
  snapshot.phase = phase();
  snapshot.curves = state_->monitor.curves();
  snapshot.measures = state_->measures;
  const Timetable& timetable = state_->trainer.timetable();
  for (const Stage& stage : state_->trainer.model().stages()) {
    snapshot.stages.push_back({.name = stage.name,
                               .label = stage.label,
                               .sentence = stage.sentence,
                               .trains = stage.trains,
                               .end = timetable.endOf(snapshot.stages.size())});
  }
  snapshot.classes = state_->classNames();
  snapshot.offers = state_->offers();
  for (const ViewOffer& offer : snapshot.offers) {
    std::vector<std::vector<std::uint32_t>> made;  // several requests may choose the same options; one view is enough
    for (const std::string& request : views) {
      std::optional<std::vector<std::uint32_t>> chosen = chosenBy(request, offer);
      if (!chosen || std::ranges::find(made, *chosen) != made.end()) continue;
      if (std::optional<View> view = state_->make(offer, *chosen)) {
        view->chosen = *chosen;
        snapshot.views.push_back(std::move(*view));
      }
      made.push_back(std::move(*chosen));
    }
  }
  return snapshot;
}

}  // namespace harmonium
