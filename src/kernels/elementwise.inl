// Element by element: functions, scaled sums, the optimiser's step.

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
  map(x, x, [&](F32x4 value) { return splat(alpha) * value; });
}

void sumRows(std::span<const float> a, std::size_t rows, std::size_t cols, Start start, Sign sign,
             std::span<float> out) {
  HARMONIUM_ASSERT(a.size() == rows * cols && out.size() == cols && start != Start::kBias);
  const U32x4 flip = splatWord(sign == Sign::kSubtract ? kSignBit : 0);
  forEachVector(cols, [&](std::size_t at, std::size_t count) {
    F32x4 total = start == Start::kKeep ? loadUpTo4(out.data() + at, count) : splat(0);
    for (std::size_t i = 0; i < rows; ++i) {
      total = total + asFloats(asWords(loadUpTo4(a.data() + i * cols + at, count)) ^ flip);
    }
    storeUpTo4(out.data() + at, total, count);
  });
}

void addOuter(float alpha, std::span<const float> x, std::span<const float> y, std::span<float> a) {
  HARMONIUM_ASSERT(a.size() == x.size() * y.size());
  for (std::size_t i = 0; i < x.size(); ++i) axpy(alpha * x[i], y, a.subspan(i * y.size(), y.size()));
}

void momentumStep(std::span<float> w, std::span<float> velocity, std::span<const float> gradient, float gradient_scale,
                  float rate, float momentum, float decay) {
  HARMONIUM_ASSERT(w.size() == velocity.size() && w.size() == gradient.size());
  forEachVector(w.size(), [&](std::size_t at, std::size_t count) {
    const F32x4 weight = loadUpTo4(w.data() + at, count);
    const F32x4 direction = loadUpTo4(gradient.data() + at, count) * splat(gradient_scale) - splat(decay) * weight;
    const F32x4 speed = splat(momentum) * loadUpTo4(velocity.data() + at, count) + splat(rate) * direction;
    storeUpTo4(velocity.data() + at, speed, count);
    storeUpTo4(w.data() + at, weight + speed, count);
  });
}
