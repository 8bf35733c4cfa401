namespace ModelGen.Compiler.Tests.Bounds;

/// <summary>Declarations with numbers far from those of use. Tests count what generating them allocates, a benchmark the time.</summary>
internal static class ExtremeTable
{
    private const string Stage = "[Block] [Dense(8), Relu] class B;";

    /// <summary>Declarations that are refused, and what the message says.</summary>
    public static readonly (string Layers, string Blocks, string Says)[] Refused =
    [
        (
            "Input(1, 2048, 1), Upsample2D([16, 1], Mode = Upsampling.Bilinear, AlignCorners = true), Flatten, Dense(2)",
            "",
            "[Upsample2D] 'upsample2d1' gives the model a table of 524,288 numbers more"),
        (
            "Input(1, 4, 4), Upsample2D([100000, 1], Mode = Upsampling.Bicubic), Flatten, Dense(2)",
            "",
            "[Upsample2D] 'upsample2d1' gives the model a table of 1,600,000 numbers more"),
        (
            "Input(1, 1000, 1), AdaptiveAvgPool2D([999, 1]), Flatten, Dense(2)",
            "",
            "999 bins of different places along the height of 1000, but the compiler takes at most 128"),
        (
            "Input(1, 7, 16777), AdaptiveAvgPool2D([1, 16776]), Flatten, Dense(2)",
            "",
            "16,776 bins of different places along the width of 16777"),
        ("Input(8), Repeat<B>(9000), Dense(2)", Stage, "10,000"),
        ("Input(8), Repeat<B>(3000), Dense(2)", Stage, "operations, but the compiler takes at most 6,000"),
        ("Input(8), Repeat<B>(2147483647), Dense(2)", Stage, "10,000"),
        (
            "Input(1, 40, 40), ConvTranspose2D(1, 3, Stride = 90), Flatten, Dense(2)",
            "",
            "[ConvTranspose2D] 'convtranspose2d1' gives steps of 8,100 phases"),
        (
            "Input(1, 3000, 3000), Conv2D(1, 3, Stride = 900), Flatten, Dense(2)",
            "",
            "phases, each with a sum of its own, but the compiler takes at most 1,024"),
        ("Input(8), Dense(100000000)", "", "268,435,456 in all"),
        ("Input(16777217), Dense(1)", "", "16,777,216"),
        ("Input(1, 10, 10), Conv2D(4, 3, Padding = 2000), Flatten, Dense(2)", "", "16,777,216"),
        ("Input(1, 4096, 4096), Conv2D(1, 3, Padding = 3), GlobalAvgPool2D, Dense(2)", "", "with padding"),
        (
            "Input(8), " + string.Join(", ", Enumerable.Range(0, 300).Select(i => $"Dense({200 + i}), Relu")),
            "",
            "lines of code, but the compiler takes at most 300,000"),
    ];

    /// <summary>Declarations that are accepted, however large the numbers.</summary>
    public static readonly (string Layers, string Blocks)[] Accepted =
    [
        ("Input(1, 512, 1), Upsample2D([16, 1], Mode = Upsampling.Bilinear, AlignCorners = true), Flatten, Dense(2)", ""),
        ("Input(1, 1000, 1), AdaptiveAvgPool2D([100000, 1]), Flatten, Dense(2)", ""),
        ("Input(1, 1000, 1000), AdaptiveAvgPool2D([500, 127]), Flatten, Dense(2)", ""),
        ("Input(1, 1000000), Conv1D(4, 3, Padding = 1), Flatten, Dense(2)", ""),
        ("Input(1, 100000), Conv1D(4, 10001, Padding = 5000), Flatten, Dense(2)", ""),
        ("Input(1, 100000), Conv1D(4, 100001, Padding = 100000, Stride = 1000), Flatten, Dense(2)", ""),
        ("Input(1, 100000), Conv1D(4, 3, Dilation = 40000, Padding = 40000), Flatten, Dense(2)", ""),
        ("Input(1, 100), Conv1D(4, 10001, Padding = 10000, Stride = 7), Flatten, Dense(2)", ""),
        ("Input(1, 1000, 1000), Conv2D(4, 501, Padding = 250), Flatten, Dense(2)", ""),
        ("Input(1, 1000, 1000), MaxPool2D(500, Stride = 1, Padding = 250), Flatten, Dense(2)", ""),
        ("Input(1, 3000000, 3), AvgPool2D([3, 2], Stride = 2, CeilMode = true), Flatten, Dense(2)", ""),
        ("Input(64, 64, 64), DepthwiseConv2D(31, Padding = 15), SeparableConv2D(8, 31, Padding = 15), Flatten, Dense(2)", ""),
        ("Input(1, 8, 8), ConvTranspose2D(4, 300, Stride = 2), Flatten, Dense(2)", ""),
        ("Input(1, 1000000), Conv1D(4, 3, Stride = 1000), Flatten, Dense(2)", ""),
        ("Input(3, 1024, 1024), Conv2D(8, 32, Stride = 32), Flatten, Dense(2)", ""),
        ("Input(21, 8, 8), ConvTranspose2D(21, 64, Stride = 32, Padding = 16), Flatten, Dense(2)", ""),
        ("Input(1, 31, 31), SeparableConv2D(10, 31), Flatten, Dense(1)", ""),
        ("Input(400000), Maxout(100000), Dense(2)", ""),
        ("Input(1000000, 2, 2), LocalResponseNorm(999999), GlobalAvgPool2D, Dense(2)", ""),
        ("Input(16000000), Dense(16)", ""),
        ("Input(1, 1), Reshape(1), As(\"x\"), Concat(" + string.Join(", ", Enumerable.Repeat("\"x\"", 1000)) + "), Dense(2)", ""),
        ("Input(8), Repeat<B>(1150), Dense(2)", Stage),
        (
            "Input(2, 8, 8), Repeat<B>(100), Flatten, Dense(2)",
            "[Block] [Residual<C>] class B; [Block] [Conv2D(2, 3, Padding = 1), BatchNorm, Relu] class C;"),
        ("Input(8, 2), Repeat<B>(100), Dense(2)", "[Block] [Reshape(4, 4), Permute(1, 0), Reshape(8, 2)] class B;"),
        (
            "Input(8), Use<A0>, Dense(2)",
            string.Join(" ", Enumerable.Range(0, 90).Select(i => $"[Block] [Use<A{i + 1}>] class A{i};")) + " [Block] [Dense(8)] class A90;"
        ),
    ];
}
