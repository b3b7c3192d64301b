// What JavaScript holds of the core. Each handle is made here and deleted there (`delete()`); the core counts those
// alive.
#pragma once

#include "base/team.h"
#include "bindings/conversions.h"
#include "bindings/library.h"
#include "session/job.h"
#include "session/session.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace harmonium {

// What all handles of a core have in common, and what lives as long as any of them.
struct Commons {
  explicit Commons(int members) : team(members) {}
  Team team;
  int handles = 0;
};

// Counts one handle from its making to its end.
class Alive {
 public:
  explicit Alive(std::shared_ptr<Commons> commons) : commons_(std::move(commons)) { ++commons_->handles; }
  ~Alive() { --commons_->handles; }
  Alive(const Alive&) = delete;
  Alive& operator=(const Alive&) = delete;
  const std::shared_ptr<Commons>& commons() const { return commons_; }

 private:
  std::shared_ptr<Commons> commons_;
};

class JobHandle {
 public:
  JobHandle(std::unique_ptr<Job> job, std::shared_ptr<Commons> commons)
      : alive_(std::move(commons)), job_(std::move(job)) {}

  bool advance(double milliseconds) { return job_->advance(milliseconds); }
  double progress() const { return job_->progress(); }
  JobResultObject result() const;  // once done
  const Job& job() const { return *job_; }

 private:
  Alive alive_;  // first: it goes last
  std::unique_ptr<Job> job_;
};

// session/session.h, in JavaScript's types.
class SessionHandle {
 public:
  SessionHandle(std::unique_ptr<Session> session, std::shared_ptr<Commons> commons)
      : alive_(std::move(commons)), session_(std::move(session)) {}

  std::string spec() const { return writeSpec(session_->spec()); }
  // With the word "inline" in the place of a set given with the experiment, which may be large.
  std::string briefSpec() const { return writeSpec(session_->spec(), GivenData::kByName); }
  Done set(const std::string& option, const std::string& json_value);
  void reset() { session_->reset(); }
  void reseed(double seed);

  AdvancedObject train(double updates, double milliseconds);
  void runPhase() { session_->runPhase(); }
  void runChains(double steps);
  void restartChains() { session_->restartChains(); }
  Done setLatent(const Numbers& values);
  Done holdClass(int label) { return Done(answerOf(session_->holdClass(label))); }

  ProgressObject progress() const { return progressOf(session_->progress(), session_->updatesPerEpoch()); }
  PhaseObject phase() const { return phaseOf(session_->phase()); }
  Bytes snapshot(const std::string& view_names) const;  // names with a blank between them
  // The same to be drawn, small pictures as bytes. Written into `room` where it is large enough, else into new memory
  // with some to spare: who sends `room` around in a circle makes no garbage.
  Bytes picture(const std::string& view_names, const Bytes& room);

  JobOutcome sample(const std::string& json_options);
  JobOutcome measure(const std::string& name, const std::string& json_options);
  void remember(const JobHandle& job);

  Bytes parameters() { return bytesOf(session_->parameters()); }
  Done setParameters(const Bytes& tensors);
  std::string hash() { return session_->hash(); }
  Bytes save() { return bytesOf(session_->save()); }

 private:
  Alive alive_;
  std::unique_ptr<Session> session_;
  std::vector<std::uint8_t> block_ = {};  // of the last picture; its memory serves the next
};

// One core: its data sets, and the ways in. `members` threads at most share the work of its sessions; one in a build
// that has no others.
class Core {
 public:
  explicit Core(int members) : commons_(std::make_shared<Commons>(members)) {}

  std::string catalogue() const { return writeCatalogue(); }
  Done provide(const std::string& dataset, const std::string& file, const Bytes& bytes);

  // { value: Session }, { error }, or { missing: { dataset, title, files } }: provide those first.
  OpenOutcome open(const std::string& json_spec);
  OpenOutcome load(const Bytes& file);

  int members() const { return commons_->team.members(); }  // at work: those that have started, and the caller
  int liveHandles() const { return commons_->handles; }

 private:
  Library library_;
  std::shared_ptr<Commons> commons_;
};

}  // namespace harmonium
