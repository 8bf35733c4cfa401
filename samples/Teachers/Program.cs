using Samples;
using Teachers;

return ClothesOptions.Run(
    args,
    "A small network learns from a large one, and one learns how to learn from few\nimages.",
    "Teachers",
    ("distill", Distilling.Run),
    ("tasks", FewShots.Run));
