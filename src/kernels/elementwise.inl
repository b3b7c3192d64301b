// Kernels that work element by element: functions and their backward passes, scaled sums, sums over rows and the steps
// of the optimisers.

void exp(std::span<const float> x, std::span<float> y) {
  map(x, y, expOf);
}
void log(std::span<const float> x, std::span<float> y) {
  map(x, y, logOf);
}
void sigmoid(std::span<const float> x, std::span<float> y) {
  map(x, y, sigmoidOf);
}
void softplus(std::span<const float> x, std::span<float> y) {
  map(x, y, softplusOf);
}
void tanh(std::span<const float> x, std::span<float> y) {
  map(x, y, tanhOf);
}

void axpy(float alpha, std::span<const float> x, std::span<float> y) {
  HARMONIUM_ASSERT(x.size() == y.size());
  forEachVector(x.size(), [&](std::size_t at, std::size_t count) {
    float* to = y.data() + at;
    storeUpTo4(to, loadUpTo4(to, count) + splat(alpha) * loadUpTo4(x.data() + at, count), count);
  });
}

void scale(float alpha, std::span<float> x) {
  scaled(alpha, x, x);
}
void scaled(float alpha, std::span<const float> x, std::span<float> y) {
  map(x, y, [&](F32x4 value) { return splat(alpha) * value; });
}

// y[i] = f(x[i], y[i])
template <typename Function>
inline void mapOnto(std::span<const float> x, std::span<float> y, Function f) {
  HARMONIUM_ASSERT(x.size() == y.size());
  forEachVector(y.size(), [&](std::size_t at, std::size_t count) {
    float* to = y.data() + at;
    storeUpTo4(to, f(loadUpTo4(x.data() + at, count), loadUpTo4(to, count)), count);
  });
}

void multiply(std::span<const float> x, std::span<float> y) {
  mapOnto(x, y, [](F32x4 a, F32x4 b) { return b * a; });
}

void leakyRelu(float slope, std::span<const float> x, std::span<float> y) {
  map(x, y, [&](F32x4 value) { return select(less(splat(0), value), value, splat(slope) * value); });
}
void leakyReluBack(float slope, std::span<const float> y, std::span<float> d) {
  mapOnto(y, d, [&](F32x4 value, F32x4 along) { return select(less(splat(0), value), along, splat(slope) * along); });
}
void sigmoidBack(std::span<const float> y, std::span<float> d) {
  mapOnto(y, d, [](F32x4 value, F32x4 along) { return along * (value * (splat(1) - value)); });
}
void tanhBack(std::span<const float> y, std::span<float> d) {
  mapOnto(y, d, [](F32x4 value, F32x4 along) { return along * (splat(1) - value * value); });
}

// out[j] += sum over rows of flip ^ a[i, j] for 4 kVectors columns. Four vectors at once keep the adder busy, because a
// single chain of additions waits for its own last result.
template <std::size_t kVectors>
[[gnu::noinline]] void sumColumns(const float* a, std::size_t rows, std::size_t cols, U32x4 flip, float* out) {
  F32x4 total[kVectors];
  for (std::size_t v = 0; v < kVectors; ++v) total[v] = load(out + 4 * v);
  for (std::size_t i = 0; i < rows; ++i, a += cols) {
    for (std::size_t v = 0; v < kVectors; ++v) total[v] = total[v] + asFloats(asWords(load(a + 4 * v)) ^ flip);
  }
  for (std::size_t v = 0; v < kVectors; ++v) store(out + 4 * v, total[v]);
}

void sumRows(std::span<const float> a, std::size_t rows, std::size_t cols, Start start, Sign sign,
             std::span<float> out) {
  HARMONIUM_ASSERT(a.size() == rows * cols && out.size() == cols && start != Start::kBias);
  const U32x4 flip = splatWord(sign == Sign::kSubtract ? kSignBit : 0);
  if (start == Start::kZero) std::ranges::fill(out, 0.0f);
  if (rows == 0) return;
  std::size_t at = 0;
  for (; at + 16 <= cols; at += 16) sumColumns<4>(a.data() + at, rows, cols, flip, out.data() + at);
  for (; at + 4 <= cols; at += 4) sumColumns<1>(a.data() + at, rows, cols, flip, out.data() + at);
  if (at == cols) return;
  F32x4 total = loadUpTo4(out.data() + at, cols - at);
  for (std::size_t i = 0; i < rows; ++i) {
    total = total + asFloats(asWords(loadUpTo4(a.data() + i * cols + at, cols - at)) ^ flip);
  }
  storeUpTo4(out.data() + at, total, cols - at);
}

void addOuter(float alpha, std::span<const float> x, std::span<const float> y, std::span<float> a) {
  HARMONIUM_ASSERT(a.size() == x.size() * y.size());
  for (std::size_t i = 0; i < x.size(); ++i) axpy(alpha * x[i], y, a.subspan(i * y.size(), y.size()));
}

[[gnu::noinline]] inline void momentumRange(std::size_t size, float* w, float* velocity, const float* gradient,
                                            float gradient_scale, float rate, float momentum, float decay) {
  forEachVector(size, [&](std::size_t at, std::size_t count) {
    const F32x4 weight = loadUpTo4(w + at, count);
    const F32x4 direction = loadUpTo4(gradient + at, count) * splat(gradient_scale) - splat(decay) * weight;
    const F32x4 speed = splat(momentum) * loadUpTo4(velocity + at, count) + splat(rate) * direction;
    storeUpTo4(velocity + at, speed, count);
    storeUpTo4(w + at, weight + speed, count);
  });
}

void momentumStep(std::span<float> w, std::span<float> velocity, std::span<const float> gradient, float gradient_scale,
                  float rate, float momentum, float decay, Team* team) {
  HARMONIUM_ASSERT(w.size() == velocity.size() && w.size() == gradient.size());
  // A part of 16384 values takes several microseconds. Below six parts the time to start the team exceeds the gain.
  constexpr std::size_t kPart = 16384, kWorthSharing = 6 * kPart;
  const std::size_t size = w.size();
  shareOut(team, size >= kWorthSharing, (size + kPart - 1) / kPart, [&](std::size_t part) {
    const std::size_t at = part * kPart;
    momentumRange(std::min(kPart, size - at), w.data() + at, velocity.data() + at, gradient.data() + at, gradient_scale,
                  rate, momentum, decay);
  });
}

[[gnu::noinline]] inline void adamRange(std::size_t size, float* w, float* mean, float* square, const float* gradient,
                                        float gradient_scale, float beta1, float beta2, float rate, float epsilon) {
  const float rest1 = 1 - beta1, rest2 = 1 - beta2;  // rounded once to float, the same in every build
  forEachVector(size, [&](std::size_t at, std::size_t count) {
    const F32x4 g = loadUpTo4(gradient + at, count) * splat(gradient_scale);
    const F32x4 first = splat(beta1) * loadUpTo4(mean + at, count) + splat(rest1) * g;
    const F32x4 second = splat(beta2) * loadUpTo4(square + at, count) + splat(rest2) * (g * g);
    storeUpTo4(mean + at, first, count);
    storeUpTo4(square + at, second, count);
    const F32x4 step = (splat(rate) * first) / (sqrt(second) + splat(epsilon));
    storeUpTo4(w + at, loadUpTo4(w + at, count) + step, count);
  });
}

void adamStep(std::span<float> w, std::span<float> mean, std::span<float> square, std::span<const float> gradient,
              float gradient_scale, float beta1, float beta2, float rate, float epsilon, Team* team) {
  HARMONIUM_ASSERT(w.size() == mean.size() && w.size() == square.size() && w.size() == gradient.size());
  // Adam does more arithmetic per value than momentum, so sharing pays from fewer parts on.
  constexpr std::size_t kPart = 16384, kWorthSharing = 4 * kPart;
  const std::size_t size = w.size();
  shareOut(team, size >= kWorthSharing, (size + kPart - 1) / kPart, [&](std::size_t part) {
    const std::size_t at = part * kPart;
    adamRange(std::min(kPart, size - at), w.data() + at, mean.data() + at, square.data() + at, gradient.data() + at,
              gradient_scale, beta1, beta2, rate, epsilon);
  });
}
