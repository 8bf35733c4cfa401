namespace ModelGen.Benchmarks.Workloads;

/// <summary>Two 3×3 convolutions beside the identity; <c>Arg.A</c> channels.</summary>
[Block]
[As("input")]
[Conv2D(Arg.A, 3, Padding = 1, UseBias = false), BatchNorm, Relu]
[Conv2D(Arg.A, 3, Padding = 1, UseBias = false), BatchNorm]
[Add("input"), Relu]
internal sealed partial class Basic;

/// <summary>As <see cref="Basic"/>, with stride 2, beside a projection.</summary>
[Block]
[As("input")]
[Conv2D(Arg.A, 3, Stride = 2, Padding = 1, UseBias = false), BatchNorm, Relu]
[Conv2D(Arg.A, 3, Padding = 1, UseBias = false), BatchNorm, As("branch")]
[From("input"), Conv2D(Arg.A, 1, Stride = 2, UseBias = false), BatchNorm]
[Add("branch"), Relu]
internal sealed partial class BasicProjected;
