using System.Globalization;

namespace ModelGen.Compiler.Tests.Bounds;

/// <summary>Draws models with numbers far from those of use: most are valid but for their size.</summary>
internal sealed class ExtremeModels(Random random)
{
    public const string Blocks = "[Block] [Dense(4), Relu] class B; [Block] [Conv2D(2, 3, Padding = 1), Relu] class C;";

    private static readonly int[] Numbers =
    [
        1,
        1,
        1,
        2,
        2,
        3,
        4,
        5,
        7,
        16,
        31,
        100,
        255,
        1000,
        1023,
        4096,
        65535,
        100_000,
        1_000_000,
        16_777_216,
    ];

    private static readonly string[] Images =
    [
        "Conv2D(#, #, Padding = #)",
        "Conv2D(2, [#, #], Strides = [#, #], Paddings = [#, #], Dilations = [#, #])",
        "Conv2D(2, #, Padding = Padding.Same, Stride = #)",
        "ConvTranspose2D(#, #, Stride = #, Padding = 1)",
        "ConvTranspose2D(1, [#, #], Dilation = #)",
        "DepthwiseConv2D(#, Multiplier = #)",
        "SeparableConv2D(#, #)",
        "MaxPool2D(#)",
        "MaxPool2D([#, #], Stride = #, CeilMode = true)",
        "MaxPool2D(#, Dilation = #)",
        "AvgPool2D([#, #], Stride = #, CeilMode = true)",
        "AdaptiveAvgPool2D([#, #])",
        "Upsample2D([#, #])",
        "Upsample2D(#, Mode = Upsampling.Bilinear)",
        "Upsample2D([#, #], Mode = Upsampling.Bicubic)",
        "Upsample2D([#, #], Mode = Upsampling.Bicubic, AlignCorners = true)",
        "ZeroPad2D(#, Left = #)",
        "Crop2D(0, Top = #)",
        "BatchNorm",
        "InstanceNorm",
        "LocalResponseNorm(#)",
        "Permute(2, 0, 1)",
        "Residual<C>",
        "Repeat<C>(#)",
        "SpatialDropout(0.5f)",
        "Softmax",
    ];

    private static readonly string[] Vectors =
    [
        "Dense(#)",
        "Dense(#, SpectralNorm = true)",
        "Maxout(#)",
        "Reshape(#, -1), Dense(#), Flatten",
        "Repeat<B>(#)",
        "LayerNorm",
        "Softmax",
        "As(\"a\"), Concat(\"a\", \"a\")",
        "Gelu",
        "Dropout(0.5f)",
    ];

    private static readonly string[] Sequences =
    [
        "Conv1D(#, #, Padding = #)",
        "Conv1D(#, #, Stride = #, Dilation = #)",
        "Conv1D(2, #, Padding = Padding.Same)",
        "Dense(#)",
        "Permute(1, 0)",
        "LayerNorm",
    ];

    /// <summary>The layers of a model, the first of which is its input.</summary>
    public string Next()
    {
        string[] forms = random.Next(3) switch { 0 => Sequences, 1 => Vectors, _ => Images };
        int axes = forms == Sequences ? 2 : forms == Vectors ? 1 : 3;
        List<string> layers = [$"Input({string.Join(", ", Enumerable.Range(0, axes).Select(_ => Number(1 << (24 / axes))))})"];
        for (int i = random.Next(1, 4); i > 0; i--) layers.Add(Fill(forms[random.Next(forms.Length)]));
        return string.Join(", ", [.. layers, "Flatten", "Dense(1)"]);
    }

    private string Fill(string form) => string.Concat(form.Select(c => c == '#' ? Number(int.MaxValue) : c.ToString()));

    private string Number(int most)
    {
        int number;
        do number = Numbers[random.Next(Numbers.Length)];
        while (number > most);
        return number.ToString(CultureInfo.InvariantCulture);
    }
}
