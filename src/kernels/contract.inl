// One declaration of every kernel; kernels.h includes this list once in each instruction set's namespace.

// y[i] = exp x[i] and so on; in place allowed. Error at most 1 ulp (exp, log), 2 ulp (softplus, tanh) or 3 ulp
// (sigmoid) over the whole float range, where results below the smallest normal float may be 0. exp overflows to +inf;
// log 0 = -inf, the logarithm of a negative number is NaN. softplus x = log(1 + e^x), without overflow at either end.
void exp(std::span<const float> x, std::span<float> y);
void log(std::span<const float> x, std::span<float> y);
void sigmoid(std::span<const float> x, std::span<float> y);
void softplus(std::span<const float> x, std::span<float> y);
void tanh(std::span<const float> x, std::span<float> y);

// Sums run in double in four lanes: lane l takes elements l, l + 4, ...; result (l0 + l1) + (l2 + l3).
double sum(std::span<const float> x);
double dot(std::span<const float> x, std::span<const float> y);
double squaredDistance(std::span<const float> x, std::span<const float> y);
double sumSoftplus(std::span<const float> x);  // sum of softplus x[i]: each in float, added as above
float logSumExp(std::span<const float> x);     // -inf for an empty array; NaN if any value is

// y += alpha x;  x *= alpha;  y = alpha x;  y *= x, value by value
void axpy(float alpha, std::span<const float> x, std::span<float> y);
void scale(float alpha, std::span<float> x);
void scaled(float alpha, std::span<const float> x, std::span<float> y);
void multiply(std::span<const float> x, std::span<float> y);

// y = x where x > 0, else slope x; in place allowed. slope 0 is the rectifier.
void leakyRelu(float slope, std::span<const float> x, std::span<float> y);
// Back through y = f(x): `d` holds the slope of something along y and is turned into its slope along x, in place, by
// f'(x) as it follows from y: 1 or `slope` (y > 0 or not; a NaN counts as not), y (1 - y), 1 - y y.
void leakyReluBack(float slope, std::span<const float> y, std::span<float> d);
void sigmoidBack(std::span<const float> y, std::span<float> d);
void tanhBack(std::span<const float> y, std::span<float> d);

// out[j] = sum_i a[i, j] over the rows of a [rows, cols], in row order, in float. `start`: kZero or kKeep.
void sumRows(std::span<const float> a, std::size_t rows, std::size_t cols, Start start, Sign sign,
             std::span<float> out);

// a[i, j] += (alpha x[i]) y[j]
void addOuter(float alpha, std::span<const float> x, std::span<const float> y, std::span<float> a);

// One step of gradient ascent with momentum and weight decay:
//   velocity = momentum * velocity + rate * (gradient * gradient_scale - decay * w);  w += velocity
void momentumStep(std::span<float> w, std::span<float> velocity, std::span<const float> gradient, float gradient_scale,
                  float rate, float momentum, float decay, Team* team = nullptr);

// One step of Adam uphill (Kingma & Ba 2015), its corrections for the start already in `rate` and `epsilon`:
//   g = gradient * gradient_scale
//   mean = beta1 * mean + (1 - beta1) * g;  square = beta2 * square + (1 - beta2) * (g * g)
//   w += (rate * mean) / (sqrt(square) + epsilon)
void adamStep(std::span<float> w, std::span<float> mean, std::span<float> square, std::span<const float> gradient,
              float gradient_scale, float beta1, float beta2, float rate, float epsilon, Team* team = nullptr);

// Random numbers. Each starts at the generator's next whole block and takes whole blocks of 16 words.
// uniform: [0, 1), multiples of 2^-24. normal: Box-Muller on our own logarithm and sine, at most 5.8
// deviations out. bernoulli: 1 where u < p, else 0 (also where p is NaN); in place allowed. sigmoidBernoulli:
// p = sigmoid(a) is left in place of a, and a sample of it in `out`.
void uniform(Rng& rng, std::span<float> out);
void normal(Rng& rng, float mean, float deviation, std::span<float> out);
void bernoulli(Rng& rng, std::span<const float> p, std::span<float> out);
void sigmoidBernoulli(Rng& rng, std::span<float> a_to_p, std::span<float> out);
// The same with the sample as m rows of k bits; sizes `out` itself.
void sampleSigmoid(Rng& rng, std::span<float> a_to_p, std::size_t m, std::size_t k, Bits& out, Team* team = nullptr);

// Dense products. bias: one value a column of C with Start::kBias, else empty. Each C[i, j] is one chain over
// k = 0, 1, ..., whatever the tile. A team shares the columns of C where the product is large.
//   product              C[M,N] = A[M,K] B[K,N]
//   productTransposedB   C[M,N] = A[M,K] B[N,K]'
//   productTransposedA   C[M,N] = A[K,M]' B[K,N]
void product(std::span<const float> a, std::span<const float> b, std::size_t m, std::size_t k, std::size_t n,
             Start start, std::span<const float> bias, Sign sign, std::span<float> c, Team* team = nullptr,
             Tile tile = fittingTile());
void productTransposedB(std::span<const float> a, std::span<const float> b, std::size_t m, std::size_t k, std::size_t n,
                        Start start, std::span<const float> bias, Sign sign, std::span<float> c, Team* team = nullptr,
                        Tile tile = fittingTile());
void productTransposedA(std::span<const float> a, std::span<const float> b, std::size_t m, std::size_t k, std::size_t n,
                        Start start, std::span<const float> bias, Sign sign, std::span<float> c, Team* team = nullptr,
                        Tile tile = fittingTile());

// Packing 0/1 floats (anything but 0 counts as 1).
//   packRows      a[M,K] -> M rows of K bits; sizes `out` itself
//   packColumns   a[K,M] -> K bits of each of M rows, the transpose. They go to bits at, at + 1, ... of rows
//   that have
//                 been sized before (`at` may be any number), so that two batches can be laid side by side.
void packRows(std::span<const float> a, std::size_t m, std::size_t k, Bits& out);
void packColumns(std::span<const float> a, std::size_t k, std::size_t m, std::size_t at, Bits& out);
//   transposeBits packColumns of a matrix that is packed already
//   unpackRows    bits back to 0/1 floats
void transposeBits(const Bits& a, std::size_t at, Bits& out);
void unpackRows(const Bits& a, std::span<float> out);

// Binary products: A is 0/1. With s(g) the sum of the rows of B that are on in the group of k = 4g .. 4g + 3,
// in k order, from +0:  C = ((start + (s(0) + s(1))) + (s(2) + s(3))) + ...  up to the last whole or begun
// byte of A. The order does not depend on M, so one example gives the same bits alone and in a batch. Rows
// that are off are not touched: an infinity there does no harm.
//   binaryProduct              C[M,N] = A[M,K] B[K,N]
//   binaryProductTransposedB   C[M,N] = A[M,K] B[N,K]'
void binaryProduct(const Bits& a, std::span<const float> b, std::size_t n, Start start, std::span<const float> bias,
                   std::span<float> c, Team* team = nullptr);
void binaryProductTransposedB(const Bits& a, std::span<const float> b, std::size_t n, Start start,
                              std::span<const float> bias, std::span<float> c, Team* team = nullptr);
