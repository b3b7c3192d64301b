// The steps of a binary product: a list of the bytes of A that are not 0. The list is written once and then read for
// every strip of C. Bytes that are 0 are left out, because they would add +0, which changes nothing.
//
// The product runs in passes of up to kPassBytes bytes per row of A. Bytes that are 0 in every row do not count.

inline constexpr std::size_t kPassBytes = 25, kPatterns = 16;

struct Steps {
  bool by_rows;               // true: the product adds rows; false: it uses tables
  const std::uint32_t* used;  // [used_count] the bytes of a row that are not 0 in every row, ascending
  std::size_t used_count, passes, bytes_per_pass;
  // For every pass and every row of A: the number of steps, then the steps. With i the position of the byte in its
  // pass, a step is
  //   by tables: the table entries of the byte's two halves, 32 i + low and 32 i + 16 + high, the second shifted by 16
  //   by rows:   256 i + byte
  const std::uint32_t* words;

  std::size_t passBytes(std::size_t pass) const {
    return std::min(bytes_per_pass, used_count - std::min(used_count, pass * bytes_per_pass));
  }
};

inline std::uint32_t byteOf(const std::uint32_t* row, std::size_t at) {
  return row[at / 4] >> (8 * (at % 4)) & 255;
}

// How much of a matrix of bits is set. addingRowsIsLess() decides by these counts.
struct Occupancy {
  std::size_t units = 0;  // bits that are set
  std::size_t bytes = 0;  // bytes that are not 0, over all rows
  std::size_t used = 0;   // byte positions that are not 0 in every row
};

// Writes the byte positions that are not 0 in every row to `used`, and counts.
[[gnu::noinline]] inline Occupancy listUsedBytes(const Bits& a, std::uint32_t* used) {
  Occupancy on;
  const std::size_t stride = a.wordsPerRow();
  for (std::size_t w = 0; w < stride; ++w) {
    std::uint32_t any = 0;
    for (std::size_t i = 0; i < a.rows; ++i) {
      const std::uint32_t word = a.words[i * stride + w];
      any |= word;
      on.units += static_cast<std::size_t>(std::popcount(word));
      // Sets the high bit of every byte that is not 0: the addition carries into it from any of the lower seven bits.
      const std::uint32_t not_empty = (((word & 0x7f7f7f7fu) + 0x7f7f7f7fu) | word) & 0x80808080u;
      on.bytes += static_cast<std::size_t>(std::popcount(not_empty));
    }
    for (std::size_t b = 0; b < 4; ++b) {
      if ((any >> (8 * b) & 255) != 0) used[on.used++] = static_cast<std::uint32_t>(4 * w + b);
    }
  }
  return on;
}

// Writes the steps of one pass over all rows. The loop writes every step and advances only past a byte that is not 0.
// That needs no branch, which the processor could not predict.
[[gnu::noinline]] inline std::uint32_t* writeTableSteps(const Bits& a, const std::uint32_t* used, std::size_t count,
                                                        std::uint32_t* to) {
  for (std::size_t i = 0; i < a.rows; ++i) {
    const std::uint32_t* row = a.row(i);
    std::uint32_t* const first = to++;
    for (std::size_t u = 0; u < count; ++u) {
      const std::uint32_t byte = byteOf(row, used[u]), base = static_cast<std::uint32_t>(2 * kPatterns * u);
      *to = (base + (byte & 15)) | (base + 16 + (byte >> 4)) << 16;
      to += byte != 0 ? 1 : 0;
    }
    *first = static_cast<std::uint32_t>(to - first - 1);
  }
  return to;
}
[[gnu::noinline]] inline std::uint32_t* writeRowSteps(const Bits& a, const std::uint32_t* used, std::size_t count,
                                                      std::uint32_t* to) {
  for (std::size_t i = 0; i < a.rows; ++i) {
    const std::uint32_t* row = a.row(i);
    std::uint32_t* const first = to++;
    for (std::size_t u = 0; u < count; ++u) {
      const std::uint32_t byte = byteOf(row, used[u]);
      *to = static_cast<std::uint32_t>(256 * u) | byte;
      to += byte != 0 ? 1 : 0;
    }
    *first = static_cast<std::uint32_t>(to - first - 1);
  }
  return to;
}

// Returns whether adding rows is less work than tables. The unit is a tenth of the time of one table look-up, as
// measured in V8 on x86 for 784 x 500 weights. The tables of a byte take 33 look-ups to write. Adding rows takes 1.5
// per byte and 0.6 per row that is added. Both ways give the same bits, so the estimate only affects speed.
inline bool addingRowsIsLess(const Occupancy& on) {
  return 15 * on.bytes + 6 * on.units < 330 * on.used + 10 * on.bytes;
}

inline Steps stepsOf(const Bits& a, Occupancy& on) {
  std::uint32_t* to = a.room.data();
  on = listUsedBytes(a, to);
  Steps steps = {.by_rows = addingRowsIsLess(on),
                 .used = to,
                 .used_count = on.used,
                 .passes = std::max<std::size_t>(1, (on.used + kPassBytes - 1) / kPassBytes),
                 .bytes_per_pass = 0,
                 .words = to + on.used};
  steps.bytes_per_pass = (on.used + steps.passes - 1) / steps.passes;
  to += on.used;
  for (std::size_t pass = 0; pass < steps.passes; ++pass) {
    const std::uint32_t* used = steps.used + pass * steps.bytes_per_pass;
    const std::size_t count = steps.passBytes(pass);
    to = steps.by_rows ? writeRowSteps(a, used, count, to) : writeTableSteps(a, used, count, to);
  }
  HARMONIUM_ASSERT(to <= a.room.data() + a.room.size());
  return steps;
}
