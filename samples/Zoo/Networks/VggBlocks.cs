using ModelGen;

namespace Zoo.Networks;

/// <summary>A 3×3 convolution with ReLU that keeps height and width: all that VGG's images pass besides maxima.</summary>
[Block]
[Conv2D(Arg.A, 3, Padding = 1), Relu]
public sealed partial class VggConv;

/// <summary>VGG's three fully connected layers, for 1000 classes.</summary>
[Block]
[AdaptiveAvgPool2D(7), Flatten]
[Dense(4096), Relu, Dropout]
[Dense(4096), Relu, Dropout, Dense(1000)]
public sealed partial class VggHead;
