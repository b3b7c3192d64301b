// Functions that the dense and the binary products share: the start values of outputs, and copies of the blocks at the
// edge of C that are smaller than a tile.

struct ConstRows {
  const float* data;
  std::size_t stride;  // from one row to the next; 0 where all rows are the same
};

inline constexpr float kZeros[32] = {};

// The start values of C's outputs from (row, column) on. kZeros is longer than the widest strip, which has 16 columns.
inline ConstRows startOf(Start start, std::span<const float> bias, std::span<const float> c, std::size_t n,
                         std::size_t row, std::size_t column) {
  switch (start) {
    case Start::kZero:
      return {kZeros, 0};
    case Start::kBias:
      return {bias.data() + column, 0};
    default:
      return {c.data() + row * n + column, n};
  }
}

inline void checkProduct(std::size_t a, std::size_t b, std::size_t m, std::size_t k, std::size_t n, Start start,
                         std::span<const float> bias, std::span<const float> c) {
  HARMONIUM_ASSERT(a == m * k);
  HARMONIUM_ASSERT(b == k * n);
  HARMONIUM_ASSERT(c.size() == m * n);
  HARMONIUM_ASSERT(bias.size() == (start == Start::kBias ? n : 0));
}

inline void copyBlock(ConstRows from, std::size_t rows, std::size_t columns, float* to, std::size_t to_stride) {
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < columns; ++j) to[i * to_stride + j] = from.data[i * from.stride + j];
  }
}
