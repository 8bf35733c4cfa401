using ModelGen;

namespace Zoo.Networks;

/// <summary>Two 3×3 convolutions beside the identity; <c>Arg.A</c> channels.</summary>
[Block]
[As("input")]
[Conv2D(Arg.A, 3, Padding = 1, UseBias = false), BatchNorm, Relu]
[Conv2D(Arg.A, 3, Padding = 1, UseBias = false), BatchNorm]
[Add("input"), Relu]
public sealed partial class Basic;

/// <summary>As <see cref="Basic"/>, with <c>Arg.A</c> channels and stride <c>Arg.B</c>, beside a projection.</summary>
[Block]
[As("input")]
[Conv2D(Arg.A, 3, Stride = Arg.B, Padding = 1, UseBias = false), BatchNorm, Relu]
[Conv2D(Arg.A, 3, Padding = 1, UseBias = false), BatchNorm, As("branch")]
[From("input"), Conv2D(Arg.A, 1, Stride = Arg.B, UseBias = false), BatchNorm]
[Add("branch"), Relu]
public sealed partial class BasicProjected;

/// <summary>
/// A 3×3 convolution of <c>Arg.A</c> channels between two 1×1 convolutions, to <c>Arg.B</c> channels, beside the identity.
/// </summary>
[Block]
[As("input")]
[Conv2D(Arg.A, 1, UseBias = false), BatchNorm, Relu]
[Conv2D(Arg.A, 3, Padding = 1, UseBias = false), BatchNorm, Relu]
[Conv2D(Arg.B, 1, UseBias = false), BatchNorm]
[Add("input"), Relu]
public sealed partial class Bottleneck;

/// <summary>
/// As <see cref="Bottleneck"/>, with <c>Arg.A</c> and <c>Arg.B</c> channels and stride <c>Arg.C</c>, beside a projection.
/// </summary>
[Block]
[As("input")]
[Conv2D(Arg.A, 1, UseBias = false), BatchNorm, Relu]
[Conv2D(Arg.A, 3, Stride = Arg.C, Padding = 1, UseBias = false), BatchNorm, Relu]
[Conv2D(Arg.B, 1, UseBias = false), BatchNorm, As("branch")]
[From("input"), Conv2D(Arg.B, 1, Stride = Arg.C, UseBias = false), BatchNorm]
[Add("branch"), Relu]
public sealed partial class BottleneckProjected;
