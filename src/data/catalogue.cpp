#include "data/catalogue.h"

#include "data/bouncing_ball.h"
#include "data/canon.h"
#include "data/generators.h"
#include "data/toys.h"

#include <utility>

namespace harmonium {
namespace {

std::vector<std::string> digitNames() {
  return {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
}

CatalogueEntry digits() {
  CatalogueEntry entry;
  entry.name = "digits";
  entry.title = "Digits, 8x8";
  entry.sentence = "1,797 handwritten digits of 8 x 8 pixels in 17 shades: small enough to learn while you watch.";
  entry.rows = entry.cols = 8;
  // The file holds 14 filled-in forms, one after the other. The last three are held out. So the digits of one form,
  // which one writer filled in at one time, are all on the same side.
  entry.train = 1'415;
  entry.test = 382;
  entry.maximum = 16;
  entry.class_names = digitNames();
  entry.source =
      "Optical Recognition of Handwritten Digits, UCI Machine Learning Repository: its test set, as "
      "scikit-learn carries "
      "it. The first 1,415 rows train; the last 382, three whole forms, are held out.";
  entry.citation =
      "E. Alpaydin, C. Kaynak: Optical Recognition of Handwritten Digits. UCI Machine Learning Repository, "
      "1998. "
      "doi:10.24432/C50P49";
  entry.licence = "CC BY 4.0";
  entry.files = {
      {"digits-train-images.idx.gz", FileRole::kTrainImages, 1'415},
      {"digits-train-labels.idx.gz", FileRole::kTrainLabels, 1'415},
      {"digits-test-images.idx.gz", FileRole::kTestImages, 382},
      {"digits-test-labels.idx.gz", FileRole::kTestLabels, 382},
  };
  entry.first = true;
  return entry;
}

CatalogueEntry iris() {
  CatalogueEntry entry;
  entry.name = "iris";
  entry.title = "Iris";
  entry.sentence = "Four lengths of 150 iris flowers of three species, 50 of each; nothing is held out.";
  entry.rows = 1;
  entry.cols = 4;
  entry.train = 150;
  entry.real = true;
  entry.value_names = {"sepal length, cm", "sepal width, cm", "petal length, cm", "petal width, cm"};
  entry.class_names = {"setosa", "versicolor", "virginica"};
  entry.source =
      "Measured by E. Anderson, published by R. A. Fisher; as scikit-learn carries it, which follows Fisher's table in "
      "the two flowers where the UCI repository's copy differs from it.";
  entry.citation =
      "R. A. Fisher: The use of multiple measurements in taxonomic problems. Annals of Eugenics 7, 179-188, 1936. "
      "UCI Machine Learning Repository, doi:10.24432/C56C76.";
  entry.licence = "CC BY 4.0";
  entry.files = {
      {"iris-values.idx.gz", FileRole::kTrainImages, 150},
      {"iris-labels.idx.gz", FileRole::kTrainLabels, 150},
  };
  entry.first = true;
  return entry;
}

CatalogueEntry bars(int side) {
  const std::string square = std::to_string(side) + "x" + std::to_string(side);
  CatalogueEntry entry;
  entry.name = side == 4 ? "bars-and-stripes" : "bars-and-stripes-" + std::to_string(side);
  entry.title = "Bars and stripes, " + square;
  entry.rows = entry.cols = side;
  entry.train = 2 << side;
  entry.sentence = "All " + std::to_string(entry.train) + " pictures of upright bars or lying stripes on a " + square +
                   " grid: every likelihood can be computed exactly.";
  entry.maximum = 1;
  entry.class_names = {"bars", "stripes"};
  entry.source = "Generated: every bars pattern and every stripes pattern once, so blank and full occur twice.";
  entry.citation =
      "D. J. C. MacKay: Information Theory, Inference, and Learning Algorithms. Cambridge University Press, "
      "2003, "
      "chapter 43.";
  entry.licence = "generated, nothing to license";
  // A generator is a plain function pointer, so each size needs a function of its own.
  entry.make = side == 4 ? [] { return barsAndStripes(4); } : [] { return barsAndStripes(3); };
  entry.first = true;
  return entry;
}

CatalogueEntry barsAndLabel() {
  const Dataset set = barsWithLabel(4);
  CatalogueEntry entry = bars(4);
  entry.name = "bars-and-label";
  entry.title = "Bars and stripes, 4x4, with their label";
  entry.rows = 1;
  entry.cols = set.cols;
  entry.layout = set.layout;
  entry.sentence =
      "All 32 pictures of upright bars or lying stripes, each with two units that say which of the two it is. An "
      "example has two parts.";
  entry.source =
      "Generated: bars-and-stripes with a one-of part. Blank and full occur with either label, so all 32 rows differ.";
  entry.make = [] { return barsWithLabel(4); };
  return entry;
}

CatalogueEntry bouncingBall() {
  CatalogueEntry entry;
  entry.name = "bouncing-ball";
  entry.title = "Bouncing ball, 8x8";
  entry.sentence =
      "One ball in a box with elastic walls, 8x8 pixels, in sequences of 40 frames. Two frames show where the ball "
      "goes, and one frame does not.";
  entry.rows = entry.cols = kBallSide;
  entry.train = kBallTraining * kBallFrames;
  entry.test = kBallTest * kBallFrames;
  entry.longest_history = kBallFrames - 1;
  entry.source =
      "Generated: 300 sequences to learn from and 60 held out, each from a place and a direction of its own.";
  entry.citation =
      "I. Sutskever, G. E. Hinton: Learning multilevel distributed representations for high-dimensional sequences. "
      "International Conference on Artificial Intelligence and Statistics, 2007.";
  entry.licence = "generated, nothing to license";
  entry.make = bouncingBallFrames;
  entry.first = true;
  return entry;
}

CatalogueEntry canonical(std::string name, std::string title, int rows, int cols, int examples, Dataset (*make)()) {
  CatalogueEntry entry;
  entry.name = std::move(name);
  entry.title = std::move(title);
  entry.rows = rows;
  entry.cols = cols;
  entry.train = examples;
  entry.maximum = 1;
  entry.licence = "generated, nothing to license";
  entry.make = make;
  entry.first = true;
  return entry;
}

CatalogueEntry encoderProblem(int units, int hidden, Dataset (*make)()) {
  const std::string n = std::to_string(units), k = std::to_string(hidden);
  CatalogueEntry entry =
      canonical("encoder-" + n + "-" + k + "-" + n, "Encoder " + n + "-" + k + "-" + n, 2, units, units, make);
  entry.sentence = n + " patterns: the same one of " + n + " units is on in both rows. Only " + k +
                   " hidden units connect the rows.";
  entry.source = "Generated: the same single unit on in both rows, every pattern once.";
  entry.citation =
      "D. H. Ackley, G. E. Hinton, T. J. Sejnowski: A learning algorithm for Boltzmann machines. Cognitive Science 9, "
      "147-169, 1985.";
  return entry;
}

CatalogueEntry shifterProblem() {
  CatalogueEntry entry = canonical("shifter", "Shifter", 3, kShifterUnits, 768, shifter);
  entry.sentence = "Any 8 bits, the same bits shifted around by one place or not, and 3 units that say how: 768 cases.";
  entry.class_names = {"left", "none", "right"};
  entry.source =
      "Generated: every pattern with each of its three shifts once. Five cells of the last row are never on.";
  entry.citation =
      "G. E. Hinton, T. J. Sejnowski: Learning and relearning in Boltzmann machines. In: Parallel Distributed "
      "Processing 1, MIT Press, 1986.";
  return entry;
}

CatalogueEntry helmholtzProblem() {
  CatalogueEntry entry =
      canonical("helmholtz-bars", "Bars of wake-sleep, 4x4", 4, 4, kHelmholtzBarsRows, helmholtzBars);
  entry.sentence =
      "Vertical bars with probability 2/3, else horizontal ones, each on with 0.2: 1,875 rows with exactly these "
      "shares, "
      "so that every divergence is exact.";
  entry.class_names = {"vertical", "horizontal"};
  entry.source = "Generated: each of the 30 pictures as often as its probability times 1,875.";
  entry.citation =
      "G. E. Hinton, P. Dayan, B. J. Frey, R. M. Neal: The wake-sleep algorithm for unsupervised neural networks. "
      "Science 268, 1158-1161, 1995.";
  return entry;
}

CatalogueEntry parityProblem() {
  CatalogueEntry entry = canonical("parity-3", "Parity of 3 bits", 1, 3, 4, [] { return parity(3); });
  entry.sentence =
      "The 4 patterns of 3 bits with an even number on. Any two bits are independent, and all three are not.";
  entry.source = "Generated: every pattern of even parity once.";
  entry.citation = "M. Minsky, S. Papert: Perceptrons. MIT Press, 1969 (where parity is the hardest of predicates).";
  return entry;
}

// The sizes are those of the original papers, so that results can be compared with theirs.
std::vector<CatalogueEntry> canon() {
  return {encoderProblem(4, 2, [] { return encoder(4); }),
          encoderProblem(8, 3, [] { return encoder(8); }),
          encoderProblem(40, 10, [] { return encoder(40); }),
          shifterProblem(),
          parityProblem(),
          helmholtzProblem()};
}

struct ToyText {
  const char *name, *title, *sentence, *source, *citation;
  int modes = 0;
};

CatalogueEntry toy(int values, std::vector<std::string> classes, Dataset (*make)(), const ToyText& text) {
  CatalogueEntry entry;
  entry.name = text.name;
  entry.title = text.title;
  entry.sentence = text.sentence;
  entry.rows = 1;
  entry.cols = values;
  entry.train = kToyTraining;
  entry.test = kToyTest;
  entry.real = true;
  entry.class_names = std::move(classes);
  entry.source = std::string("Generated: ") + text.source;
  entry.citation = text.citation;
  entry.licence = "generated, nothing to license";
  entry.make = make;
  entry.modes = text.modes;
  entry.first = true;
  return entry;
}

std::vector<std::string> numbered(int count) {
  std::vector<std::string> names;
  for (int i = 1; i <= count; ++i) names.push_back(std::to_string(i));
  return names;
}

std::vector<CatalogueEntry> toys() {
  const char* const pearson =
      "K. Pearson: Contributions to the mathematical theory of evolution. Philosophical Transactions of the Royal "
      "Society of London A 185, 71-110, 1894.";
  return {
      toy(2, numbered(8), ringOfBumps,
          {.name = "ring",
           .title = "Ring of 8",
           .sentence = "Eight Gaussian bumps on a circle: a model that covers all of them has not collapsed.",
           .source = "eight equal bumps of standard deviation 0.15 on a circle of radius 2.",
           .citation = "L. Metz, B. Poole, D. Pfau, J. Sohl-Dickstein: Unrolled generative adversarial networks. "
                       "International Conference on Learning Representations, 2017.",
           .modes = 8}),
      toy(2, numbered(25), gridOfBumps,
          {.name = "grid",
           .title = "5x5 grid",
           .sentence = "Twenty-five narrow Gaussian bumps in five rows: many modes, none larger than another.",
           .source = "twenty-five equal bumps of standard deviation 0.1, 1 apart.",
           .citation = "A. Srivastava, L. Valkov, C. Russell, M. U. Gutmann, C. Sutton: VEEGAN: reducing mode collapse "
                       "in GANs using implicit variational learning. Advances in Neural Information Processing Systems "
                       "30, 2017.",
           .modes = 25}),
      toy(2, {"upper moon", "lower moon"}, twoMoons,
          {.name = "moons",
           .title = "Two moons",
           .sentence = "Two half circles that interlock.",
           .source = "two half circles of radius 1.5, each made of 40 equal bumps of standard deviation 0.12.",
           .citation = "F. Pedregosa and others: Scikit-learn: machine learning in Python. Journal of Machine Learning "
                       "Research 12, 2825-2830, 2011."}),
      toy(2, {"first arm", "second arm"}, twoSpirals,
          {.name = "spirals",
           .title = "Two spirals",
           .sentence = "Two arms wound into each other, one and a half turns each.",
           .source = "two arms, each made of 90 equal bumps of standard deviation 0.1.",
           .citation = "K. J. Lang, M. J. Witbrock: Learning to tell two spirals apart. Proceedings of the 1988 "
                       "Connectionist Models Summer School, 52-59, 1988."}),
      toy(2, {}, swissRoll,
          {.name = "swiss-roll",
           .title = "Swiss roll",
           .sentence = "The cross-section of a rolled-up band: one curve that winds through the plane.",
           .source = "an arm of one and a half turns made of 120 equal bumps of standard deviation 0.1.",
           .citation = "J. B. Tenenbaum, V. de Silva, J. C. Langford: A global geometric framework for nonlinear "
                       "dimensionality reduction. Science 290, 2319-2323, 2000."}),
      toy(2, numbered(8), checkerboard,
          {.name = "checkerboard",
           .title = "Checkerboard",
           .sentence =
               "The density is even on every second square of a board. Smooth models round off its sharp edges.",
           .source = "uniform on eight of the sixteen squares of side 1.",
           .citation = "W. Grathwohl, R. T. Q. Chen, J. Bettencourt, I. Sutskever, D. Duvenaud: FFJORD: free-form "
                       "continuous dynamics for scalable reversible generative models. International Conference on "
                       "Learning Representations, 2019."}),
      toy(2, {}, noisyLine,
          {.name = "line",
           .title = "Line with noise",
           .sentence = "One hidden factor in two numbers with noise: the data that a factor model assumes.",
           .source = "x = (0.5, 0.25) + (1.2, 0.8) h + 0.3 e, h and both parts of e standard normal.",
           .citation = "M. E. Tipping, C. M. Bishop: Probabilistic principal component analysis. Journal of the Royal "
                       "Statistical Society B 61, 611-622, 1999."}),
      toy(1, numbered(3), unequalBumps,
          {.name = "mixture",
           .title = "Three bumps on a line",
           .sentence = "A mixture of three Gaussians of different weights and widths, one number per example.",
           .source = "0.5 N(-1.5, 0.3^2) + 0.3 N(0.5, 0.6^2) + 0.2 N(2, 0.2^2).",
           .citation = pearson}),
      toy(1, numbered(2), twoBumps,
          {.name = "two-bumps",
           .title = "Two bumps on a line",
           .sentence = "Two equal Gaussians side by side, one number per example.",
           .source = "0.5 N(-1.5, 0.4^2) + 0.5 N(1.5, 0.4^2).",
           .citation = pearson,
           .modes = 2}),
      toy(1, numbered(5), combOfBumps,
          {.name = "comb",
           .title = "Comb of five",
           .sentence = "Five equal narrow Gaussians in a row, one number per example.",
           .source = "five equal bumps of standard deviation 0.15 at -2, -1, 0, 1 and 2.",
           .citation = pearson,
           .modes = 5}),
  };
}

// MNIST and sets in its format: 60,000 + 10,000 pictures of 28 x 28 bytes. The training images are in files of 10,000,
// and the test images in one file of 1,000 and one of 9,000. The small variants read only the first file of each.
CatalogueEntry mnistLike(const std::string& prefix, bool whole) {
  CatalogueEntry entry;
  entry.name = whole ? prefix : prefix + "-10k";
  entry.rows = entry.cols = 28;
  entry.train = whole ? 60'000 : 10'000;
  entry.test = whole ? 10'000 : 1'000;
  const int chunks = whole ? 6 : 1;
  for (int chunk = 0; chunk < chunks; ++chunk) {
    entry.files.push_back(
        {prefix + "-train-images-" + std::to_string(chunk) + ".idx.gz", FileRole::kTrainImages, 10'000});
  }
  entry.files.push_back({prefix + "-train-labels.idx.gz", FileRole::kTrainLabels, 60'000});
  entry.files.push_back({prefix + "-test-images-0.idx.gz", FileRole::kTestImages, 1'000});
  if (whole) entry.files.push_back({prefix + "-test-images-1.idx.gz", FileRole::kTestImages, 9'000});
  entry.files.push_back({prefix + "-test-labels.idx.gz", FileRole::kTestLabels, 10'000});
  return entry;
}

CatalogueEntry mnist(bool whole) {
  CatalogueEntry entry = mnistLike("mnist", whole);
  entry.title = whole ? "MNIST" : "MNIST, first 10,000";
  entry.sentence = whole ? "70,000 handwritten digits of 28 x 28 pixels, the set that most published results use."
                         : "The first 10,000 training and 1,000 test images of MNIST: a quick start, less than 2 MB.";
  entry.class_names = digitNames();
  entry.source = "The original files of Y. LeCun, C. Cortes and C. J. C. Burges, made from NIST's databases 1 and 3.";
  entry.citation =
      "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: Gradient-based learning applied to document recognition. "
      "Proceedings of "
      "the IEEE 86(11), 2278-2324, 1998.";
  entry.licence = "CC BY-SA 3.0";
  return entry;
}

CatalogueEntry fashionMnist(bool whole) {
  CatalogueEntry entry = mnistLike("fashion-mnist", whole);
  entry.title = whole ? "Fashion-MNIST" : "Fashion-MNIST, first 10,000";
  entry.sentence =
      whole ? "70,000 pictures of clothing in the format of MNIST. They are harder, because grey levels matter."
            : "The first 10,000 training and 1,000 test images of Fashion-MNIST: a quick start.";
  entry.class_names = {"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
                       "Sandal",      "Shirt",   "Sneaker",  "Bag",   "Ankle boot"};
  entry.source = "The original files of Zalando Research.";
  entry.citation =
      "H. Xiao, K. Rasul, R. Vollgraf: Fashion-MNIST: a novel image dataset for benchmarking machine "
      "learning algorithms. "
      "arXiv:1708.07747, 2017.";
  entry.licence = "MIT";
  return entry;
}

}  // namespace

const char* roleName(FileRole role) {
  switch (role) {
    case FileRole::kTrainImages:
      return "train-images";
    case FileRole::kTrainLabels:
      return "train-labels";
    case FileRole::kTestImages:
      return "test-images";
    case FileRole::kTestLabels:
      return "test-labels";
  }
  return "";
}

// The order is that of the app's list. The large sets, whose files are fetched on demand, come last.
const std::vector<CatalogueEntry>& catalogue() {
  static const std::vector<CatalogueEntry> table = [] {
    std::vector<CatalogueEntry> all = {digits(), bars(4), bars(3)};
    for (CatalogueEntry& entry : canon()) all.push_back(std::move(entry));
    for (CatalogueEntry& entry : toys()) all.push_back(std::move(entry));
    all.push_back(barsAndLabel());
    all.push_back(bouncingBall());
    all.push_back(iris());
    for (const bool whole : {false, true}) all.push_back(mnist(whole));
    for (const bool whole : {false, true}) all.push_back(fashionMnist(whole));
    return all;
  }();
  return table;
}

Layout layoutOf(const CatalogueEntry& entry) {
  if (!entry.layout.parts.empty()) return entry.layout;
  // The same rule as layoutOf(const Dataset&), applied to what the catalogue knows before any file is read.
  const PartKind kind = entry.real ? PartKind::kReal : entry.maximum == 1 ? PartKind::kBinary : PartKind::kIntensity;
  return Layout::onePart(kind, entry.rows, entry.cols, entry.value_names);
}

const CatalogueEntry* findDataset(std::string_view name) {
  for (const CatalogueEntry& entry : catalogue()) {
    if (entry.name == name) return &entry;
  }
  return nullptr;
}

}  // namespace harmonium
