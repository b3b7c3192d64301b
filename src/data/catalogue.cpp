#include "data/catalogue.h"

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
  // The file holds 14 filled-in copies of one form, one after the other. The last three are held out, so that
  // no form, and with it no sitting of one writer, has digits on both sides.
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
  entry.first = true;
  return entry;
}

// MNIST and its kin: 60,000 + 10,000 pictures of 28 x 28 bytes. Training images come in files of 10,000, the
// test images in one file of 1,000 and one of the other 9,000: a quick start reads the first of each.
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
  entry.sentence = whole ? "70,000 handwritten digits of 28 x 28 pixels, the set that most published results are about."
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
  entry.sentence = whole ? "70,000 pieces of clothing in the shape of MNIST, and harder: greys matter."
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

const std::vector<CatalogueEntry>& catalogue() {
  static const std::vector<CatalogueEntry> table = {
      digits(), bars(4), bars(3), mnist(false), mnist(true), fashionMnist(false), fashionMnist(true),
  };
  return table;
}

const CatalogueEntry* findDataset(std::string_view name) {
  for (const CatalogueEntry& entry : catalogue()) {
    if (entry.name == name) return &entry;
  }
  return nullptr;
}

}  // namespace harmonium
