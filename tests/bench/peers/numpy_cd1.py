"""CD-1 of a restricted Boltzmann machine in NumPy, as its users write it: float32 throughout, states drawn from
uniform numbers, hidden means on both sides of the gradient."""
import numpy

from answering import answer, array


def sigmoid(x):
    return 1 / (1 + numpy.exp(-x))


class Rbm:
    def __init__(self, task):
        self.batches = array(task["batches"])  # [batches, batch, visible]
        self.W, self.b, self.c = array(task["W"]), array(task["b"]), array(task["c"])
        self.rate = numpy.float32(task["rate"])
        self.random = numpy.random.default_rng(1)
        self.next = 0

    def sample(self, p):
        return (self.random.random(p.shape, dtype=numpy.float32) < p).astype(numpy.float32)

    def update(self, v):
        h = sigmoid(v @ self.W + self.c)
        v_model = self.sample(sigmoid(self.sample(h) @ self.W.T + self.b))
        h_model = sigmoid(v_model @ self.W + self.c)
        step = self.rate / numpy.float32(len(v))
        self.W += step * (v.T @ h - v_model.T @ h_model)
        self.b += step * (v - v_model).sum(0)
        self.c += step * (h - h_model).sum(0)

    def run(self, calls):
        for _ in range(calls):
            self.update(self.batches[self.next])
            self.next = (self.next + 1) % len(self.batches)

    def parameters(self):
        return {"W": self.W, "b": self.b, "c": self.c}

    def versions(self):
        return f"NumPy {numpy.__version__}"


if __name__ == "__main__":
    answer(Rbm)
