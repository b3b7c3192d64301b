// Binary products by tables (the "Four Russians" method: Arlazarov, Dinic, Kronrod, Faradzhev 1970). Four rows of B
// have only sixteen possible sums, one for each pattern of four bits. They are computed once and then looked up for
// every row of A. The tables of a pass over a strip of 16 columns take 50 KB, which the second-level cache holds and
// the first nearly does.

// Writes table[byte][half][pattern] for `count` bytes. An entry is +0 plus, in order, the rows whose bits are set in
// the pattern. The eight rows of byte i begin at row 8 used[i], or at row 8 i where `used` is null.
template <std::size_t kVectors>
[[gnu::noinline]] void writeTables(ConstRows rows, const std::uint32_t* used, std::size_t count, float* table) {
  constexpr std::size_t kColumns = 4 * kVectors;
  for (std::size_t half = 0; half < 2 * count; ++half, table += kPatterns * kColumns) {
    const std::size_t byte = used != nullptr ? used[half / 2] : half / 2;
    const float* const first = rows.data + (8 * byte + 4 * (half % 2)) * rows.stride;
    for (std::size_t v = 0; v < kColumns; v += 4) {
      const float* const from = first + v;
      float* const to = table + v;
      const F32x4 zero = splat(0);
      const F32x4 row1 = load(from + rows.stride), row2 = load(from + 2 * rows.stride);
      const F32x4 row3 = load(from + 3 * rows.stride);
      // An entry with several rows reuses the entry without its last row, which keeps the stated order of additions.
      F32x4 sum[kPatterns / 2];
      sum[0] = zero;
      sum[1] = zero + load(from);
      sum[2] = zero + row1;
      sum[3] = sum[1] + row1;
      for (std::size_t pattern = 0; pattern < 4; ++pattern) sum[4 + pattern] = sum[pattern] + row2;
      for (std::size_t pattern = 0; pattern < 8; ++pattern) store(to + pattern * kColumns, sum[pattern]);
      for (std::size_t pattern = 0; pattern < 8; ++pattern) store(to + (8 + pattern) * kColumns, sum[pattern] + row3);
    }
  }
}

// C[m, strip] = start + the table entries that the steps of each row name. The sums stay in registers along a row. Four
// vectors of sums and the looked-up entries fit the sixteen registers of x86; eight vectors would not. Returns the
// steps after those of the m rows.
template <std::size_t kVectors>
[[gnu::noinline]] const std::uint32_t* addTables(const std::uint32_t* steps, std::size_t m, const float* table,
                                                 ConstRows start, float* c, std::size_t c_stride) {
  constexpr std::size_t kColumns = 4 * kVectors;
  for (std::size_t i = 0; i < m; ++i) {
    F32x4 total[kVectors];
    // Adding +0 turns a start of -0 into +0. The contract adds the sum of every byte, also of a byte that is 0 and is
    // skipped here, and that sum is +0.
    for (std::size_t v = 0; v < kVectors; ++v) total[v] = load(start.data + i * start.stride + 4 * v) + splat(0);
    const std::uint32_t* const end = steps + 1 + *steps;
    for (++steps; steps != end; ++steps) {
      const float* const low = table + (*steps & 0xffff) * kColumns;
      const float* const high = table + (*steps >> 16) * kColumns;
      for (std::size_t v = 0; v < kVectors; ++v) total[v] = total[v] + (load(low + 4 * v) + load(high + 4 * v));
    }
    for (std::size_t v = 0; v < kVectors; ++v) store(c + i * c_stride + 4 * v, total[v]);
  }
  return steps;
}
