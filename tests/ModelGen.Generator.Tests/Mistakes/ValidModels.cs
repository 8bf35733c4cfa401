namespace ModelGen.Generator.Tests.Mistakes;

/// <summary>Models without a mistake, one attribute a line. Mutations start from them.</summary>
internal static class ValidModels
{
    public static readonly IReadOnlyList<string> All =
    [
        Model("Input(8)", "Dense(16)", "Relu", "Dense(1)", "MeanSquaredError", "Sgd(0.1f, Momentum = 0.9f, Nesterov = true)"),
        Model("Input(1, 28, 28)", "Flatten", "Dense(64, Name = \"hidden\")", "Relu", "Dropout(0.25f)", "Dense(10)", "SoftmaxCrossEntropy", "Adam(1e-3f, Beta1 = 0.8f)"),
        Model("Budget(Parameters = 2000)", "Input(4, 8)", "Dense(12, UseBias = false)", "Gelu", "Flatten", "Dense(24)", "Maxout(3)", "Dense(2)", "Huber(0.5f)", "AdamW(1e-3f)"),
        Model("Input(8)", "As(\"skip\")", "Dense(8)", "Tanh", "Add(\"skip\")", "Dense(8)", "Silu", "Add(\"skip\")", "Dense(3)", "Softmax", "CrossEntropy", "Adam(1e-3f)"),
        Model("Input(6, Name = \"left\")", "Dense(5)", "Relu", "As(\"a\")", "Input(3, Name = \"right\")", "Dense(5)", "Sigmoid", "Multiply(\"a\")", "Dense(1)", "BinaryCrossEntropy", "Adam(1e-3f)"),
        Model("Input(2, 6)", "As(\"x\")", "Dense(6)", "Elu(0.5f)", "Concat(\"x\")", "Shape(4, 6)", "Reshape(3, -1)", "Dense(4)", "LeakyRelu(0.1f)", "Flatten", "Dense(2)", "Hinge", "Sgd(0.01f)"),
        Model("Input(8)", "Dense(8)", "Relu", "As(\"code\")", "Dense(8)", "Softplus", "Dense(8)", "Output(\"code\")", "MeanAbsoluteError", "Adam(1e-3f)"),
        Model("Input(8)", "Use<Branch>(16, 4)", "Residual<Branch>(8, 4)", "Dense(1)", "MeanSquaredError", "Sgd(0.1f)") + Block("Branch", "Dense(Arg.A)", "Relu", "Dense(Arg.B)", "Tanh"),
        Model("Input(8)", "Repeat<Layer>(3, 8)", "Residual<Layer>(8)", "Dense(4)", "SoftmaxCrossEntropy", "Sgd(0.1f)") + Block("Layer", "As(\"in\")", "Dense(Arg.A)", "PRelu", "Add(\"in\")"),
        Model("Input(2, 4)", "Parallel<Wide, Narrow>(6)", "Shape(4, 6)", "Flatten", "Dense(2)", "MeanSquaredError", "AdamW(1e-3f)")
            + Block("Wide", "Dense(12)", "Relu", "Dense(Arg.A)", "Relu") + Block("Narrow", "Dense(Arg.A)", "Sigmoid"),
        Model("Input(6)", "Use<Outer>(12)", "Residual<Inner>(6)", "Dense(3)", "Softmax", "CrossEntropy", "Sgd(0.1f)", "Budget(MultiplyAdds = 400)")
            + Block("Outer", "Dense(Arg.A)", "Relu", "Use<Inner>(6)") + Block("Inner", "Dense(Arg.A, Name = \"last\")", "Gelu"),
        Model("Input(8)", "As(\"x\")", "Dense(4)", "Relu", "As(\"a\")", "From(\"x\")", "Dense(4)", "Tanh", "Add(\"a\")", "Concat(\"a\", \"x\")", "Dense(1)", "MeanSquaredError", "Adam(1e-3f)"),
        Model("Input(8)", "Dense(16, UseBias = false)", "BatchNorm(Momentum = 0.2f)", "Relu", "Dense(12, SpectralNorm = true)", "LayerNorm", "Gelu", "Dense(8, WeightNorm = true)", "GroupNorm(4)", "Tanh", "Dense(1)", "MeanSquaredError", "Sgd(0.1f)"),
        Model("Input(2, 4, 4)", "InstanceNorm(Affine = true)", "SpatialTransformer<Look>(6)", "SpatialDropout(0.1f)", "LocalResponseNorm(3)", "Flatten", "Dense(3)", "SoftmaxCrossEntropy", "Adam(1e-3f)") + Block("Look", "Flatten", "Dense(Arg.A)", "Relu"),
        Model("Input(3, 4, 4)", "Reshape(3, 16)", "Repeat<Mix>(2)", "Flatten", "Dense(5)", "SoftmaxCrossEntropy", "Adam(1e-3f)")
            + Block("Mix", "As(\"in\")", "Dense(16)", "HardSigmoid", "Multiply(\"in\")"),
        Model("Input(8)", "Dense(8, Init = Init.Normal, InitScale = 0.05f)", "Tanh", "Residual<Step>", "Parallel<Step, Step, Step>", "Shape(24)", "Dense(2)", "Hinge(1f)", "Sgd(0.05f, WeightDecay = 1e-4f)")
            + Block("Step", "Dense(8)", "Relu"),
        Model("Input(1, 12, 12)", "Conv2D(4, 3, Padding = 1)", "Relu", "MaxPool2D(2)", "Conv2D(8, 3)", "Relu", "GlobalAvgPool2D", "Dense(3)", "SoftmaxCrossEntropy", "Adam(1e-3f)"),
        Model("Input(3, 8, 8)", "Residual<Basic>(6, 2)", "Relu", "As(\"x\")", "DepthwiseConv2D(3, Padding = 1)", "Relu", "Add(\"x\")", "Upsample2D(2)", "AvgPool2D(4)", "Flatten", "Dense(1)", "MeanSquaredError", "Sgd(0.1f)")
            + Block("Basic", "Conv2D(Arg.A, 3, Stride = Arg.B, Padding = 1)", "Relu", "Conv2D(Arg.A, 3, Padding = 1)"),
        Model("Input(2, 9, 8)", "Conv2D(6, [3, 2], Strides = [2, 1], Paddings = [1, 0], Dilations = [1, 2], Groups = 2)", "LeakyRelu(0.2f)", "MaxPool2D(2, CeilMode = true)",
            "ConvTranspose2D(4, 3, Stride = 2, Padding = 1, OutputPadding = 1)", "Silu", "Crop2D(1, Left = 0)", "AdaptiveAvgPool2D([2, 3])", "Permute(1, 2, 0)", "Flatten", "Dense(2)", "MeanSquaredError", "Sgd(0.1f)"),
        Model("Input(1, 8, 8)", "SeparableConv2D(4, 3, Padding = Padding.Same, Multiplier = 2)", "Relu", "As(\"skip\")", "AvgPool2D([2, 3], Strides = [2, 2], Paddings = [0, 1])", "Conv2D(4, 3, Padding = 1)", "Elu",
            "Upsample2D(2, Mode = Upsampling.Bilinear, AlignCorners = true)", "Concat(\"skip\")", "ZeroPad2D(1, Top = 0)", "Conv2D(1, 3)", "Flatten", "Dense(3)", "Softmax", "CrossEntropy", "Adam(1e-3f)"),
        Model("Input(3, 12)", "Conv1D(6, 3, Stride = 2, Padding = 1, Groups = 3, UseBias = false)", "GroupNorm(2)", "Relu", "Residual<Deep>(4)", "Flatten", "Dense(1)", "BinaryCrossEntropy", "AdamW(1e-3f)")
            + Block("Deep", "Conv1D(Arg.A, 3, Padding = Padding.Same)", "Tanh", "Conv1D(6, 1)"),
    ];

    private static string Model(params string[] attributes) => "[Model]\n" + Lines(attributes) + "public sealed partial class Net;\n";

    private static string Block(string name, params string[] attributes) => $"[Block]\n{Lines(attributes)}public sealed partial class {name};\n";

    private static string Lines(string[] attributes) => string.Concat(attributes.Select(attribute => $"[{attribute}]\n"));
}
