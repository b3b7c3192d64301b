// The objects of the core that JavaScript holds. The core makes a handle and JavaScript deletes it with `delete()`;
// without that call its memory is never freed. The core counts the handles that are alive. It may be deleted before
// them: what they share lives as long as any of them.
//
// Functions run on the caller's thread and return when they are done. Those with a `milliseconds` argument stop after
// about that time. Numbers of JavaScript are cut to the allowed range (conversions.h).
#pragma once

#include "base/numbers.h"
#include "base/team.h"
#include "bindings/conversions.h"
#include "bindings/library.h"
#include "session/job.h"
#include "session/memory.h"
#include "session/pieces.h"
#include "session/session.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace harmonium {

double freeBytes();  // what can still be allocated: free parts of the heap, and what it may grow by

// What the handles of one core share.
struct SharedState {
  explicit SharedState(int members) : memory(freeBytes), team(members) {}
  Library library;
  Memory memory;    // of all experiments of the core
  Team team;        // the threads that share the work of an update
  int handles = 0;  // sessions and jobs that are alive
};

// Counts one handle as long as it lives.
class HandleCount {
 public:
  explicit HandleCount(std::shared_ptr<SharedState> shared) : shared_(std::move(shared)) { ++shared_->handles; }
  ~HandleCount() { --shared_->handles; }
  HandleCount(const HandleCount&) = delete;
  HandleCount& operator=(const HandleCount&) = delete;
  const std::shared_ptr<SharedState>& shared() const { return shared_; }

 private:
  std::shared_ptr<SharedState> shared_;
};

// Work that somebody waits for, in slices (base/work.h): opening an experiment, a new start, a save, pictures. The
// experiment must not be asked for anything else before the end. The caller may delete a task at any time. Its work has
// then changed nothing, but for a new start, after which the experiment must be deleted too.
class TaskHandle {
 public:
  using Begin = std::function<Work(Pace&, emscripten::val& answer)>;
  TaskHandle(Begin begin, std::shared_ptr<SharedState> shared)
      : counted_(std::move(shared)), begin_(std::move(begin)) {}

  bool advance(double milliseconds);  // whether the work is done
  // Call it once the work is done. The functions that make tasks say what it is.
  TaskAnswer answer() const { return TaskAnswer(answer_); }

 private:
  HandleCount counted_;
  Begin begin_;
  emscripten::val answer_;
  Pieces pieces_;  // comes last: it is dropped before what it works on
};

// A long computation of a session: samples or a measure (session/job.h). The caller may delete it at any time.
class JobHandle {
 public:
  JobHandle(std::unique_ptr<Job> job, std::uint64_t run, std::shared_ptr<SharedState> shared)
      : counted_(std::move(shared)), job_(std::move(job)), run_(run) {}

  bool advance(double milliseconds) { return job_->advance(milliseconds); }  // whether the job is done
  double progress() const { return job_->progress(); }                       // 0 to 1
  // Call it once the job is done. `shape` and `values` hold the samples; `measurements` is a list of JSON texts.
  JobResultObject result() const;
  const Job& job() const { return *job_; }
  double run() const { return toDouble(run_); }  // the run of the session in which the job began (Progress::run)

 private:
  HandleCount counted_;  // comes first, so that it is destroyed last
  std::unique_ptr<Job> job_;
  std::uint64_t run_;
};

// An experiment: session/session.h in JavaScript's types.
class SessionHandle {
 public:
  SessionHandle(std::unique_ptr<Session> session, std::shared_ptr<SharedState> shared)
      : counted_(std::move(shared)), session_(std::move(session)) {}

  std::unique_ptr<TaskHandle>
  spec();  // all settings, and a set given with the experiment. Answer: Bytes, JSON in UTF-8
  // The same with the word "inline" in place of a data set given with the experiment, which may be large.
  std::string briefSpec() const { return writeSpec(session_->spec(), GivenData::kByName); }
  // Changes a setting. `json_value` is JSON text. A setting that is not live starts the experiment again. Answer: Done.
  std::unique_ptr<TaskHandle> set(std::string option, std::string json_value);
  std::unique_ptr<TaskHandle> reset();              // starts again. Answer: Done
  std::unique_ptr<TaskHandle> reseed(double seed);  // the same; seeds are whole numbers from 0 to 2^53 - 1

  // Trains for at most `updates` updates and about `milliseconds`. Returns how many updates were finished.
  AdvancedObject train(double updates, double milliseconds);
  // Works on the next phase of an update for about `milliseconds`. Returns true when the phase is done.
  bool runPhase(double milliseconds) { return session_->runPhase(milliseconds); }
  // Runs at most `steps` Gibbs steps, a million at most, for about `milliseconds`. Returns how many steps ended.
  double runChains(double steps, double milliseconds);
  void restartChains() { session_->restartChains(); }
  Done setLatent(
      const NumberList& values);  // refused if there are more values than latent variables, or one is too large
  // Clamps the class of the running samples; -1 releases it. Refused for models without classes.
  Done holdClass(int label) { return Done(answerOf(session_->holdClass(label))); }

  bool reading() const { return session_->reading(); }
  // At most so many updates lie between two readings of the curves; 0: as many as their cost asks for.
  void readEvery(double updates) { session_->readEvery(toU64(updates)); }
  // Begins readings of the present parameters; reading() then says whether they go on.
  void readNow() { session_->readNow(); }
  ProgressObject progress() const { return progressOf(session_->progress(), session_->updatesPerEpoch()); }
  PhaseObject phase() const { return phaseOf(session_->phase()); }
  // Exact numbers; names are separated by blanks. Answer: Bytes.
  std::unique_ptr<TaskHandle> snapshot(const std::string& view_names);
  // A snapshot for drawing: small pictures are bytes. It is written into `buffer` if that is large enough, else into
  // new memory with some room to spare. A caller that passes the memory of an earlier snapshot makes no garbage.
  std::unique_ptr<TaskHandle> picture(const std::string& view_names, const Bytes& buffer);

  // Begin a job. Options are JSON text. Answer: { value: Job } or { error }.
  std::unique_ptr<TaskHandle> sample(std::string json_options);
  std::unique_ptr<TaskHandle> measure(std::string name, std::string json_options);
  // Adds the job's measurements to later snapshots. Returns false, and adds none, where the job began in an earlier
  // run.
  bool remember(const JobHandle& job);

  // Tensors by name as a safetensors file. setParameters() changes all of them or, if it refuses, none. Answers: Bytes,
  // Done.
  std::unique_ptr<TaskHandle> parameters();
  std::unique_ptr<TaskHandle> setParameters(const Bytes& tensors);
  std::unique_ptr<TaskHandle> hash();  // hex digest over all parameters. Answer: text
  std::unique_ptr<TaskHandle> save();  // finishes an update that is under way. Answer: Bytes

 private:
  std::unique_ptr<TaskHandle> task(TaskHandle::Begin begin);

  HandleCount counted_;
  std::shared_ptr<Session> session_;
  // The last picture; its memory is reused for the next.
  std::shared_ptr<std::vector<std::uint8_t>> block_ = std::make_shared<std::vector<std::uint8_t>>();
};

// One core: its data sets, and the functions that open experiments. At most `members` threads share the work of an
// update; builds without threads have one.
class Core {
 public:
  explicit Core(int members) : shared_(std::make_shared<SharedState>(members)) {}

  std::string catalogue() const { return writeCatalogue(); }  // models, data sets and measures as JSON text
  // Takes one unpacked file of a named data set. Refused if the set has no such file, or the bytes are not that file.
  Done provide(const std::string& dataset, const std::string& file, const Bytes& bytes);

  // Opens an experiment from JSON text in UTF-8, or from a saved file. The answer { missing } names files to provide
  // before a second call. An error has changed nothing. The bytes must not change before the end. Answer: OpenOutcome.
  std::unique_ptr<TaskHandle> open(const Bytes& json_spec);
  std::unique_ptr<TaskHandle> load(const Bytes& file);

  int members() const { return shared_->team.members(); }  // threads that have started, with the caller's
  int liveHandles() const { return shared_->handles; }

 private:
  std::shared_ptr<SharedState> shared_;
};

}  // namespace harmonium
