"""Writes second_order.json: gradient penalties with their gradients, Hessian-vector products and a Hessian, by PyTorch's double backward.

python3 make_second_order.py     (PyTorch 1.13)

The models are those of SecondDerivativeTests.cs. Starting weights and inputs are floats; PyTorch computes in double precision.
"""
import json

import torch
from torch import nn

torch.manual_seed(17)


def small_critic():
    return nn.Sequential(
        nn.Linear(4, 8), nn.Tanh(), nn.LayerNorm(8), nn.Linear(8, 6), nn.LeakyReLU(0.2), nn.Linear(6, 1))


def image_critic():
    return nn.Sequential(
        nn.Conv2d(2, 3, 3, stride=2, padding=1), nn.Softplus(), nn.Conv2d(3, 4, 3), nn.Tanh(), nn.MaxPool2d(2, stride=1), nn.Flatten(),
        nn.Linear(4, 1))


def curved():
    return nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 4), nn.LayerNorm(4), nn.GELU(), nn.Linear(4, 3))


def prepared(model):
    """Weights that floats can hold, in double precision."""
    model = model.float()
    for parameter in model.parameters():
        parameter.data = torch.randn_like(parameter) * 0.5
    return model.double()


def inputs(*shape):
    return torch.randn(*shape).float().double()


def flat(tensors):
    return [round(value, 12) for tensor in tensors for value in tensor.detach().reshape(-1).tolist()]


def penalty(model, x, weight, center):
    x = x.clone().requires_grad_()
    gradient, = torch.autograd.grad(model(x).sum(), x, create_graph=True)
    value = weight * ((gradient.reshape(len(x), -1).norm(dim=1) - center) ** 2).mean()
    return {
        "weights": flat(model.parameters()),
        "input": flat([x]),
        "penalty": value.item(),
        "gradients": flat(
            torch.zeros_like(p) if g is None else g
            for p, g in zip(model.parameters(), torch.autograd.grad(value, list(model.parameters()), allow_unused=True))),
    }


def hessian(model, x, labels):
    parameters = list(model.parameters())
    loss = nn.functional.cross_entropy(model(x), labels)
    gradient = torch.cat([g.reshape(-1) for g in torch.autograd.grad(loss, parameters, create_graph=True)])
    vector = inputs(len(gradient))

    def product(direction):
        return torch.cat([g.reshape(-1) for g in torch.autograd.grad(gradient @ direction, parameters, retain_graph=True)])

    return {
        "weights": flat(parameters),
        "input": flat([x]),
        "labels": labels.tolist(),
        "vector": flat([vector]),
        "product": flat([product(vector)]),
        "hessian": flat([torch.stack([product(row) for row in torch.eye(len(gradient)).double()])]),
    }


with open("second_order.json", "w", newline="\n") as file:
    json.dump(
        {
            "SmallCritic": penalty(prepared(small_critic()), inputs(6, 4), 10, 1),
            "ImageCritic": penalty(prepared(image_critic()), inputs(3, 2, 8, 8), 2.5, 0),
            "Curved": hessian(prepared(curved()), inputs(7, 3), torch.tensor([0, 2, 1, 1, 0, 2, 0])),
        },
        file)
    file.write("\n")
