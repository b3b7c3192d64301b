// The declarations of all kernels. kernels.h includes this list once in the namespace of each instruction set.

// y[i] = f(x[i]) for f = exp, log, sigmoid, softplus, tanh; x and y may be the same array. The error is at most 1 ulp
// (exp, log), 2 ulp (softplus, tanh) or 3 ulp (sigmoid) over the whole float range. A result below the smallest normal
// float may be 0. exp overflows to +inf. log 0 is -inf, and the logarithm of a negative number is NaN.
// softplus x = log(1 + e^x), without overflow at either end.
void exp(std::span<const float> x, std::span<float> y);
void log(std::span<const float> x, std::span<float> y);
void sigmoid(std::span<const float> x, std::span<float> y);
void softplus(std::span<const float> x, std::span<float> y);
void tanh(std::span<const float> x, std::span<float> y);

// Sums are added in double in four lanes: lane l adds elements l, l + 4, ... The result is (l0 + l1) + (l2 + l3). The
// two arrays of dot and squaredDistance have the same length.
double sum(std::span<const float> x);
double dot(std::span<const float> x, std::span<const float> y);
double squaredDistance(std::span<const float> x, std::span<const float> y);
double sumSoftplus(std::span<const float> x);  // the sum of softplus x[i]: each term in float, added as above
float logSumExp(std::span<const float> x);     // -inf for an empty array; NaN if any value is
// Whether every value lies in [low, high]. NaN lies nowhere.
bool allWithin(std::span<const float> x, float low, float high);

// y += alpha x;  x *= alpha;  y = alpha x;  y *= x, value by value
void axpy(float alpha, std::span<const float> x, std::span<float> y);
void scale(float alpha, std::span<float> x);
void scaled(float alpha, std::span<const float> x, std::span<float> y);
void multiply(std::span<const float> x, std::span<float> y);

// y = x where x > 0, else slope x; x and y may be the same array. slope 0 gives the rectifier max(x, 0).
void leakyRelu(float slope, std::span<const float> x, std::span<float> y);
// The backward pass through y = f(x). `d` holds the derivative of a loss with respect to y and becomes the derivative
// with respect to x: d *= f'(x), value by value. f'(x) is computed from y: leakyRelu 1 where y > 0 and `slope`
// elsewhere (also where y is NaN), sigmoid y (1 - y), tanh 1 - y y.
void leakyReluBack(float slope, std::span<const float> y, std::span<float> d);
void sigmoidBack(std::span<const float> y, std::span<float> d);
void tanhBack(std::span<const float> y, std::span<float> d);

// out[j] = start + or - sum_i a[i, j] over the rows of a [rows, cols], added in row order in float. `start` is kZero or
// kKeep.
void sumRows(std::span<const float> a, std::size_t rows, std::size_t cols, Start start, Sign sign,
             std::span<float> out);

// a[i, j] += (alpha x[i]) y[j]
void addOuter(float alpha, std::span<const float> x, std::span<const float> y, std::span<float> a);

// One step of gradient ascent with momentum and weight decay:
//   velocity = momentum * velocity + rate * (gradient * gradient_scale - decay * w);  w += velocity
void momentumStep(std::span<float> w, std::span<float> velocity, std::span<const float> gradient, float gradient_scale,
                  float rate, float momentum, float decay, Team* team = nullptr);

// One step of gradient ascent by Adam (Kingma & Ba 2015). `rate` and `epsilon` already include the bias corrections:
//   g = gradient * gradient_scale
//   mean = beta1 * mean + (1 - beta1) * g;  square = beta2 * square + (1 - beta2) * (g * g)
//   w += (rate * mean) / (sqrt(square) + epsilon)
void adamStep(std::span<float> w, std::span<float> mean, std::span<float> square, std::span<const float> gradient,
              float gradient_scale, float beta1, float beta2, float rate, float epsilon, Team* team = nullptr);

// Random numbers. Each function starts at the generator's next whole block and takes whole blocks of 16 words.
//   uniform           values in [0, 1), multiples of 2^-24
//   normal            Box-Muller with the logarithm and sine of this library; at most 5.8 deviations from the mean
//   bernoulli         1 where u < p, else 0, also where p is NaN; p and out may be the same array
//   sigmoidBernoulli  p = sigmoid(a) replaces a, and `out` becomes a sample of p
// In the two draws u has 64 bits where it lies within 2^-14 of 0 or 1. So a p of 1e-11 comes on once in 1e11 draws, and
// a p below 2^-64 at most once in 2^64; sigmoidBernoulli is as exact about 1 - p. Elsewhere u has 24 bits, which is a
// relative error of p and 1 - p of at most 0.5 %.
void uniform(Rng& rng, std::span<float> out);
void normal(Rng& rng, float mean, float deviation, std::span<float> out);
void bernoulli(Rng& rng, std::span<const float> p, std::span<float> out);
void sigmoidBernoulli(Rng& rng, std::span<float> a_to_p, std::span<float> out);
// The same as sigmoidBernoulli, with the sample as m rows of k bits. The function resizes `out`. sampleSigmoidRows()
// does rows begin .. end - 1 alone, where `out` has its size and these rows are 0: calls for all rows in order, each
// with `begin` a multiple of 16, give the same bits.
void sampleSigmoid(Rng& rng, std::span<float> a_to_p, std::size_t m, std::size_t k, Bits& out, Team* team = nullptr);
void sampleSigmoidRows(Rng& rng, std::span<float> a_to_p, std::size_t begin, std::size_t end, Bits& out,
                       Team* team = nullptr);

// Dense products. `bias` has one value per column of C with Start::kBias and is empty otherwise. Each C[i, j] is one
// chain of additions over k = 0, 1, ..., whatever the tile. A team shares the columns of C where the product is large.
//   product              C[M,N] = A[M,K] B[K,N]
//   productTransposedB   C[M,N] = A[M,K] B[N,K]'
//   productTransposedA   C[M,N] = A[K,M]' B[K,N]
void product(std::span<const float> a, std::span<const float> b, std::size_t m, std::size_t k, std::size_t n,
             Start start, std::span<const float> bias, Sign sign, std::span<float> c, Team* team = nullptr,
             Tile tile = fittingTile(), Cut cut = {});
void productTransposedB(std::span<const float> a, std::span<const float> b, std::size_t m, std::size_t k, std::size_t n,
                        Start start, std::span<const float> bias, Sign sign, std::span<float> c, Team* team = nullptr,
                        Tile tile = fittingTile(), Cut cut = {});
void productTransposedA(std::span<const float> a, std::span<const float> b, std::size_t m, std::size_t k, std::size_t n,
                        Start start, std::span<const float> bias, Sign sign, std::span<float> c, Team* team = nullptr,
                        Tile tile = fittingTile(), Cut cut = {});

// Packing of 0/1 floats into bits. Any value but 0 counts as 1.
//   packRows      a[M,K] -> M rows of K bits; the function resizes `out`
//   packColumns   a[K,M] -> K bits in each of M rows, the transpose. They replace bits at .. at + K - 1 of `out`, which
//                 has its size already. So two batches can lie side by side in one matrix; `at` need not be a multiple
//                 of 32.
void packRows(std::span<const float> a, std::size_t m, std::size_t k, Bits& out);
void packColumns(std::span<const float> a, std::size_t k, std::size_t m, std::size_t at, Bits& out);
//   transposeBits the same as packColumns for a matrix that is already packed
//   unpackRows    M rows of K bits -> 0/1 floats out[M,K]
void transposeBits(const Bits& a, std::size_t at, Bits& out);
void unpackRows(const Bits& a, std::span<float> out);

// Binary products: all elements of A are 0 or 1. Let s(g) be +0 plus, in k order, the rows k = 4 g .. 4 g + 3 of B
// whose bit in A is set. Then  C = ((start + (s(0) + s(1))) + (s(2) + s(3))) + ...  over all bytes of A, the last of
// which may be partly filled. The order does not depend on M, so an example gives the same bits alone and in a batch. A
// row of B whose bit is 0 does not enter the sum, so an infinity in it does no harm.
//   binaryProduct              C[M,N] = A[M,K] B[K,N]
//   binaryProductTransposedB   C[M,N] = A[M,K] B[N,K]'
void binaryProduct(const Bits& a, std::span<const float> b, std::size_t n, Start start, std::span<const float> bias,
                   std::span<float> c, Team* team = nullptr, Cut cut = {});
void binaryProductTransposedB(const Bits& a, std::span<const float> b, std::size_t n, Start start,
                              std::span<const float> bias, std::span<float> c, Team* team = nullptr, Cut cut = {});
