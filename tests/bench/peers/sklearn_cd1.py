"""scikit-learn's BernoulliRBM by partial_fit. Its chains persist from batch to batch (PCD-1 and not CD-1): the same
products, exponentials and random numbers."""
import sklearn
from sklearn.neural_network import BernoulliRBM

from answering import answer, array


class Rbm:
    def __init__(self, task):
        self.batches = array(task["batches"])
        hidden = task["W"]["shape"][1]
        batch = self.batches.shape[1]
        self.rbm = BernoulliRBM(
            n_components=hidden, learning_rate=task["rate"], batch_size=batch, n_iter=1, random_state=1
        )
        # fit() makes float32 arrays where partial_fit() would make float64; they take the values that all start from.
        self.rbm.fit(self.batches[0])
        self.rbm.h_samples_[:] = 0
        self.rbm.components_[:] = array(task["W"]).T
        self.rbm.intercept_visible_[:] = array(task["b"])
        self.rbm.intercept_hidden_[:] = array(task["c"])
        self.next = 0

    def run(self, calls):
        for _ in range(calls):
            self.rbm.partial_fit(self.batches[self.next])
            self.next = (self.next + 1) % len(self.batches)

    def parameters(self):
        return {"W": self.rbm.components_.T, "b": self.rbm.intercept_visible_, "c": self.rbm.intercept_hidden_}

    def versions(self):
        return f"scikit-learn {sklearn.__version__} ({self.rbm.components_.dtype})"


if __name__ == "__main__":
    answer(Rbm)
