"""CD-1 in PyTorch on one thread, without its automatic gradients: the update is written out."""
import torch

from answering import answer, array

torch.set_num_threads(1)


class Rbm:
    def __init__(self, task):
        self.batches = torch.from_numpy(array(task["batches"]))
        self.W, self.b, self.c = (torch.from_numpy(array(task[name])) for name in "Wbc")
        self.rate = task["rate"]
        self.next = 0
        torch.manual_seed(1)

    def update(self, v):
        h = torch.sigmoid(torch.addmm(self.c, v, self.W))
        v_model = torch.bernoulli(torch.sigmoid(torch.addmm(self.b, torch.bernoulli(h), self.W.T)))
        h_model = torch.sigmoid(torch.addmm(self.c, v_model, self.W))
        step = self.rate / len(v)
        self.W.addmm_(v.T, h, alpha=step).addmm_(v_model.T, h_model, alpha=-step)
        self.b += step * (v - v_model).sum(0)
        self.c += step * (h - h_model).sum(0)

    def run(self, calls):
        with torch.no_grad():
            for _ in range(calls):
                self.update(self.batches[self.next])
                self.next = (self.next + 1) % len(self.batches)

    def parameters(self):
        return {"W": self.W.numpy(), "b": self.b.numpy(), "c": self.c.numpy()}

    def versions(self):
        return f"PyTorch {torch.__version__}"


if __name__ == "__main__":
    answer(Rbm)
