// What the table of speed asks of our own code, in one program for this machine and for browsers: a trial is opened by
// a task, does its work as often as asked, and hands out what its work can be checked by. Peers in other languages
// answer the same requests (tests/bench/peers/answering.py):
//
//   {"do": "open", "task": {"trial": "cd1", ...}}     {"versions": "wasm-simd128"}
//   {"do": "run", "calls": 20}                        {"seconds": 0.08}
//   {"do": "parameters"}                              {"parameters": {"W": {"shape": [784, 500], "base64": ...}, ...}}
//
// Arrays are row-major float32.
#pragma once

#include "base/matrix.h"
#include "base/tensor.h"

#include <nlohmann/json.hpp>

#include <memory>
#include <string>
#include <vector>

namespace harmonium::bench {

using Json = nlohmann::json;

class Trial {
 public:
  virtual ~Trial() = default;
  virtual void run() = 0;  // once
  virtual std::vector<Tensor> results() { return {}; }
};

// Each file of trials makes one kind of them from its task.
std::unique_ptr<Trial> makeCd1(const Json& task);      // batches, W, b, c, rate, path: "model" or "dense"
std::unique_ptr<Trial> makeGan(const Json& task);      // batches, G, D (W and b of every layer), rateG, rateD, beta1
std::unique_ptr<Trial> makeProduct(const Json& task);  // a, b
std::unique_ptr<Trial> makePeak(const Json& task);     // its result says how many operations a run is
std::unique_ptr<Trial> makeElements(
    const Json& task);                             // kernel: "exp", "sigmoid", "bernoulli"; build: "simd", "scalar"
std::unique_ptr<Trial> makeAis(const Json& task);  // W, b, c, base, chains, temperatures

// Answers one request, as text.
std::string answer(const std::string& request);

double seconds();  // of a clock that only goes forward

struct Array {
  std::vector<std::size_t> shape;
  std::vector<float> values;
};
Array arrayOf(const Json& packed);
void copyInto(const Json& packed, std::span<float> values);  // which must be of that size

// Examples in batches of one size, taken in turn. [batches, batch, values] in the task.
class Batches {
 public:
  explicit Batches(const Json& packed);
  const Matrix& next();  // values x batch

 private:
  std::vector<Matrix> batches_;
  std::size_t next_ = 0;
};

}  // namespace harmonium::bench
