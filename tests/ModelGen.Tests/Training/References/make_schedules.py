"""Writes schedules.csv: learning rates that PyTorch's schedulers give from step to step, relative to the base rate.

python3 make_schedules.py     (PyTorch 1.13)
"""
import torch
from torch.optim import lr_scheduler as s

STEPS = 40
SCHEDULES = {
    "WarmUp(10, 0.25)": lambda o: s.LinearLR(o, start_factor=0.25, total_iters=10),
    "StepDecay(7, 0.5)": lambda o: s.StepLR(o, 7, 0.5),
    "ExponentialDecay(1, 0.93)": lambda o: s.ExponentialLR(o, 0.93),
    "CosineDecay(39, 0.1)": lambda o: s.CosineAnnealingLR(o, 39, eta_min=0.1),
    "CosineDecayRestarts(5, 2, 1, 0.05)": lambda o: s.CosineAnnealingWarmRestarts(o, 5, 2, eta_min=0.05),
    "CosineDecayRestarts(6, 1)": lambda o: s.CosineAnnealingWarmRestarts(o, 6, 1),
    "OneCycle(40)": lambda o: s.OneCycleLR(o, max_lr=1.0, total_steps=40),
    "OneCycle(40, 0.4, 10, 100) linear": lambda o: s.OneCycleLR(
        o, max_lr=1.0, total_steps=40, pct_start=0.4, div_factor=10, final_div_factor=100, anneal_strategy="linear"),
    "PolynomialDecay(30, 0, 2)": lambda o: s.PolynomialLR(o, total_iters=30, power=2),
    "WarmUp(8, 0.125) then ExponentialDecay(1, 0.9)": lambda o: s.SequentialLR(
        o, [s.LinearLR(o, start_factor=0.125, total_iters=8), s.ExponentialLR(o, 0.9)], milestones=[8]),
    "WarmUp(8, 0.125) times StepDecay(5, 0.3)": lambda o: s.ChainedScheduler(
        [s.LinearLR(o, start_factor=0.125, total_iters=8), s.StepLR(o, 5, 0.3)]),
}

with open("schedules.csv", "w", newline="\n") as file:
    for name, make in SCHEDULES.items():
        parameter = torch.nn.Parameter(torch.zeros(1))
        optimizer = torch.optim.SGD([parameter], lr=1.0)
        scheduler = make(optimizer)
        rates = []
        for _ in range(STEPS):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            try:
                scheduler.step()
            except ValueError:  # OneCycleLR refuses to go beyond its end.
                assert len(rates) == STEPS
        file.write(";".join([name] + [repr(float(rate)) for rate in rates]) + "\n")
