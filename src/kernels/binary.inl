// Binary products by tables ("Four Russians": Arlazarov, Dinic, Kronrod, Faradzhev 1970). For four rows of B there are
// only sixteen possible sums, one for each pattern of four bits; they are written down once and then looked up for
// every row of A. C is worked off in strips of up to 32 columns and 32 bits of A at a time, so the eight tables in use
// are 16 KB.
//
// Where few bits are on, their rows are added one by one instead, in the same order and so with the same result.

inline constexpr std::size_t kWordBits = 32, kPatterns = 16;

// kVectors vectors side by side: a strip of a row of C.
template <std::size_t kVectors>
struct Strip {
  static constexpr std::size_t kColumns = 4 * kVectors;
  F32x4 vector[kVectors];
};
template <std::size_t kVectors>
inline Strip<kVectors> loadStrip(const float* from) {
  Strip<kVectors> strip;
  for (std::size_t v = 0; v < kVectors; ++v) strip.vector[v] = load(from + 4 * v);
  return strip;
}
template <std::size_t kVectors>
inline void storeStrip(float* to, const Strip<kVectors>& strip) {
  for (std::size_t v = 0; v < kVectors; ++v) store(to + 4 * v, strip.vector[v]);
}
template <std::size_t kVectors>
inline Strip<kVectors> zeroStrip() {
  Strip<kVectors> strip;
  for (std::size_t v = 0; v < kVectors; ++v) strip.vector[v] = splat(0);
  return strip;
}
template <std::size_t kVectors>
inline Strip<kVectors> operator+(const Strip<kVectors>& a, const Strip<kVectors>& b) {
  Strip<kVectors> sum;
  for (std::size_t v = 0; v < kVectors; ++v) sum.vector[v] = a.vector[v] + b.vector[v];
  return sum;
}

// table[g][pattern] for `groups` groups of four of the rows: the rows that are on in the pattern, added in order to +0.
template <std::size_t kVectors>
[[gnu::noinline]] void writeTables(ConstRows rows, std::size_t groups, float* table) {
  constexpr std::size_t kColumns = Strip<kVectors>::kColumns;
  for (std::size_t g = 0; g < groups; ++g, table += kPatterns * kColumns) {
    const float* row = rows.data + 4 * g * rows.stride;
    for (std::size_t v = 0; v < kVectors; ++v) {
      F32x4 sum[kPatterns / 2] = {splat(0)};
      const auto addRow = [&](std::size_t bit) {
        const F32x4 values = load(row + bit * rows.stride + 4 * v);
        const std::size_t patterns = std::size_t{1} << bit;
        for (std::size_t pattern = 0; pattern < patterns; ++pattern) {
          const F32x4 with_row = sum[pattern] + values;
          store(table + (patterns + pattern) * kColumns + 4 * v, with_row);
          if (bit < 3) sum[patterns + pattern] = with_row;
        }
      };
      store(table + 4 * v, sum[0]);
      addRow(0);
      addRow(1);
      addRow(2);
      addRow(3);
    }
  }
}

// C[m, strip] = start + the table entries that the first kBytes bytes of a word of each row of A name.
template <std::size_t kVectors, std::size_t kBytes>
[[gnu::noinline]] void addTables(const std::uint32_t* words_of_a, std::size_t a_stride, std::size_t m,
                                 const float* table, ConstRows start, float* c, std::size_t c_stride) {
  constexpr std::size_t kColumns = Strip<kVectors>::kColumns;
  constexpr std::size_t kTable = kPatterns * kColumns;
  for (std::size_t i = 0; i < m; ++i) {
    const std::uint32_t word = words_of_a[i * a_stride];
    const float* entry[2 * kBytes];
    for (std::size_t g = 0; g < 2 * kBytes; ++g) entry[g] = table + g * kTable + (word >> (4 * g) & 15) * kColumns;
    const float* from = start.data + i * start.stride;
    float* to = c + i * c_stride;
    // Each vector is stored before the next is begun: else the compiler gathers up all loads and runs out of registers.
    for (std::size_t v = 0; v < kVectors; ++v) {
      F32x4 total = load(from + 4 * v);
      for (std::size_t g = 0; g < 2 * kBytes; g += 2) {
        total = total + (load(entry[g] + 4 * v) + load(entry[g + 1] + 4 * v));
      }
      store(to + 4 * v, total);
    }
  }
}

// Whether adding the rows that are on is less work than tables. In time for one row of B: the tables of a group of four
// cost about 5.4 to write, looking them up 0.3 for each row of A (measured in Node on x86 at 784 x 500).
inline bool fewAreOn(const Bits& a) {
  std::size_t on = 0;
  for (const std::uint32_t word : a.words) on += static_cast<std::size_t>(std::popcount(word));
  const std::size_t groups = (a.length + 3) / 4;
  return 10 * on < groups * (54 + 3 * a.rows);
}

// The rows that are on in four bits, added in order to +0.
template <std::size_t kVectors>
inline Strip<kVectors> sumOfRows(std::uint32_t pattern, ConstRows rows) {
  Strip<kVectors> sum = zeroStrip<kVectors>();
  for (; pattern != 0; pattern &= pattern - 1) {
    const std::size_t row = static_cast<std::size_t>(std::countr_zero(pattern));
    sum = sum + loadStrip<kVectors>(rows.data + row * rows.stride);
  }
  return sum;
}

// What the tables would give, bit for bit, added row by row.
template <std::size_t kVectors>
[[gnu::noinline]] void addRows(const std::uint32_t* words_of_a, std::size_t a_stride, std::size_t m, ConstRows rows,
                               ConstRows start, float* c, std::size_t c_stride) {
  for (std::size_t i = 0; i < m; ++i) {
    // Adding +0 turns a start of -0 into +0, as the first table entry does; after it an empty byte changes nothing.
    Strip<kVectors> total = loadStrip<kVectors>(start.data + i * start.stride) + zeroStrip<kVectors>();
    std::uint32_t word = words_of_a[i * a_stride];
    for (const float* base = rows.data; word != 0; word >>= 8, base += 8 * rows.stride) {
      if ((word & 255) == 0) continue;
      total = total + (sumOfRows<kVectors>(word & 15, {base, rows.stride}) +
                       sumOfRows<kVectors>(word >> 4 & 15, {base + 4 * rows.stride, rows.stride}));
    }
    storeStrip(c + i * c_stride, total);
  }
}

// B's rows k0 .. k0 + depth, columns j .. j + columns, with zeros up to 32 rows and whole vectors.
template <bool kTransposedB, std::size_t kVectors>
inline void copyRows(std::span<const float> b, std::size_t k, std::size_t n, std::size_t k0, std::size_t depth,
                     std::size_t j, std::size_t columns, float* to) {
  constexpr std::size_t kColumns = Strip<kVectors>::kColumns;
  for (std::size_t at = 0; at < kWordBits; at += 4) {
    const std::size_t count = at < depth ? std::min<std::size_t>(4, depth - at) : 0;
    for (std::size_t v = 0; v < kColumns; v += 4) {
      F32x4 row[4] = {splat(0), splat(0), splat(0), splat(0)};
      if constexpr (kTransposedB) {
        for (std::size_t l = 0; l < 4 && v + l < columns && count > 0; ++l) {
          row[l] = loadUpTo4(b.data() + (j + v + l) * k + k0 + at, count);
        }
        transpose(row[0], row[1], row[2], row[3]);
      } else {
        for (std::size_t l = 0; l < count && v < columns; ++l) {
          row[l] = loadUpTo4(b.data() + (k0 + at + l) * n + j + v, columns - v);
        }
      }
      for (std::size_t l = 0; l < 4; ++l) store(to + (at + l) * kColumns + v, row[l]);
    }
  }
}

// How many bytes of a word are looked up where `depth` bits of it are there.
inline std::size_t tableBytes(std::size_t depth) {
  return depth <= 8 ? 1 : depth <= 16 ? 2 : 4;
}

// Adds one word of every row of A, `depth` bits of it, into a strip of C: from the tables, or from the rows of B where
// there are no tables.
template <std::size_t kVectors>
inline void addWord(const std::uint32_t* words_of_a, std::size_t a_stride, std::size_t m, std::size_t depth,
                    ConstRows rows, const float* table, ConstRows start, float* c, std::size_t c_stride) {
  if (table == nullptr) return addRows<kVectors>(words_of_a, a_stride, m, rows, start, c, c_stride);
  switch (tableBytes(depth)) {
    case 1:
      return addTables<kVectors, 1>(words_of_a, a_stride, m, table, start, c, c_stride);
    case 2:
      return addTables<kVectors, 2>(words_of_a, a_stride, m, table, start, c, c_stride);
    default:
      return addTables<kVectors, 4>(words_of_a, a_stride, m, table, start, c, c_stride);
  }
}

// C's columns j .. j + columns, at most kVectors vectors; fewer than that many columns go through a buffer.
template <bool kTransposedB, std::size_t kVectors>
void binaryStrip(const Bits& a, bool by_rows, std::span<const float> b, std::size_t n, std::size_t j,
                 std::size_t columns, Start start, std::span<const float> bias, std::span<float> c) {
  constexpr std::size_t kColumns = Strip<kVectors>::kColumns, kEdgeRows = 64;
  const std::size_t k = a.length, a_stride = a.wordsPerRow();
  float tables[8 * kPatterns * kColumns];
  const float* const table = by_rows ? nullptr : tables;
  float copied[kWordBits * kColumns];
  for (std::size_t k0 = 0; k0 < k; k0 += kWordBits) {
    const std::size_t depth = std::min(kWordBits, k - k0);
    ConstRows rows = {b.data() + k0 * n + j, n};
    if (kTransposedB || depth < kWordBits || columns < kColumns) {
      copyRows<kTransposedB, kVectors>(b, k, n, k0, depth, j, columns, copied);
      rows = {copied, kColumns};
    }
    if (!by_rows) writeTables<kVectors>(rows, 2 * tableBytes(depth), tables);
    const std::uint32_t* words_of_a = a.words.data() + k0 / kWordBits;
    const Start from = k0 == 0 ? start : Start::kKeep;
    if (columns == kColumns) {
      addWord<kVectors>(words_of_a, a_stride, a.rows, depth, rows, table, startOf(from, bias, c, n, 0, j), c.data() + j,
                        n);
      continue;
    }
    for (std::size_t i = 0; i < a.rows; i += kEdgeRows) {
      const std::size_t m = std::min(kEdgeRows, a.rows - i);
      float edge[kEdgeRows * kColumns] = {};
      copyBlock(startOf(from, bias, c, n, i, j), m, columns, edge, kColumns);
      addWord<kVectors>(words_of_a + i * a_stride, a_stride, m, depth, rows, table, {edge, kColumns}, edge, kColumns);
      copyBlock({edge, kColumns}, m, columns, c.data() + i * n + j, n);
    }
  }
}

template <bool kTransposedB>
void anyBinaryProduct(const Bits& a, std::span<const float> b, std::size_t n, Start start, std::span<const float> bias,
                      std::span<float> c) {
  checkProduct(a.rows * a.length, b.size(), a.rows, a.length, n, start, bias, c);
  if (a.length == 0) {  // nothing to add, but C still gets its start
    for (std::size_t j = 0; j < n; j += kTileColumns) {
      copyBlock(startOf(start, bias, c, n, 0, j), a.rows, std::min(kTileColumns, n - j), c.data() + j, n);
    }
    return;
  }
  const bool by_rows = fewAreOn(a);
  std::size_t j = 0;
  for (; j + 32 <= n; j += 32) binaryStrip<kTransposedB, 8>(a, by_rows, b, n, j, 32, start, bias, c);
  if (j + 16 <= n) {
    binaryStrip<kTransposedB, 4>(a, by_rows, b, n, j, 16, start, bias, c);
    j += 16;
  }
  for (; j < n; j += 4)
    binaryStrip<kTransposedB, 1>(a, by_rows, b, n, j, std::min<std::size_t>(4, n - j), start, bias, c);
}

void binaryProduct(const Bits& a, std::span<const float> b, std::size_t n, Start start, std::span<const float> bias,
                   std::span<float> c) {
  anyBinaryProduct<false>(a, b, n, start, bias, c);
}

void binaryProductTransposedB(const Bits& a, std::span<const float> b, std::size_t n, Start start,
                              std::span<const float> bias, std::span<float> c) {
  anyBinaryProduct<true>(a, b, n, start, bias, c);
}
