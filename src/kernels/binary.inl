// Binary products. C is computed in strips of up to 16 columns. Each strip takes several passes over the bytes of A
// (binary_steps.inl). A pass uses tables of four rows of B (binary_tables.inl) or adds rows of B one by one
// (binary_rows.inl), whichever is less work. A member of a team takes two strips at a time.

// The arguments of one product.
struct BinaryProduct {
  const Bits& a;
  const Steps& steps;
  std::span<const float> b;
  std::size_t n;
  Start start;
  std::span<const float> bias;
  std::span<float> c;
};

// Copies the eight rows of B that belong to byte `byte` of A, columns j .. j + columns - 1. Rows beyond the end of B
// and columns beyond `columns` become 0, so that the copy has 8 rows of kVectors vectors.
template <bool kTransposedB, std::size_t kVectors>
[[gnu::noinline]] void copyRows(const BinaryProduct& x, std::size_t byte, std::size_t j, std::size_t columns,
                                float* to) {
  constexpr std::size_t kColumns = 4 * kVectors;
  const std::size_t k = x.a.length;
  for (std::size_t k0 = 8 * byte; k0 < 8 * byte + 8; k0 += 4, to += 4 * kColumns) {
    const std::size_t count = k0 < k ? std::min<std::size_t>(4, k - k0) : 0;
    for (std::size_t v = 0; v < kColumns; v += 4) {
      F32x4 row[4] = {splat(0), splat(0), splat(0), splat(0)};
      if constexpr (kTransposedB) {
        for (std::size_t l = 0; l < 4 && v + l < columns && count > 0; ++l) {
          row[l] = loadUpTo4(x.b.data() + (j + v + l) * k + k0, count);
        }
        transpose(row[0], row[1], row[2], row[3]);
      } else {
        for (std::size_t l = 0; l < count && v < columns; ++l) {
          row[l] = loadUpTo4(x.b.data() + (k0 + l) * x.n + j + v, columns - v);
        }
      }
      for (std::size_t l = 0; l < 4; ++l) store(to + l * kColumns + v, row[l]);
    }
  }
}

// Computes columns j .. j + columns - 1 of C, at most kVectors vectors wide. A strip with fewer columns than its
// vectors hold goes through a buffer, because whole vectors would write into the next row.
template <bool kTransposedB, std::size_t kVectors>
void binaryStrip(const BinaryProduct& x, std::size_t j, std::size_t columns) {
  constexpr std::size_t kColumns = 4 * kVectors, kEdgeRows = 64;
  float tables[kPassBytes * 2 * kPatterns * kColumns], copied[kPassBytes * 8 * kColumns];
  const Steps& steps = x.steps;
  const std::size_t m = x.a.rows, n = x.n, whole_bytes = x.a.length / 8;
  const bool in_place = !kTransposedB && columns == kColumns;
  const std::uint32_t* at = steps.words;
  for (std::size_t pass = 0; pass < steps.passes; ++pass) {
    const std::uint32_t* const used = steps.used + pass * steps.bytes_per_pass;
    const std::size_t bytes = steps.passBytes(pass);
    // A table reads all eight rows of a byte, and the last byte of A may have fewer; its rows are copied and padded.
    // Adding rows needs no padding, because it reads only rows whose bit is set.
    const bool begun_byte = bytes > 0 && used[bytes - 1] >= whole_bytes;
    const std::size_t whole = !in_place ? 0 : begun_byte && !steps.by_rows ? bytes - 1 : bytes;
    for (std::size_t i = whole; i < bytes; ++i) {
      copyRows<kTransposedB, kVectors>(x, used[i], j, columns, copied + i * 8 * kColumns);
    }
    const ConstRows rows = {x.b.data() + j, n};
    if (!steps.by_rows) {
      writeTables<kVectors>(rows, used, whole, tables);
      writeTables<kVectors>({copied + whole * 8 * kColumns, kColumns}, nullptr, bytes - whole,
                            tables + whole * 2 * kPatterns * kColumns);
    }
    const auto add = [&](std::size_t count, ConstRows start, float* to, std::size_t to_stride) {
      if (!steps.by_rows) {
        at = addTables<kVectors>(at, count, tables, start, to, to_stride);
      } else if (in_place) {
        at = addRows<kVectors>(at, count, used, rows, start, to, to_stride);
      } else {
        at = addRows<kVectors>(at, count, nullptr, {copied, kColumns}, start, to, to_stride);
      }
    };
    const Start from = pass == 0 ? x.start : Start::kKeep;
    if (columns == kColumns) {
      add(m, startOf(from, x.bias, x.c, n, 0, j), x.c.data() + j, n);
      continue;
    }
    for (std::size_t i = 0; i < m; i += kEdgeRows) {
      const std::size_t count = std::min(kEdgeRows, m - i);
      float edge[kEdgeRows * kColumns] = {};
      copyBlock(startOf(from, x.bias, x.c, n, i, j), count, columns, edge, kColumns);
      add(count, {edge, kColumns}, edge, kColumns);
      copyBlock({edge, kColumns}, count, columns, x.c.data() + i * n + j, n);
    }
  }
}

template <bool kTransposedB>
void anyBinaryProduct(const Bits& a, std::span<const float> b, std::size_t n, Start start, std::span<const float> bias,
                      std::span<float> c, Team* team, Cut cut) {
  const std::size_t last = std::min(n, cut.end);
  checkProduct(a.rows * a.length, b.size(), a.rows, a.length, n, start, bias, c);
  if (a.length == 0) {  // nothing to add, but C still gets its start
    for (std::size_t j = cut.begin; j < last; j += kTileColumns) {
      copyBlock(startOf(start, bias, c, n, 0, j), a.rows, std::min(kTileColumns, last - j), c.data() + j, n);
    }
    return;
  }
  if (cut.begin >= last) return;
  constexpr std::size_t kStrip = 16, kPart = 2 * kStrip;
  static_assert(kCut % kPart == 0);
  // The unit is vectors loaded and stored, each about one cycle. Work below about 30 microseconds is not worth sharing.
  constexpr std::size_t kWorthSharing = 100'000;
  Occupancy on;
  const Steps steps = stepsOf(a, on);
  const BinaryProduct x = {a, steps, b, n, start, bias, c};
  const bool worth = std::uint64_t{2 * on.bytes + 2 * kPatterns * on.used} * n / 4 >= kWorthSharing;
  shareOut(team, worth, (last - cut.begin + kPart - 1) / kPart, [&](std::size_t part) {
    const std::size_t first = cut.begin + part * kPart, end = std::min(last, first + kPart);
    for (std::size_t j = first; j < end; j += kStrip) {
      const std::size_t columns = std::min(kStrip, end - j);
      if (columns > 8) {
        binaryStrip<kTransposedB, 4>(x, j, columns);
      } else if (columns > 4) {
        binaryStrip<kTransposedB, 2>(x, j, columns);
      } else {
        binaryStrip<kTransposedB, 1>(x, j, columns);
      }
    }
  });
}

void binaryProduct(const Bits& a, std::span<const float> b, std::size_t n, Start start, std::span<const float> bias,
                   std::span<float> c, Team* team, Cut cut) {
  anyBinaryProduct<false>(a, b, n, start, bias, c, team, cut);
}

void binaryProductTransposedB(const Bits& a, std::span<const float> b, std::size_t n, Start start,
                              std::span<const float> bias, std::span<float> c, Team* team, Cut cut) {
  anyBinaryProduct<true>(a, b, n, start, bias, c, team, cut);
}
