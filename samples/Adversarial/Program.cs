using Adversarial;
using Samples;

return ClothesOptions.Run(
    args,
    "Attacks a classifier of clothes by its own gradients, and takes one to images\nof another kind without labels.",
    "Adversarial",
    ("attack", Attacks.Run),
    ("domains", Domains.Run));
