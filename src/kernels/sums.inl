// Sums over arrays in double. Four lanes are added at the end, in the order that contract.inl states.

double sum(std::span<const float> x) {
  return accumulate(x.size(),
                    [&](std::size_t at, std::size_t count) { return widen(loadUpTo4(x.data() + at, count)); });
}

double dot(std::span<const float> x, std::span<const float> y) {
  HARMONIUM_ASSERT(x.size() == y.size());
  return accumulate(x.size(), [&](std::size_t at, std::size_t count) {
    return widen(loadUpTo4(x.data() + at, count)) * widen(loadUpTo4(y.data() + at, count));
  });
}

double squaredDistance(std::span<const float> x, std::span<const float> y) {
  HARMONIUM_ASSERT(x.size() == y.size());
  return accumulate(x.size(), [&](std::size_t at, std::size_t count) {
    const F64x4 difference = widen(loadUpTo4(x.data() + at, count)) - widen(loadUpTo4(y.data() + at, count));
    return difference * difference;
  });
}

double sumSoftplus(std::span<const float> x) {
  return accumulate(x.size(), [&](std::size_t at, std::size_t count) {
    // firstLanes() clears the missing lanes, because softplus 0 is log 2 and would count.
    return widen(firstLanes(softplusOf(loadUpTo4(x.data() + at, count)), count));
  });
}

float logSumExp(std::span<const float> x) {
  // The largest value is taken out first, so that no exponential overflows and at least one of them is 1.
  float largest = -kInfinity;
  for (const float value : x) {
    if (value != value) return value;
    if (value > largest) largest = value;
  }
  if (largest == kInfinity || largest == -kInfinity) return largest;
  const double total = accumulate(x.size(), [&](std::size_t at, std::size_t count) {
    return widen(firstLanes(expOf(loadUpTo4(x.data() + at, count) - splat(largest)), count));
  });
  float lanes[4];
  store(lanes, logOf(splat(static_cast<float>(total))));
  return largest + lanes[0];
}
