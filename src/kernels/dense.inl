// Dense products. Eight columns of B are packed in a panel. A tile of outputs stays in registers while the loop over k
// goes down the panel. A tile of 4 x 8 outputs suits the 16 vector registers of x86: 8 sums, 2 vectors of B, one value
// of A and one product. A tile of 6 x 8 suits the 32 registers of Arm (fittingTile() in kernels.h). Every output is one
// chain over k, so all tiles give the same bits. The panel takes 16 KB of stack; it needs no allocation and stays in
// the first-level cache.

inline constexpr std::size_t kTileColumns = 8, kPanelDepth = 512;

// A matrix A with any even spacing in memory: element (row, k) is data[row * row_step + k * k_step].
struct Operand {
  const float* data;
  std::size_t row_step, k_step;

  const float* at(std::size_t row, std::size_t k) const { return data + row * row_step + k * k_step; }
};

// Where a tile reads its eight columns of B: row k is at data + k * step. A tile that packs reads B itself and writes
// the panel for the tiles after it.
struct Columns {
  const float* data;
  std::size_t step;
  U32x4 flip;    // the sign bit where the product is subtracted, else 0; applied while packing
  float* panel;  // null where the tile does not pack
};

// C[tiles kRows, 8] = start + A[tiles kRows, depth] B[depth, 8], one tile after the other. The function is not inlined,
// because a browser optimises a wasm function only when it is called repeatedly. It has one pointer per row of A, and
// its loop over k is not unrolled, because the browser's compiler would run out of registers.
template <std::size_t kRows, bool kPacks>
[[gnu::noinline]] void multiplyTiles(Operand a, const Columns& columns, std::size_t depth, std::size_t tiles,
                                     ConstRows start, float* c, std::size_t c_stride) {
  for (; tiles > 0; --tiles) {
    F32x4 sum[kRows][2];
    const float* a_row[kRows];
    for (std::size_t r = 0; r < kRows; ++r) {
      sum[r][0] = load(start.data + r * start.stride);
      sum[r][1] = load(start.data + r * start.stride + 4);
      a_row[r] = a.data + r * a.row_step;
    }
    const float* b = columns.data;
    [[maybe_unused]] float* panel = columns.panel;
    for (std::size_t k = 0; k < depth; ++k) {
      F32x4 b0 = load(b), b1 = load(b + 4);
      b += columns.step;
      if constexpr (kPacks) {
        b0 = asFloats(asWords(b0) ^ columns.flip);
        b1 = asFloats(asWords(b1) ^ columns.flip);
        store(panel, b0);
        store(panel + 4, b1);
        panel += kTileColumns;
      }
      for (std::size_t r = 0; r < kRows; ++r) {
        const F32x4 value = loadSplat(a_row[r]);
        a_row[r] += a.k_step;
        sum[r][0] = sum[r][0] + value * b0;
        sum[r][1] = sum[r][1] + value * b1;
      }
    }
    for (std::size_t r = 0; r < kRows; ++r) {
      store(c + r * c_stride, sum[r][0]);
      store(c + r * c_stride + 4, sum[r][1]);
    }
    a.data += kRows * a.row_step;
    start.data += kRows * start.stride;
    c += kRows * c_stride;
  }
}

using TileFunction = void (*)(Operand, const Columns&, std::size_t, std::size_t, ConstRows, float*, std::size_t);

// A tile function and its number of rows. tileFor() returns the largest tile of at most `rows` rows.
struct TileOf {
  std::size_t rows;
  TileFunction multiply;
};
inline TileOf tileFor(Tile tile, std::size_t rows) {
  if (tile == Tile::k6x8 && rows >= 6) return {6, multiplyTiles<6, false>};
  if (rows >= 4) return {4, multiplyTiles<4, false>};
  if (rows >= 2) return {2, multiplyTiles<2, false>};
  return {1, multiplyTiles<1, false>};
}

// C[rows, 4 kVectors] = start + A[rows, depth] B[depth, 4 kVectors], with B read in place. This is faster where A or B
// has few rows, because the work of packing a panel would hardly be reused.
template <std::size_t kVectors>
[[gnu::noinline]] void multiplyRows(const Operand& a, std::size_t rows, const float* b, std::size_t n,
                                    std::size_t depth, U32x4 flip, ConstRows start, float* c, std::size_t c_stride) {
  for (std::size_t i = 0; i < rows; ++i) {
    F32x4 sum[kVectors];
    for (std::size_t v = 0; v < kVectors; ++v) sum[v] = load(start.data + i * start.stride + 4 * v);
    const float *a_row = a.at(i, 0), *b_row = b;
    for (std::size_t k = 0; k < depth; ++k) {
      const F32x4 value = asFloats(asWords(loadSplat(a_row)) ^ flip);
      for (std::size_t v = 0; v < kVectors; ++v) sum[v] = sum[v] + value * load(b_row + 4 * v);
      a_row += a.k_step;
      b_row += n;
    }
    for (std::size_t v = 0; v < kVectors; ++v) store(c + i * c_stride + 4 * v, sum[v]);
  }
}

// sums[16] += A[16, depth] b[depth]: sixteen outputs of one column at once, for a B with too few columns for a panel.
// Where the rows of A are contiguous, blocks of four by four values are transposed, so that a vector holds four rows.
inline constexpr std::size_t kColumnRows = 16;
template <bool kTransposedA>
[[gnu::noinline]] void multiplyColumn(const Operand& a, std::size_t depth, const float* b, std::size_t b_step,
                                      U32x4 flip, float* sums) {
  F32x4 sum[4];
  for (std::size_t g = 0; g < 4; ++g) sum[g] = load(sums + 4 * g);
  const auto factorOf = [&](std::size_t k) { return asFloats(asWords(loadSplat(b + k * b_step)) ^ flip); };
  std::size_t k = 0;
  if constexpr (!kTransposedA) {
    for (; k + 4 <= depth; k += 4) {
      const F32x4 factor[4] = {factorOf(k), factorOf(k + 1), factorOf(k + 2), factorOf(k + 3)};
      for (std::size_t g = 0; g < 4; ++g) {
        F32x4 column[4];
        for (std::size_t l = 0; l < 4; ++l) column[l] = load(a.at(4 * g + l, k));
        transpose(column[0], column[1], column[2], column[3]);
        for (std::size_t l = 0; l < 4; ++l) sum[g] = sum[g] + column[l] * factor[l];
      }
    }
  }
  for (; k < depth; ++k) {
    const F32x4 factor = factorOf(k);
    for (std::size_t g = 0; g < 4; ++g) {
      float values[4];
      for (std::size_t l = 0; l < 4; ++l) values[l] = *a.at(4 * g + l, k);
      sum[g] = sum[g] + (kTransposedA ? load(a.at(4 * g, k)) : load(values)) * factor;
    }
  }
  for (std::size_t g = 0; g < 4; ++g) store(sums + 4 * g, sum[g]);
}

// panel[depth, 8] = flip ^ B[k0 .. k0 + depth - 1, j .. j + columns - 1] for B [k, n]. Missing columns become 0.
inline void packPanel(std::span<const float> b, std::size_t n, std::size_t k0, std::size_t depth, std::size_t j,
                      std::size_t columns, U32x4 flip, float* panel) {
  const float* row = b.data() + k0 * n + j;
  if (columns == kTileColumns) {
    for (std::size_t k = 0; k < depth; ++k, panel += kTileColumns, row += n) {
      store(panel, asFloats(asWords(load(row)) ^ flip));
      store(panel + 4, asFloats(asWords(load(row + 4)) ^ flip));
    }
    return;
  }
  for (std::size_t k = 0; k < depth; ++k, panel += kTileColumns, row += n) {
    store(panel, asFloats(asWords(loadUpTo4(row, columns)) ^ flip));
    store(panel + 4, columns > 4 ? asFloats(asWords(loadUpTo4(row + 4, columns - 4)) ^ flip) : splat(0));
  }
}

// The same for B', where B is [n, k].
inline void packPanelTransposed(std::span<const float> b, std::size_t k_all, std::size_t k0, std::size_t depth,
                                std::size_t j, std::size_t columns, U32x4 flip, float* panel) {
  for (std::size_t k = 0; k < depth; k += 4) {
    const std::size_t count = std::min<std::size_t>(4, depth - k);
    for (std::size_t half = 0; half < kTileColumns; half += 4) {
      F32x4 row[4];
      for (std::size_t l = 0; l < 4; ++l) {
        const std::size_t column = half + l;
        row[l] = column < columns ? loadUpTo4(b.data() + (j + column) * k_all + k0 + k, count) : splat(0);
      }
      transpose(row[0], row[1], row[2], row[3]);
      for (std::size_t l = 0; l < count; ++l) {
        store(panel + (k + l) * kTileColumns + half, asFloats(asWords(row[l]) ^ flip));
      }
    }
  }
}

// The arguments of one product, and the ways to compute a range of its columns. Members of a team share one object.
template <bool kTransposedA, bool kTransposedB>
struct DenseProduct {
  std::span<const float> a, b;
  std::size_t m, k, n;
  Start start;
  std::span<const float> bias;
  U32x4 flip;
  std::span<float> c;
  Tile tile;

  Operand operandFrom(std::size_t row, std::size_t at) const {
    const Operand all = kTransposedA ? Operand{a.data(), 1, m} : Operand{a.data(), k, 1};
    return {all.at(row, at), all.row_step, all.k_step};
  }

  // Computes columns first .. end - 1 of C with B read in place. Fewer than four columns at the end go through a panel.
  void rowsInPlace(std::size_t first, std::size_t end) const {
    std::size_t j = first;
    const auto multiply = [&](auto vectors) {
      constexpr std::size_t kVectors = decltype(vectors)::value;
      for (; j + 4 * kVectors <= end; j += 4 * kVectors) {
        multiplyRows<kVectors>(operandFrom(0, 0), m, b.data() + j, n, k, flip, startOf(start, bias, c, n, 0, j),
                               c.data() + j, n);
      }
    };
    multiply(std::integral_constant<std::size_t, 8>());
    multiply(std::integral_constant<std::size_t, 2>());
    if (j < end) panels(j, end);
  }

  // Computes rows of C sixteen at a time, column by column. Returns the first row that is left.
  std::size_t narrowColumns() const {
    std::size_t i = 0;
    for (; i + kColumnRows <= m; i += kColumnRows) {
      for (std::size_t j = 0; j < n; ++j) {
        float sums[kColumnRows];
        copyBlock(startOf(start, bias, c, n, i, j), kColumnRows, 1, sums, 1);
        multiplyColumn<kTransposedA>(operandFrom(i, 0), k, b.data() + (kTransposedB ? j * k : j), kTransposedB ? 1 : n,
                                     flip, sums);
        copyBlock({sums, 1}, kColumnRows, 1, c.data() + i * n + j, n);
      }
    }
    return i;
  }

  // Computes columns first .. end - 1 of C from row first_row on, one panel at a time.
  void panels(std::size_t first, std::size_t end, std::size_t first_row = 0) const {
    float panel[kPanelDepth * kTileColumns];
    for (std::size_t k0 = 0; k0 < k; k0 += kPanelDepth) {
      const std::size_t depth = std::min(kPanelDepth, k - k0);
      const Start from = k0 == 0 ? start : Start::kKeep;
      for (std::size_t j = first; j < end; j += kTileColumns) {
        const std::size_t columns = std::min(kTileColumns, end - j);
        // With few rows of A the first tile packs while it computes, because the panel is used only once or twice more.
        // With many rows a separate packing loop is faster, because it waits less for memory.
        const bool first_tile_packs = !kTransposedB && first_row == 0 && m >= 6 && m < 16 && columns == kTileColumns;
        if constexpr (kTransposedB) {
          packPanelTransposed(b, k, k0, depth, j, columns, flip, panel);
        } else if (!first_tile_packs) {
          packPanel(b, n, k0, depth, j, columns, flip, panel);
        }
        std::size_t done = first_row;
        if (first_tile_packs) {
          done = tileFor(tile, m).rows;
          const TileFunction multiply = done == 6 ? multiplyTiles<6, true> : multiplyTiles<4, true>;
          multiply(operandFrom(0, k0), {b.data() + k0 * n + j, n, flip, panel}, depth, 1,
                   startOf(from, bias, c, n, 0, j), c.data() + j, n);
        }
        panelRows(panel, k0, depth, from, done, j, columns);
      }
    }
  }

  // Computes the rows of C from i on, for the columns of one panel.
  void panelRows(const float* panel, std::size_t k0, std::size_t depth, Start from, std::size_t i, std::size_t j,
                 std::size_t columns) const {
    const Columns packed = {panel, kTileColumns, flip, nullptr};
    while (i < m) {
      const TileOf next = tileFor(tile, m - i);
      const ConstRows origin = startOf(from, bias, c, n, i, j);
      float* const to = c.data() + i * n + j;
      if (columns == kTileColumns) {
        const std::size_t tiles = (m - i) / next.rows;
        next.multiply(operandFrom(i, k0), packed, depth, tiles, origin, to, n);
        i += tiles * next.rows;
        continue;
      }
      // A panel with missing columns writes whole tiles to a buffer, from which only the real columns are copied.
      float edge[6 * kTileColumns] = {};
      copyBlock(origin, next.rows, columns, edge, kTileColumns);
      next.multiply(operandFrom(i, k0), packed, depth, 1, {edge, kTileColumns}, edge, kTileColumns);
      copyBlock({edge, kTileColumns}, next.rows, columns, to, n);
      i += next.rows;
    }
  }
};

template <bool kTransposedA, bool kTransposedB>
void denseProduct(std::span<const float> a, std::span<const float> b, std::size_t m, std::size_t k, std::size_t n,
                  Start start, std::span<const float> bias, Sign sign, std::span<float> c, Team* team, Tile tile,
                  Cut cut) {
  checkProduct(a.size(), b.size(), m, k, n, start, bias, c);
  // A part for a team is two panels of C's columns, which is one cache line per row, so members never write to the same
  // line. 2^20 multiplications take tens of microseconds, which is when sharing starts to pay.
  constexpr std::size_t kShare = 2 * kTileColumns, kWorthSharing = 1 << 20;
  const DenseProduct<kTransposedA, kTransposedB> work = {
      a, b, m, k, n, start, bias, splatWord(sign == Sign::kSubtract ? kSignBit : 0), c, tile};
  const std::size_t end = std::min(n, cut.end);
  if (m == 0 || cut.begin >= end) return;
  if (k == 0) {  // nothing to add, but C still gets its start
    for (std::size_t j = cut.begin; j < end; j += kTileColumns) {
      copyBlock(startOf(start, bias, c, n, 0, j), m, std::min(kTileColumns, end - j), c.data() + j, n);
    }
    return;
  }
  // The choices below depend on the shape alone and give the same bits; they only affect speed.
  if (n < 4) {
    const std::size_t done = work.narrowColumns();
    if (done < m) work.panels(0, n, done);
    return;
  }
  if (!kTransposedB && (m < 4 || k < 8)) return work.rowsInPlace(cut.begin, end);
  if (team == nullptr || std::uint64_t{m} * k * n < kWorthSharing) return work.panels(cut.begin, end);
  shareOut(team, true, (end - cut.begin + kShare - 1) / kShare, [&](std::size_t part) {
    const std::size_t first = cut.begin + part * kShare;
    work.panels(first, std::min(end, first + kShare));
  });
}

void product(std::span<const float> a, std::span<const float> b, std::size_t m, std::size_t k, std::size_t n,
             Start start, std::span<const float> bias, Sign sign, std::span<float> c, Team* team, Tile tile, Cut cut) {
  denseProduct<false, false>(a, b, m, k, n, start, bias, sign, c, team, tile, cut);
}

void productTransposedB(std::span<const float> a, std::span<const float> b, std::size_t m, std::size_t k, std::size_t n,
                        Start start, std::span<const float> bias, Sign sign, std::span<float> c, Team* team, Tile tile,
                        Cut cut) {
  if (k == 1) return product(a, b, m, k, n, start, bias, sign, c, team, tile, cut);  // a column lies like a row
  denseProduct<false, true>(a, b, m, k, n, start, bias, sign, c, team, tile, cut);
}

void productTransposedA(std::span<const float> a, std::span<const float> b, std::size_t m, std::size_t k, std::size_t n,
                        Start start, std::span<const float> bias, Sign sign, std::span<float> c, Team* team, Tile tile,
                        Cut cut) {
  denseProduct<true, false>(a, b, m, k, n, start, bias, sign, c, team, tile, cut);
}
