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

bool allWithin(std::span<const float> x, float low, float high) {
  const F32x4 least = splat(low), most = splat(high);
  const auto within = [&](std::size_t at) {
    const F32x4 value = load(x.data() + at);
    return lessEqual(least, value) & lessEqual(value, most);
  };
  U32x4 all = splatWord(~0u);
  std::size_t at = 0;
  for (; at + 16 <= x.size(); at += 16) all = all & within(at) & within(at + 4) & (within(at + 8) & within(at + 12));
  for (; at + 4 <= x.size(); at += 4) all = all & within(at);
  bool rest = true;
  for (; at < x.size(); ++at) rest = rest && x[at] >= low && x[at] <= high;
  return rest && highBits(all) == 0xfu;
}
