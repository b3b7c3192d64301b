"""Annealed importance sampling in NumPy: chains at once, from the machine without connections to the machine itself
(Salakhutdinov & Murray 2008). One call walks all temperatures."""
import numpy

from answering import answer, array


def sigmoid(x):
    return 1 / (1 + numpy.exp(-x))


def softplus(x):
    return numpy.logaddexp(numpy.float32(0), x)


class Ais:
    def __init__(self, task):
        self.W, self.b, self.c = array(task["W"]), array(task["b"]), array(task["c"])
        self.base = array(task["base"])
        self.chains, self.temperatures = task["chains"], task["temperatures"]
        self.random = numpy.random.default_rng(1)
        self.log_Z = numpy.nan

    def sample(self, p):
        return (self.random.random(p.shape, dtype=numpy.float32) < p).astype(numpy.float32)

    def log_p(self, v, x, beta):
        """log of the unnormalised probability at inverse temperature beta; x = v W + c."""
        return v @ ((1 - beta) * self.base + beta * self.b) + softplus(beta * x).sum(1)

    def walk(self):
        betas = numpy.linspace(0, 1, self.temperatures, dtype=numpy.float32)
        shape = (self.chains, len(self.base))
        v = self.sample(numpy.broadcast_to(sigmoid(self.base), shape))
        x = v @ self.W + self.c
        log_weights = numpy.zeros(self.chains)
        for last, beta in zip(betas[:-1], betas[1:]):
            log_weights += self.log_p(v, x, beta) - self.log_p(v, x, last)
            h = self.sample(sigmoid(beta * x))
            v = self.sample(sigmoid((1 - beta) * self.base + beta * (h @ self.W.T + self.b)))
            x = v @ self.W + self.c
        log_base = softplus(self.base.astype(float)).sum() + self.W.shape[1] * numpy.log(2.0)
        most = log_weights.max()
        self.log_Z = log_base + most + numpy.log(numpy.exp(log_weights - most).mean())

    def run(self, calls):
        for _ in range(calls):
            self.walk()

    def parameters(self):
        return {"logZ": numpy.array([self.log_Z])}

    def versions(self):
        return f"NumPy {numpy.__version__}"


if __name__ == "__main__":
    answer(Ais)
