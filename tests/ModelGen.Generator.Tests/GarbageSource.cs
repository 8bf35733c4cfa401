using System.Globalization;
using System.Text;

namespace ModelGen.Generator.Tests;

/// <summary>Writes random declarations: mostly legal C#, seldom a sensible model.</summary>
internal sealed class GarbageSource(Random random)
{
    private static readonly string[] Attributes =
    [
        "Input",
        "Conv1D",
        "Conv2D",
        "DepthwiseConv2D",
        "SeparableConv2D",
        "ConvTranspose2D",
        "MaxPool2D",
        "AvgPool2D",
        "GlobalAvgPool2D",
        "GlobalMaxPool2D",
        "GlobalAvgPool1D",
        "Conv3D",
        "MaxPool3D",
        "GlobalMaxPool3D",
        "GlobalMaxPool1D",
        "MaxPool1D",
        "AvgPool1D",
        "PixelShuffle",
        "Normalize",
        "AdaptiveAvgPool2D",
        "Upsample2D",
        "ZeroPad2D",
        "Crop2D",
        "Permute",
        "Dense",
        "Flatten",
        "Reshape",
        "Dropout",
        "Relu",
        "LeakyRelu",
        "PRelu",
        "Elu",
        "Gelu",
        "Silu",
        "Sigmoid",
        "HardSigmoid",
        "SpatialDropout",
        "BatchNorm",
        "LayerNorm",
        "InstanceNorm",
        "GroupNorm",
        "LocalResponseNorm",
        "CosineSimilarity",
        "SpatialTransformer<B1>",
        "Tanh", "Softplus", "Softmax", "Maxout", "As", "From", "Add", "Multiply", "Concat", "Shape", "Output", "Use<B0>", "Residual<B1>",
        "Repeat<B2>", "Parallel<B0, B1>", "Parallel<B0, B1, B2, B0, B1, B2, B0, B1>", "Use<int>", "Use<N0>", "Use<Missing>",
        "Repeat<B0, B1>", "Unknown", "MeanSquaredError", "MeanAbsoluteError", "Huber", "Hinge", "BinaryCrossEntropy", "Distillation",
        "SoftmaxCrossEntropy", "CrossEntropy", "Adam", "Sgd", "AdamW", "Adagrad", "RmsProp", "RAdam", "Lion", "Lamb", "Muon",
        "WarmUp", "CosineDecay", "OneCycle", "Noam", "Budget", "Model", "Block", "System.Obsolete",
    ];

    private static readonly string[] Values =
    [
        "0",
        "1",
        "2",
        "3",
        "4",
        "8",
        "-1",
        "int.MaxValue",
        "int.MinValue",
        "Arg.A",
        "Arg.B",
        "Arg.H",
        "0f",
        "0.5f",
        "-1f",
        "float.NaN",
        "float.PositiveInfinity",
        "1e-3f",
        "true",
        "null",
        "\"\"",
        "\"a\"",
        "\"b\"",
        "\"a.b\"",
        "\"output\"",
        "\"\\n\\\"\"",
        "\"@class\"",
        "(Init)77",
        "Init.Zeros",
        "typeof(int)",
        "new[] { 2, 2 }",
        "new int[0]",
        "Padding.Same",
        "[2, 3]",
        "new string[0]",
        "new[] { \"a\", null }",
        "[4]",
        "3.4e38f",
        "1e-45f",
        "long.MaxValue",
        "long.MinValue",
        "default",
        "missing",
        "",
        "'x'",
        "1L << 40",
        "checked(int.MaxValue + 1)",
    ];

    private static readonly string[] Names =
    [
        "Name",
        "UseBias",
        "Init",
        "InitScale",
        "Momentum",
        "Nesterov",
        "Beta1",
        "Epsilon",
        "WeightDecay",
        "InitialSlope",
        "Parameters",
        "ArenaBytes",
        "Stride",
        "Strides",
        "Padding",
        "Paddings",
        "Dilations",
        "Groups",
        "CeilMode",
        "Missing",
        "Units",
        "Affine",
        "Alpha",
        "WeightNorm",
        "SpectralNorm",
        "AlignCorners",
    ];

    private static readonly string[] Options = ["Stride", "Padding", "Dilation", "Groups", "CeilMode"],
        Sides = ["Top", "Bottom", "Left", "Right"];

    private static readonly string[] Modifiers =
    [
        "partial class",
        "sealed partial class",
        "class",
        "static partial class",
        "abstract partial class",
        "partial record",
        "partial struct",
    ];

    private static readonly string[] Bodies =
        [";", ";", ";", " { }", "(int x);", "<T>;", " { int Predict; }", " { N0() : this(0) { } }", " : System.Exception;", " : Missing;"];

    public string Models(int count)
    {
        StringBuilder source = new("using ModelGen;\n");
        for (int i = 0; i < count; i++) source.Append(Model(i));
        return source.ToString();
    }

    /// <summary>A namespace <c>G0</c>, <c>G1</c>, … with a model <c>N0</c> and three blocks.</summary>
    public string Model(int index)
    {
        StringBuilder source = new(string.Create(CultureInfo.InvariantCulture, $"namespace G{index} {{\n"));
        for (int block = 0; block < 3; block++)
            source.Append(CultureInfo.InvariantCulture, $"[Block]\n{AttributeLines(0, 4)}partial class B{block};\n");
        source.Append("[Model]\n").Append(random.Next(4) == 0 ? AttributeLines(0, 12) : Plausible());
        source.Append(random.Next(3) == 0 ? $"{Pick(Modifiers)} N0{Pick(Bodies)}\n" : "public partial class N0;\n");
        return source.Append("}\n").ToString();
    }

    /// <summary>A beginning and an end that fit, so that what is between is read to its end: of a vector, a sequence or an image.</summary>
    private string Plausible()
    {
        string input = string.Join(", ", Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(1, 9)));
        return $"[Input({input})]\n{AttributeLines(0, 6)}{(random.Next(2) == 0 ? "[Flatten]\n" : "")}"
            + $"[Dense({random.Next(1, 5)})]\n[MeanSquaredError, Sgd(0.1f)]\n";
    }

    private string AttributeLines(int minimum, int maximum)
    {
        StringBuilder lines = new();
        for (int n = random.Next(minimum, maximum + 1); n > 0; n--) lines.Append(CultureInfo.InvariantCulture, $"[{Attribute()}]\n");
        return lines.ToString();
    }

    private string Attribute()
    {
        string name = Pick(Attributes);
        return random.Next(3) switch
        {
            0 => name + Fitting(name),
            1 => $"{name}({string.Join(", ", Arguments())})",
            _ => name + (random.Next(2) == 0 ? Fitting(name) : $"({Pick(Values)})"),
        };
    }

    /// <summary>Arguments of the right kind, often of a right value.</summary>
    private string Fitting(string name) => name switch
    {
        "Dense" or "Maxout" => $"({random.Next(-1, 9)})",
        "Conv2D" or "Conv1D" or "SeparableConv2D" or "ConvTranspose2D" => $"({random.Next(1, 9)}, {random.Next(1, 4)}{WindowOptions()})",
        "MaxPool2D" or "AvgPool2D" or "DepthwiseConv2D" => $"({random.Next(1, 4)}{WindowOptions()})",
        "Upsample2D" => $"({random.Next(1, 4)}{(random.Next(2) == 0 ? $", Mode = (Upsampling){random.Next(3)}" : "")})",
        "AdaptiveAvgPool2D" => $"([{random.Next(1, 5)}, {random.Next(1, 5)}])",
        "ZeroPad2D" or "Crop2D" => $"({random.Next(0, 3)}, {Pick(Sides)} = {random.Next(0, 3)})",
        "Permute" => random.Next(2) == 0 ? "(1, 0)" : "(2, 0, 1)",
        "Input" or "Reshape" or "Shape" => $"({random.Next(0, 5)}, {random.Next(1, 5)})",
        "As" or "From" or "Add" or "Multiply" or "Concat" or "Output" => random.Next(2) == 0 ? "(\"a\")" : "(\"b\", \"a\")",
        "Use<B0>" or "Residual<B1>" or "Parallel<B0, B1>" => $"({random.Next(-1, 9)})",
        "Repeat<B2>" => $"({random.Next(-1, 4)}, {random.Next(0, 5)})",
        "Adam" or "Sgd" or "AdamW" or "Adagrad" or "RmsProp" or "RAdam" or "Lion" or "Lamb" or "Muon" => "(0.1f)",
        "Budget" => $"(Parameters = {random.Next(-1, 200)})",
        _ => "",
    };

    private string WindowOptions() =>
        string.Concat(
            Enumerable
                .Range(0, random.Next(3))
                .Select(_ => Pick(Options))
                .Distinct()
                .Select(name => $", {name} = {(name == "CeilMode" ? "true" : random.Next(name == "Padding" ? 0 : 1, 4))}"));

    private IEnumerable<string> Arguments()
    {
        for (int n = random.Next(4); n > 0; n--) yield return Pick(Values);
        for (int n = random.Next(3); n > 0; n--) yield return $"{Pick(Names)} = {Pick(Values)}";
    }

    private string Pick(string[] items) => items[random.Next(items.Length)];
}
