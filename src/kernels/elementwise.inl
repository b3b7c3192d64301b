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

void adamStep(std::span<float> w, std::span<float> mean, std::span<float> square, std::span<const float> gradient,
              float gradient_scale, float beta1, float beta2, float rate, float epsilon) {
  HARMONIUM_ASSERT(w.size() == mean.size() && w.size() == square.size() && w.size() == gradient.size());
  const float rest1 = 1 - beta1, rest2 = 1 - beta2;
  forEachVector(w.size(), [&](std::size_t at, std::size_t count) {
    const F32x4 g = loadUpTo4(gradient.data() + at, count) * splat(gradient_scale);
    const F32x4 first = splat(beta1) * loadUpTo4(mean.data() + at, count) + splat(rest1) * g;
    const F32x4 second = splat(beta2) * loadUpTo4(square.data() + at, count) + splat(rest2) * (g * g);
    storeUpTo4(mean.data() + at, first, count);
    storeUpTo4(square.data() + at, second, count);
    const F32x4 step = (splat(rate) * first) / (sqrt(second) + splat(epsilon));
    storeUpTo4(w.data() + at, loadUpTo4(w.data() + at, count) + step, count);
  });
}
