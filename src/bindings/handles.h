// What JavaScript holds of the core. Each handle is made here and deleted there (`delete()`); the core counts those
// alive.
#pragma once

#include "bindings/conversions.h"
#include "bindings/library.h"
#include "session/job.h"
#include "session/session.h"

#include <memory>
#include <string>
#include <utility>

namespace harmonium {

// Counts one handle from its making to its end.
class Alive {
 public:
  explicit Alive(std::shared_ptr<int> count) : count_(std::move(count)) { ++*count_; }
  ~Alive() { --*count_; }
  Alive(const Alive&) = delete;
  Alive& operator=(const Alive&) = delete;
  const std::shared_ptr<int>& count() const { return count_; }

 private:
  std::shared_ptr<int> count_;
};

class JobHandle {
 public:
  JobHandle(std::unique_ptr<Job> job, std::shared_ptr<int> count) : job_(std::move(job)), alive_(std::move(count)) {}

  bool advance(double milliseconds) { return job_->advance(milliseconds); }
  double progress() const { return job_->progress(); }
  JobResultObject result() const;  // once done
  const Job& job() const { return *job_; }

 private:
  std::unique_ptr<Job> job_;
  Alive alive_;
};

// session/session.h, in JavaScript's types.
class SessionHandle {
 public:
  SessionHandle(std::unique_ptr<Session> session, std::shared_ptr<int> count)
      : session_(std::move(session)), alive_(std::move(count)) {}

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

  ProgressObject progress() const { return progressOf(session_->progress(), session_->updatesPerEpoch()); }
  PhaseObject phase() const { return phaseOf(session_->phase()); }
  Bytes snapshot(const std::string& view_names) const;  // names with a blank between them

  JobOutcome sample(const std::string& json_options);
  JobOutcome measure(const std::string& name, const std::string& json_options);
  void remember(const JobHandle& job);

  Bytes parameters() { return bytesOf(session_->parameters()); }
  Done setParameters(const Bytes& tensors);
  std::string hash() { return session_->hash(); }
  Bytes save() { return bytesOf(session_->save()); }

 private:
  std::unique_ptr<Session> session_;
  Alive alive_;
};

// One core: its data sets, and the ways in.
class Core {
 public:
  std::string catalogue() const { return writeCatalogue(); }
  Done provide(const std::string& dataset, const std::string& file, const Bytes& bytes);

  // { value: Session }, { error }, or { missing: { dataset, title, files } }: provide those first.
  OpenOutcome open(const std::string& json_spec);
  OpenOutcome load(const Bytes& file);

  int liveHandles() const { return *count_; }

 private:
  Library library_;
  std::shared_ptr<int> count_ = std::make_shared<int>(0);
};

}  // namespace harmonium
