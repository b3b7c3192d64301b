// Dense products. Eight columns of B lie packed in a panel, and a tile of 4 x 8 outputs stays in registers while it
// walks down the panel: 8 sums, 2 columns of B and one value of A fit the 16 registers of x86; larger tiles spill,
// smaller ones wait for the adder. The panel is 16 KB on the stack, so nothing is allocated and it stays in the nearest
// cache.

inline constexpr std::size_t kTileRows = 4, kTileColumns = 8, kPanelDepth = 512;

// C[4, 8] = start + A[4, depth] panel[depth, 8]. A's element (r, k) is a[k * stride + r] where kSideBySide, else
// a[r * stride + k]. A function of its own, not inlined: browsers compile a wasm function well only when it is called
// again. Not unrolled either: the loads of several k side by side run it out of registers.
template <bool kSideBySide>
[[gnu::noinline]] void multiplyTile(const float* a, std::size_t stride, const float* panel, std::size_t depth,
                                    ConstRows start, float* c, std::size_t c_stride) {
  const std::size_t r = kSideBySide ? 1 : stride, step = kSideBySide ? stride : 1;
  const float* from = start.data;
  F32x4 c00 = load(from), c01 = load(from + 4);
  from += start.stride;
  F32x4 c10 = load(from), c11 = load(from + 4);
  from += start.stride;
  F32x4 c20 = load(from), c21 = load(from + 4);
  from += start.stride;
  F32x4 c30 = load(from), c31 = load(from + 4);
  for (std::size_t k = 0; k < depth; ++k, a += step, panel += kTileColumns) {
    const F32x4 b0 = load(panel), b1 = load(panel + 4);
    const F32x4 a0 = loadSplat(a);
    c00 = c00 + a0 * b0;
    c01 = c01 + a0 * b1;
    const F32x4 a1 = loadSplat(a + r);
    c10 = c10 + a1 * b0;
    c11 = c11 + a1 * b1;
    const F32x4 a2 = loadSplat(a + 2 * r);
    c20 = c20 + a2 * b0;
    c21 = c21 + a2 * b1;
    const F32x4 a3 = loadSplat(a + 3 * r);
    c30 = c30 + a3 * b0;
    c31 = c31 + a3 * b1;
  }
  store(c, c00), store(c + 4, c01);
  c += c_stride;
  store(c, c10), store(c + 4, c11);
  c += c_stride;
  store(c, c20), store(c + 4, c21);
  c += c_stride;
  store(c, c30), store(c + 4, c31);
}

// panel[depth, 8] = flip ^ B[k0 .. k0 + depth, j .. j + columns] of B[k, n], zeros in the columns that are missing.
inline void packPanel(std::span<const float> b, std::size_t n, std::size_t k0, std::size_t depth, std::size_t j,
                      std::size_t columns, U32x4 flip, float* panel) {
  for (std::size_t k = 0; k < depth; ++k, panel += kTileColumns) {
    const float* row = b.data() + (k0 + k) * n + j;
    store(panel, asFloats(asWords(loadUpTo4(row, columns)) ^ flip));
    store(panel + 4, columns > 4 ? asFloats(asWords(loadUpTo4(row + 4, columns - 4)) ^ flip) : splat(0));
  }
}

// The same of B', where B is [n, k].
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

template <bool kTransposedA, bool kTransposedB>
void denseProduct(std::span<const float> a, std::span<const float> b, std::size_t m, std::size_t k, std::size_t n,
                  Start start, std::span<const float> bias, Sign sign, std::span<float> c) {
  checkProduct(a.size(), b.size(), m, k, n, start, bias, c);
  float panel[kPanelDepth * kTileColumns];
  float last_rows[kPanelDepth * kTileRows];  // of A, side by side, where fewer than four are left
  const U32x4 flip = splatWord(sign == Sign::kSubtract ? kSignBit : 0);
  const std::size_t a_stride = kTransposedA ? m : k;
  const auto elementOfA = [&](std::size_t row, std::size_t at) {
    return a.data() + (kTransposedA ? at * m + row : row * k + at);
  };

  std::size_t k0 = 0;
  do {  // once even where k is 0: C still gets its start
    const std::size_t depth = std::min(kPanelDepth, k - k0);
    const Start from = k0 == 0 ? start : Start::kKeep;
    const std::size_t whole_rows = m / kTileRows * kTileRows, rows_left = m - whole_rows;
    for (std::size_t at = 0; at < depth && rows_left > 0; ++at) {
      for (std::size_t r = 0; r < kTileRows; ++r) {
        last_rows[at * kTileRows + r] = r < rows_left ? *elementOfA(whole_rows + r, k0 + at) : 0.0f;
      }
    }
    for (std::size_t j = 0; j < n; j += kTileColumns) {
      const std::size_t columns = std::min(kTileColumns, n - j);
      if constexpr (kTransposedB) {
        packPanelTransposed(b, k, k0, depth, j, columns, flip, panel);
      } else {
        packPanel(b, n, k0, depth, j, columns, flip, panel);
      }
      for (std::size_t i = 0; i < m; i += kTileRows) {
        const std::size_t rows = std::min(kTileRows, m - i);
        ConstRows origin = startOf(from, bias, c, n, i, j);
        float edge[kTileRows * kTileColumns];
        float* to = c.data() + i * n + j;
        const bool whole = rows == kTileRows && columns == kTileColumns;
        if (!whole) {
          std::fill(std::begin(edge), std::end(edge), 0.0f);
          copyBlock(origin, rows, columns, edge, kTileColumns);
          origin = {edge, kTileColumns};
        }
        float* const target = whole ? to : edge;
        const std::size_t target_stride = whole ? n : kTileColumns;
        if (rows < kTileRows) {
          multiplyTile<true>(last_rows, kTileRows, panel, depth, origin, target, target_stride);
        } else {
          multiplyTile<kTransposedA>(elementOfA(i, k0), a_stride, panel, depth, origin, target, target_stride);
        }
        if (!whole) copyBlock({edge, kTileColumns}, rows, columns, to, n);
      }
    }
    k0 += depth;
  } while (k0 < k);
}

void product(std::span<const float> a, std::span<const float> b, std::size_t m, std::size_t k, std::size_t n,
             Start start, std::span<const float> bias, Sign sign, std::span<float> c) {
  denseProduct<false, false>(a, b, m, k, n, start, bias, sign, c);
}

void productTransposedB(std::span<const float> a, std::span<const float> b, std::size_t m, std::size_t k, std::size_t n,
                        Start start, std::span<const float> bias, Sign sign, std::span<float> c) {
  denseProduct<false, true>(a, b, m, k, n, start, bias, sign, c);
}

void productTransposedA(std::span<const float> a, std::span<const float> b, std::size_t m, std::size_t k, std::size_t n,
                        Start start, std::span<const float> bias, Sign sign, std::span<float> c) {
  denseProduct<true, false>(a, b, m, k, n, start, bias, sign, c);
}
