"""One step of D and one of G in PyTorch on one thread, as its users write them: nn.Sequential, Adam, the loss from
logits; G's step looks at the samples that D's step was shown."""
import torch
from torch import nn

from answering import answer, array

torch.set_num_threads(1)


def net(tensors, activation):
    """Linear layers with the activation between them, from W [inputs, outputs] and b of every layer."""
    layers = []
    for W, b in tensors:
        linear = nn.Linear(*W["shape"])
        linear.weight.data = torch.from_numpy(array(W)).T.contiguous()
        linear.bias.data = torch.from_numpy(array(b))
        layers += [linear, activation]
    return nn.Sequential(*layers[:-1])


class Gan:
    def __init__(self, task):
        self.batches = torch.from_numpy(array(task["batches"]))
        self.G, self.D = net(task["G"], nn.ReLU()), net(task["D"], nn.LeakyReLU(0.2))
        betas = (task["beta1"], task["beta2"])
        self.on_G = torch.optim.Adam(self.G.parameters(), lr=task["rateG"], betas=betas)
        self.on_D = torch.optim.Adam(self.D.parameters(), lr=task["rateD"], betas=betas)
        self.loss = nn.BCEWithLogitsLoss()
        self.noise_size = task["G"][0][0]["shape"][0]
        self.next = 0
        torch.manual_seed(1)

    def step(self, x):
        ones, zeros = torch.ones(len(x), 1), torch.zeros(len(x), 1)
        samples = self.G(torch.randn(len(x), self.noise_size))
        self.on_D.zero_grad()
        (self.loss(self.D(x), ones) + self.loss(self.D(samples.detach()), zeros)).backward()
        self.on_D.step()
        self.on_G.zero_grad()
        self.loss(self.D(samples), ones).backward()
        self.on_G.step()

    def run(self, calls):
        for _ in range(calls):
            self.step(self.batches[self.next])
            self.next = (self.next + 1) % len(self.batches)

    def parameters(self):
        tensors = {}
        for name, net in (("G", self.G), ("D", self.D)):
            for layer, linear in enumerate(net[::2]):
                tensors[f"{name}{layer}.W"] = linear.weight.detach().numpy().T
                tensors[f"{name}{layer}.b"] = linear.bias.detach().numpy()
        return tensors

    def versions(self):
        return f"PyTorch {torch.__version__}"


if __name__ == "__main__":
    answer(Gan)
