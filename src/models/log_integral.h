// The integral of exp(f(x)) over a range, by adaptive quadrature: for densities with modes that are far narrower than
// the range. Everything is kept as a logarithm, so f may be -1e9 or 1e9.
//
// The range is cut into pieces. Each piece takes the Gauss-Kronrod rule of 15 points, whose difference from the Gauss
// rule of 7 of them gives its error (QUADPACK; Piessens et al. 1983). The piece with the largest error is halved, until
// the errors are small against the whole.
//
// A rule can't see a mode that lies between its points. Therefore f comes with an upper bound over any interval. As
// long as f varies much within a piece, the error of the piece is what the bound allows. So pieces are halved wherever
// a mode could be, however narrow it is, and the result of a finished integral is not a matter of luck.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace harmonium {

// A logarithm of a value and the logarithm of the error of that value, both of the value itself.
struct LogValue {
  double value, error;
};

class LogIntegrand {
 public:
  virtual ~LogIntegrand() = default;
  // f(x), with the error of exp(f(x)) where f itself comes from an integral.
  virtual LogValue at(double x) = 0;
  // An upper bound of f over [low, high]. It may be loose, but has to come near f as the interval shrinks, or at least
  // near the bound at single points.
  virtual double ceiling(double low, double high) = 0;
  // Whether [low, high] is short beside everything that f may hold there, so that 15 points can't miss anything of it.
  virtual bool fine(double /*low*/, double /*high*/) const { return true; }
  // Whether the bound at a single point is f itself.
  virtual bool tight() const { return false; }
};

struct LogIntegralLimits {
  double tolerance = 1e-10;  // the error, as a share of the whole
  std::size_t pieces = 400;  // the largest number of pieces
  std::size_t first = 4;     // the number of pieces to begin with
};

class LogIntegral {
 public:
  LogIntegral(double low, double high, const LogIntegralLimits& limits);

  // Evaluates f at one point. Returns true once done. The same object may be used for many integrals: see restart().
  bool step(LogIntegrand& f);
  // The logarithms of the integral and of its error, once done. The error is that of the pieces and of f itself.
  LogValue result() const { return result_; }
  // The error reached the tolerance. Otherwise the number of pieces ran out.
  bool settled() const { return settled_; }
  // Begins again over the same range, without new memory.
  void restart();
  // Ends with what is known. Points that are not evaluated yet count as error.
  void stop(LogIntegrand& f);

 private:
  static constexpr std::size_t kPoints = 15;
  struct Piece {
    double low, high, value, error, inner;  // logarithms, the last of the error of f
  };

  static bool lessError(const Piece& a, const Piece& b);
  void finishPiece(LogIntegrand& f);
  bool settle();
  template <typename Of>
  double logSum(Of of) const;
  void sumUp();

  double low_, high_;
  LogIntegralLimits limits_;
  std::vector<Piece> heap_, waiting_;  // the evaluated pieces, the worst on top; those to be evaluated next
  std::array<LogValue, kPoints> values_{};
  std::size_t point_ = 0;  // the next point of waiting_.back()
  double highest_piece_ = 0, own_error_ = 0;
  LogValue result_{};
  bool settled_ = false;
};

}  // namespace harmonium
