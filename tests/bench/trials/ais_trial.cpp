// Annealed importance sampling, all temperatures in one call; the estimate of log Z is the result.
#include "measures/ais.h"
#include "models/layers/rbm_annealing.h"
#include "trial.h"

namespace harmonium::bench {

namespace {

class Walk final : public Trial {
 public:
  explicit Walk(const Json& task)
      : ladder_(annealingLadder(task.value("temperatures", std::size_t{1000}))), chains_(task.value("chains", 100u)) {
    const Array W = arrayOf(task["W"]);
    p_.W.resize(static_cast<Eigen::Index>(W.shape[0]), static_cast<Eigen::Index>(W.shape[1]));
    p_.b.resize(p_.W.rows());
    p_.c.resize(p_.W.cols());
    base_.resize(p_.W.rows());
    copyInto(task["W"], flat(p_.W));
    copyInto(task["b"], flat(p_.b));
    copyInto(task["c"], flat(p_.c));
    copyInto(task["base"], flat(base_));
  }

  void run() override {
    Ais ais(annealRbm(p_, RbmBase(base_)), ladder_, chains_, seed_++);
    while (!ais.done()) ais.advance();
    log_Z_ = static_cast<float>(ais.estimate().log_mean);
  }

  std::vector<Tensor> results() override { return {{"logZ", {1}, {&log_Z_, 1}}}; }

 private:
  RbmParameters p_;
  Vector base_;
  std::vector<double> ladder_;
  std::size_t chains_;
  std::uint64_t seed_ = 1;
  float log_Z_ = 0;
};

}  // namespace

std::unique_ptr<Trial> makeAis(const Json& task) {
  return std::make_unique<Walk>(task);
}

}  // namespace harmonium::bench
