using Autoencoders;
using Samples;

return ClothesOptions.Run(
    args,
    "Takes noise off pictures of clothes, and lays them out in a plane.",
    "Autoencoders",
    ("denoise", Denoising.Run),
    ("variational", Variational.Run));
