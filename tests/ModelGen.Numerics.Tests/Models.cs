using Xunit;

namespace ModelGen.Numerics.Tests;

/// <summary>A model of the table.</summary>
/// <param name="Name">What tests and reference files call it.</param>
/// <param name="Attributes">Its declaration.</param>
/// <param name="HasDifferences">Whether its gradients are derivatives: not where layers take as constant what depends on weights.</param>
/// <param name="Options">The arguments of its <c>[Model]</c>.</param>
/// <param name="HasReference">Whether PyTorch can express it: then <c>References/make_references.py</c> has its twin.</param>
public sealed record ModelCase(
    string Name, string Attributes, bool HasReference = true, bool HasDifferences = true, string Options = "")
{
    private const string UnfusedPrefix = "unfused-";

    /// <summary>The blocks that any model may use.</summary>
    internal const string Blocks = """
        [Block] [Dense(Arg.A), Tanh, Dense(Arg.A)] public partial class Branch;
        [Block] [Dense(Arg.B), Sigmoid] public partial class Side;
        [Block] [Dense(6), Relu] public partial class Fixed;
        [Block] [Residual<Branch>(Arg.A), Relu] public partial class Stage;
        [Block] [Dense(Arg.A, UseBias = false), BatchNorm, Relu, Dense(Arg.A, UseBias = false), BatchNorm] public partial class Normal;
        [Block] [Conv2D(Arg.A, 3, Stride = Arg.B, Padding = 1), Relu, Conv2D(Arg.A, 3, Padding = 1)] public partial class Basic;
        [Block] [Conv2D(Arg.A, 1), Relu] public partial class Pointwise;
        [Block] [Conv2D(Arg.A, 3, Padding = Padding.Same), Tanh] public partial class SameSize;
        [Block] [Flatten, Dense(Arg.A), Tanh] public partial class Localization;
        [Block] [As("in"), Use<Stage>(Arg.A), Use<Side>(1, Arg.B), As("out"), From("in"), Dense(Arg.B), Multiply("out")]
        public partial class Nested;
        """;

    /// <summary>Whether its products and sums are rounded one by one.</summary>
    public bool IsUnfused { get; private init; }

    /// <summary>The name of its file in <c>References</c>: how it rounds is no business of PyTorch's.</summary>
    public string ReferenceName => IsUnfused ? Name[UnfusedPrefix.Length..] : Name;

    /// <summary>The same model, whose products and sums are rounded one by one.</summary>
    public ModelCase Unfused => this with { Name = UnfusedPrefix + Name, IsUnfused = true };

    /// <summary>The C# text of the model.</summary>
    public string Source =>
        $"{(Members.Length == 0 ? "" : "using System;\nusing static ModelGen.Tensor;\n")}"
            + $"[Model{(Arguments.Length == 0 ? "" : $"({Arguments})")}]\n{Attributes}\npublic sealed partial class Net"
            + (Members.Length == 0 ? ";" : $"\n{{\n{Members}\n}}")
            + $"\n{Blocks}\n";

    /// <summary>What stands in the class: the functions that its attributes name.</summary>
    public string Members { get; init; } = "";

    /// <summary>What stands in the parentheses of its <c>[Model]</c>.</summary>
    private string Arguments => string.Join(
        ", ", new[] { Options, IsUnfused ? "Arithmetic = Arithmetic.Unfused" : "" }.Where(text => text.Length > 0));

    public override string ToString() => Name;
}

/// <summary>One small model for every activation, loss, optimizer, initialiser, wiring, block and odd size.</summary>
public static class Models
{
    public static readonly IReadOnlyList<ModelCase> All = [.. Fused(), .. Unfused()];

    private static IReadOnlyList<ModelCase> Fused() =>
    [
        .. Activations(),
        .. Losses(),
        .. SeveralLosses(),
        .. Optimizers(),
        .. Updates(),
        .. Frozen(),
        .. Initialisers(),
        .. Wiring(),
        .. Shapes(),
        .. Blocks(),
        .. Sizes(),
        .. Dropout(),
        .. NormalizationModels.All,
        .. VisionModels.All,
        .. SequenceModels.All,
        .. FunctionModels.All, .. FunctionModels.OfTables,
    ];

    /// <summary>The names, for theories.</summary>
    public static TheoryData<string> Names => [.. All.Select(model => model.Name)];

    public static ModelCase Find(string name) => All.Single(model => model.Name == name);

    /// <summary>Every function, loss, optimizer and kind of sum without fusing: so much depends on the arithmetic.</summary>
    private static IEnumerable<ModelCase> Unfused()
    {
        string[] names =
        [
            "activation-elu",
            "activation-gelu",
            "activation-chain",
            "softmax-sequence",
            "activation-maxout-3",
            "loss-huber",
            "loss-binary-cross-entropy",
            "loss-cross-entropy-of-sigmoid",
            "loss-sequence-softmax-cross-entropy",
            "loss-hinge",
            "optimizer-sgd-all",
            "optimizer-adam-decay",
            "optimizer-adamw-all",
            "wiring-three-inputs",
            "shape-dense-sequence-of-scalars",
            "block-repeat-nested",
            "size-1-1-1",
            "size-100-33-10",
            "size-few-outputs-of-inputs",
            "dropout-two",
            "norm-batch-image",
            "norm-layer-sequence",
            "norm-weight-conv",
            "vision-lenet",
            "vision-residual",
            "vision-groups-stride",
            "vision-depthwise-multiplier",
            "vision-transposed-padding",
            "vision-conv1d-all",
            "vision-avg-pool-ceil-oblong",
            "vision-bicubic",
        ];
        return names.Select(name => Fused().Single(model => model.Name == name).Unfused);
    }

    private static IEnumerable<ModelCase> Activations()
    {
        yield return Activation("relu", "Relu");
        yield return Activation("leaky-relu", "LeakyRelu");
        yield return Activation("leaky-relu-0.2", "LeakyRelu(0.2f)");
        yield return Activation("prelu", "PRelu");
        yield return Activation("prelu-0.1", "PRelu(InitialSlope = 0.1f)");
        yield return Activation("elu", "Elu");
        yield return Activation("elu-0.7", "Elu(0.7f)");
        yield return Activation("gelu", "Gelu");
        yield return Activation("silu", "Silu");
        yield return Activation("sigmoid", "Sigmoid");
        yield return Activation("hard-sigmoid", "HardSigmoid");
        yield return Activation("tanh", "Tanh");
        yield return Activation("softplus", "Softplus");
        yield return Activation("softmax", "Softmax");
        yield return Activation("maxout-2", "Maxout(2)");
        yield return Activation("maxout-3", "Maxout(3)");
        yield return new("maxout-many", "[Input(5), Dense(51), Maxout(17), Dense(2)] [MeanSquaredError, Sgd(0.1f)]", HasReference: false);
        yield return new("activation-first", "[Input(9), Tanh, Dense(4)] [MeanSquaredError, Sgd(0.1f)]");
        yield return new("activation-last", "[Input(9), Dense(4), Sigmoid] [MeanSquaredError, Sgd(0.1f)]");
        yield return new(
            "activation-chain",
            "[Input(5), Dense(7), Silu, Softplus, Tanh, LeakyRelu, Dense(2)] [MeanSquaredError, Sgd(0.1f)]");
        yield return new("softmax-sequence", "[Input(3, 5), Dense(6), Softmax, Dense(2)] [MeanSquaredError, Sgd(0.1f)]");
        yield return new("maxout-sequence", "[Input(3, 5), Dense(6), Maxout(2), Dense(2)] [MeanSquaredError, Sgd(0.1f)]");
        yield return new("prelu-sequence", "[Input(3, 5), Dense(6), PRelu, Dense(2), PRelu] [MeanSquaredError, Sgd(0.1f)]");

        static ModelCase Activation(string name, string attribute) =>
            new("activation-" + name, $"[Input(7), Dense(18), {attribute}, Dense(5)] [MeanSquaredError, Sgd(0.1f)]");
    }

    private static IEnumerable<ModelCase> Losses()
    {
        foreach (var (kind, layers) in new[] { ("", "[Input(6), Dense(11), Tanh, Dense(4)]"), ("sequence-", "[Input(3, 6), Dense(4)]") })
        {
            yield return new($"loss-{kind}mean-squared-error", $"{layers} [MeanSquaredError, Sgd(0.1f)]");
            yield return new($"loss-{kind}mean-absolute-error", $"{layers} [MeanAbsoluteError, Sgd(0.1f)]");
            yield return new($"loss-{kind}huber", $"{layers} [Huber, Sgd(0.1f)]");
            yield return new($"loss-{kind}huber-0.5", $"{layers} [Huber(0.5f), Sgd(0.1f)]");
            yield return new($"loss-{kind}binary-cross-entropy", $"{layers} [BinaryCrossEntropy, Sgd(0.1f)]");
            yield return new($"loss-{kind}positive-weight", $"{layers} [BinaryCrossEntropy(PositiveWeight = 3.5), Sgd(0.1f)]");
            yield return new($"loss-{kind}distillation", $"{layers} [Distillation(2.5, LabelShare = 0.3), Sgd(0.1f)]");
            yield return new($"loss-{kind}cross-entropy", $"{layers} [Softmax] [CrossEntropy, Sgd(0.1f)]");
            yield return new($"loss-{kind}cross-entropy-of-sigmoid", $"{layers} [Sigmoid] [CrossEntropy, Sgd(0.1f)]");
            yield return new($"loss-{kind}softmax-cross-entropy", $"{layers} [SoftmaxCrossEntropy, Sgd(0.1f)]");
            yield return new($"loss-{kind}smoothed", $"{layers} [SoftmaxCrossEntropy(LabelSmoothing = 0.2), Sgd(0.1f)]");
            yield return new(
                $"loss-{kind}class-weights", $"{layers} [SoftmaxCrossEntropy(ClassWeights = [1, 0.25, 3, 0.5]), Sgd(0.1f)]");
            yield return new(
                $"loss-{kind}class-weights-smoothed",
                $"{layers} [SoftmaxCrossEntropy(ClassWeights = [1, 0.25, 3, 0.5], LabelSmoothing = 0.2), Sgd(0.1f)]");
            yield return new(
                $"loss-{kind}class-weights-of-probabilities",
                $"{layers} [Softmax] [CrossEntropy(ClassWeights = [1, 0.1, 3, 0.5]), Sgd(0.1f)]");
            yield return new($"loss-{kind}sample-weights", $"{layers} [MeanSquaredError(SampleWeights = true), Sgd(0.1f)]");
            yield return new(
                $"loss-{kind}all-weights",
                $"{layers} [SoftmaxCrossEntropy(ClassWeights = [2, 0.5, 1, 3], SampleWeights = true), Sgd(0.1f, Accumulate = 2)]");
            yield return new($"loss-{kind}hinge", $"{layers} [Hinge, Sgd(0.1f)]");
            yield return new($"loss-{kind}hinge-0.6", $"{layers} [Hinge(0.6f), Sgd(0.1f)]");
        }

        yield return new("loss-teacher-alone", "[Input(5), Dense(17)] [Distillation(LabelShare = 0), Sgd(0.1f)]");
        yield return new("loss-one-logit", "[Input(5), Dense(6), Relu, Dense(1)] [BinaryCrossEntropy, Sgd(0.1f)]");
        yield return new("loss-two-classes", "[Input(5), Dense(2)] [SoftmaxCrossEntropy, Sgd(0.1f)]");
        yield return new("loss-seventeen-classes", "[Input(5), Dense(17)] [SoftmaxCrossEntropy, Sgd(0.1f)]");
    }

    private static IEnumerable<ModelCase> SeveralLosses()
    {
        const string Heads = "[Input(6), Dense(18), Tanh, As(\"body\"), Dense(3), As(\"box\"), From(\"body\"), Dense(4), Output(\"box\")]";
        yield return new("losses-class-and-box", $"{Heads} [SoftmaxCrossEntropy, MeanSquaredError(Of = \"box\", Weight = 0.3), Sgd(0.1)]");
        yield return new("losses-box-first", $"{Heads} [Huber(Of = \"box\", Weight = 2.5), SoftmaxCrossEntropy, Adam(0.01)]");
        yield return new(
            "losses-two-of-one",
            $"{Heads} [SoftmaxCrossEntropy, Hinge(Weight = 0.5), MeanSquaredError(Of = \"box\", Weight = 0.1), Sgd(0.1)]");
        yield return new(
            "losses-shared-labels",
            """
            [Input(6), Dense(20), Relu, As("body"), Dense(5), As("early"), From("body"), Dense(17), Tanh, As("late")]
            [Dense(2), As("box"), From("late"), Dense(5), Output("early"), Output("box")]
            [SoftmaxCrossEntropy(ClassWeights = [1, 2, 0.5, 4, 3])]
            [SoftmaxCrossEntropy(Of = "early", Weight = 0.3, Target = "labels"), MeanAbsoluteError(Of = "box", Weight = 0.7), Sgd(0.1)]
            """);
        yield return new(
            "losses-accumulate",
            $"{Heads} [SoftmaxCrossEntropy(LabelSmoothing = 0.2, Weight = 0.5), MeanSquaredError(Of = \"box\"), Sgd(0.1, Accumulate = 2)]");
        yield return new(
            "losses-weight-of-one", "[Input(6), Dense(11), Tanh, Dense(4)] [MeanSquaredError(Weight = 0.25), Sgd(0.1)]");

        // A loss that leaves out what lies behind the lengths keeps its value, weight and target.
        yield return new(
            "losses-lengths",
            """
            [Input(4, 3), Lengths, Lstm(6, ReturnSequences = true), As("steps"), Dense(5), As("tags"), From("steps"), LastStep, Dense(2)]
            [Output("tags"), Huber, SoftmaxCrossEntropy(Of = "tags", Weight = 0.25, Target = "marks"), Sgd(0.1)]
            """,
            HasReference: false);

        // Weights of samples for one of the losses, labels that do not count for another, and a loss of what is no output.
        yield return new(
            "losses-all",
            """
            [Input(3, 6), Dense(9), Tanh, As("body"), Dense(4), As("tags"), From("body"), Flatten, Dense(2), Output("tags")]
            [MeanSquaredError(SampleWeights = true), MeanAbsoluteError(Of = "body", Weight = 0.01)]
            [SoftmaxCrossEntropy(Of = "tags", IgnoreLabel = -100, ClassWeights = [1, 2, 0.5, 1]), AdamW(0.01, WeightAverage = 0.9)]
            """,
            HasReference: false);
    }

    private static IEnumerable<ModelCase> Optimizers()
    {
        yield return Optimizer("sgd", "Sgd(0.1f)");
        yield return Optimizer("sgd-momentum", "Sgd(0.05f, Momentum = 0.9f)");
        yield return Optimizer("sgd-nesterov", "Sgd(0.05f, Momentum = 0.9f, Nesterov = true)");
        yield return Optimizer("sgd-decay", "Sgd(0.1f, WeightDecay = 0.05f)");
        yield return Optimizer("sgd-all", "Sgd(0.05f, Momentum = 0.8f, Nesterov = true, WeightDecay = 0.02f)");
        yield return Optimizer("adam", "Adam(0.01f)");
        yield return Optimizer("adam-betas", "Adam(0.01f, Beta1 = 0.8f, Beta2 = 0.95f, Epsilon = 1e-6f)");
        yield return Optimizer("adam-decay", "Adam(0.01f, WeightDecay = 0.05f)");
        yield return Optimizer("adamw", "AdamW(0.01f)");
        yield return Optimizer("adamw-no-decay", "AdamW(0.01f, WeightDecay = 0f)");
        yield return Optimizer("adamw-all", "AdamW(0.02f, Beta1 = 0.85f, Beta2 = 0.99f, Epsilon = 1e-7f, WeightDecay = 0.1f)");
        yield return Optimizer("adagrad", "Adagrad(0.05)");
        yield return Optimizer(
            "adagrad-all",
            "Adagrad(0.1, LearningRateDecay = 0.01, InitialAccumulatorValue = 0.1, Epsilon = 1e-6, WeightDecay = 0.02)");
        yield return Optimizer("adagrad-mean", "Adagrad(0.01, RootMeanSquare = true)");
        yield return Optimizer("rmsprop", "RmsProp(0.005)");
        yield return Optimizer("rmsprop-momentum", "RmsProp(0.002, Alpha = 0.9, Momentum = 0.8)");
        yield return Optimizer("rmsprop-centered", "RmsProp(0.005, Alpha = 0.95, Centered = true, Epsilon = 1e-4)");
        yield return Optimizer(
            "rmsprop-all",
            "RmsProp(0.002, Alpha = 0.9, Epsilon = 1e-4, WeightDecay = 0.02, Momentum = 0.7, Centered = true)");
        yield return Optimizer("radam", "RAdam(0.01)");
        yield return Optimizer("radam-all", "RAdam(0.02, Beta1 = 0.85, Beta2 = 0.95, Epsilon = 1e-7, WeightDecay = 0.05)");
        yield return Optimizer("lion", "Lion(0.002)");
        yield return Optimizer("lion-all", "Lion(0.005, Beta1 = 0.8, Beta2 = 0.95, WeightDecay = 0.1)");
        yield return Optimizer("lamb", "Lamb(0.01, WeightDecay = 0)");
        yield return Optimizer("lamb-all", "Lamb(0.02, Beta1 = 0.85, Beta2 = 0.95, Epsilon = 1e-5, WeightDecay = 0.1)");
        yield return Optimizer("lamb-weights", "Lamb(0.02, WeightDecay = 0.1, DecayWeightsOnly = true)");
        yield return Optimizer("muon", "Muon(0.01)");
        yield return Optimizer("muon-original", "Muon(0.05, MatchAdamW = false, Nesterov = false, Momentum = 0.9, WeightDecay = 0)");
        yield return Optimizer(
            "muon-all",
            "Muon(0.02, Momentum = 0.8, Beta1 = 0.85, Beta2 = 0.95, Epsilon = 1e-6, WeightDecay = 0.05, DecayWeightsOnly = true)");
        yield return Optimizer("adam-accumulate", "Adam(0.02, Accumulate = 3)");
        yield return Optimizer("sgd-accumulate", "Sgd(0.1, Momentum = 0.9, Accumulate = 2, WeightAverage = 0.9)");

        static ModelCase Optimizer(string name, string attribute) =>
            new("optimizer-" + name, $"[Input(6), Dense(9), Tanh, Dense(3)] [SoftmaxCrossEntropy, {attribute}]");
    }

    /// <summary>What the update does besides the optimizer's rule.</summary>
    private static IEnumerable<ModelCase> Updates()
    {
        yield return Update("l1", "Sgd(0.1)", "L1 = 0.002");
        yield return Update("l2", "Adam(0.005)", "L2 = 0.02");
        yield return Update("clip-norm", "Sgd(0.5)", "ClipNorm = 0.3");
        yield return Update("clip-value", "Sgd(0.5)", "ClipValue = 0.02");
        yield return Update("max-norm", "Adam(0.02)", "MaxNorm = 0.6");
        yield return Update("decay-weights", "AdamW(0.01, WeightDecay = 0.8, DecayWeightsOnly = true)", "");
        yield return Update("decay-penalty-of-weights", "RmsProp(0.002, WeightDecay = 0.1, DecayWeightsOnly = true)", "");
        yield return Update("average", "Adam(0.02, WeightAverage = 0.95)", "");
        yield return Update("average-limited", "Sgd(0.3, WeightAverage = 0.9)", "MaxNorm = 0.6, ClipNorm = 1");
        yield return Update("lamb", "Lamb(0.02, WeightDecay = 0.1, WeightAverage = 0.99), WarmUp(20)", "ClipNorm = 0.3, L2 = 0.01");
        yield return Update("muon", "Muon(0.01, WeightAverage = 0.99), WarmUp(20)", "ClipNorm = 0.3, L2 = 0.01");
        yield return Update("warm-up", "Adam(0.02), WarmUp(20), CosineDecay(60, End = 0.1)", "");
        yield return Update("one-cycle", "OneCycle(100, Rise = 0.25, Divisor = 10, FinalDivisor = 100), Sgd(0.3, Momentum = 0.9)", "");
        yield return Update("step-decay", "Sgd(0.2), StepDecay(15, 0.5)", "");
        yield return Update("epochs", "Sgd(0.2), WarmUp(2, StepsPerEpoch = 7), StepDecay(3, 0.5, StepsPerEpoch = 5)", "");
        yield return Update("inverse-time", "Sgd(0.2), InverseTimeDecay(10, 0.5)", "");
        yield return Update("inverse-time-staircase", "Sgd(0.2), InverseTimeDecay(10, 0.5, Staircase = true)", "");
        yield return Update("inverse-root", "Sgd(0.2), WarmUp(10), InverseRootDecay(15)", "");
        yield return Update("restarts", "Sgd(0.2), CosineDecayRestarts(20, HeightFactor = 0.8, End = 0.05)", "");
        yield return Update("noam", "Sgd(2), Noam(16, 20)", "");
        yield return Update("polynomial", "Sgd(0.2), PolynomialDecay(70, End = 0.1, Power = 2)", "");
        yield return Update(
            "all",
            "AdamW(0.02, WeightDecay = 0.1, DecayWeightsOnly = true), WarmUp(10, Start = 0.1), ExponentialDecay(1, 0.97)",
            "L1 = 0.001, L2 = 0.01, MaxNorm = 0.7, ClipNorm = 0.5, ClipValue = 0.1");
        yield return new(
            "update-layers",
            "[Input(6), Dense(9, L2 = 0, ClipNorm = 0.1, Name = \"a\"), Tanh, "
                + "Dense(20, MaxNorm = 0.5, ClipValue = 0.01, Name = \"b\"), Tanh, "
                + "Dense(3, ClipNorm = 0, L1 = 0.002, Name = \"c\")] [SoftmaxCrossEntropy, Sgd(0.5)]",
            Options: "ClipNorm = 0.2, L2 = 0.01");

        // More floats than a run of the norm, and layers that panels and axes of another order hold.
        yield return new(
            "update-wide",
            "[Input(40), Dense(60), Tanh, Dense(3)] [MeanSquaredError, Adam(0.01)]",
            Options: "ClipNorm = 0.05, L2 = 0.001, MaxNorm = 0.9",
            HasReference: false);
        yield return new(
            "update-wide-lamb",
            "[Input(40), Dense(60), Tanh, Dense(3)] [MeanSquaredError, Lamb(0.01, WeightAverage = 0.9, Accumulate = 2)]",
            HasReference: false);
        yield return new(
            "update-wide-muon",
            "[Input(2, 6, 6), Conv2D(20, 3), Tanh, Flatten, Dense(60), Tanh, Dense(18), Tanh, Dense(3)] [MeanSquaredError, Muon(0.01)]",
            HasReference: false);

        static ModelCase Update(string name, string optimizer, string options) =>
            new(
                "update-" + name,
                "[Input(2, 5, 5), Conv2D(3, 2), Tanh, ConvTranspose2D(2, 2), Flatten, Dense(20), LayerNorm, Tanh, Dense(3)] "
                    + $"[SoftmaxCrossEntropy, {optimizer}]",
                Options: options);
    }

    /// <summary>Layers that stay as they are, in front of, between and behind others.</summary>
    private static IEnumerable<ModelCase> Frozen()
    {
        yield return new("frozen-first", "[Input(6), Dense(9, Frozen = true), Tanh, Dense(3)] [SoftmaxCrossEntropy, Adam(0.02)]");
        yield return new(
            "frozen-between",
            "[Input(6), Dense(9), Tanh, Dense(20, Frozen = true), Tanh, Dense(3)] [MeanSquaredError, Sgd(0.1)]");
        yield return new("frozen-last", "[Input(6), Dense(9), Tanh, Dense(3, Frozen = true)] [MeanSquaredError, Sgd(0.1)]");
        yield return new(
            "frozen-batch-norm",
            "[Input(2, 5, 5), Conv2D(4, 3, UseBias = false, Frozen = true), BatchNorm(Frozen = true), Relu, "
                + "Conv2D(3, 2, UseBias = false), BatchNorm, Relu, Flatten, Dense(3)] "
                + "[SoftmaxCrossEntropy, AdamW(0.01, WeightDecay = 0.1, WeightAverage = 0.9)]",
            Options: "MaxNorm = 1, ClipNorm = 0.5");
    }

    private static IEnumerable<ModelCase> Initialisers()
    {
        foreach (string init in new[] { "Auto", "Zeros", "Normal", "Xavier", "Kaiming" })
            yield return new(
                "init-" + init.ToLowerInvariant(),
                $"[Input(8), Dense(12, Init = Init.{init}), Silu, Dense(3, Init = Init.{init})] [MeanSquaredError, Sgd(0.1f)]");
        yield return new(
            "init-normal-scale",
            "[Input(8), Dense(12, Init = Init.Normal, InitScale = 0.2f), Silu, Dense(3)] [MeanSquaredError, Sgd(0.1f)]");
        yield return new(
            "dense-no-bias",
            "[Input(8), Dense(12, UseBias = false), Tanh, Dense(3, UseBias = false, Name = \"head\")] [MeanSquaredError, Sgd(0.1f)]");
    }

    private static IEnumerable<ModelCase> Wiring()
    {
        yield return Wired("add", "[Input(6), Dense(10), As(\"a\"), Dense(10), Tanh, Add(\"a\"), Dense(3)]");
        yield return Wired("add-two", "[Input(6), Dense(10), As(\"a\"), Tanh, As(\"b\"), Dense(10), Add(\"a\", \"b\"), Relu, Dense(3)]");
        yield return Wired(
            "add-stretched",
            "[Input(6), Dense(1), As(\"a\"), From(\"input\"), Dense(6), Add(\"a\"), Multiply(\"a\"), Dense(2)]");
        yield return Wired("gate", "[Input(6), As(\"x\"), Dense(5), As(\"a\"), From(\"x\"), Dense(5), Sigmoid, Multiply(\"a\"), Dense(2)]");
        yield return Wired("multiply-twice", "[Input(6), Dense(5), Tanh, As(\"a\"), Multiply(\"a\", \"a\"), Dense(2)]");
        yield return Wired(
            "concat",
            "[Input(6), Dense(6), As(\"a\"), Dense(3), Tanh, As(\"b\"), Dense(5), Concat(\"a\", \"b\"), Shape(14), Dense(2)]");
        yield return Wired("concat-input", "[Input(17), As(\"x\"), Dense(3), Relu, Concat(\"x\")]");
        yield return Wired("concat-sequence", "[Input(2, 3), As(\"a\"), Dense(3), Tanh, Concat(\"a\"), Shape(4, 3), Dense(2)]");
        yield return Wired("concat-image", "[Input(2, 3, 4), As(\"a\"), Dense(4), Tanh, Concat(\"a\"), Shape(4, 3, 4), Flatten, Dense(2)]");
        yield return Wired(
            "two-inputs",
            "[Input(3, Name = \"left\"), Dense(4), As(\"a\")] [Input(2, Name = \"right\"), Dense(4), Add(\"a\"), Tanh, Dense(2), "
                + "Concat(\"left\")]");
        yield return Wired(
            "three-inputs",
            "[Input(3, Name = \"x\")] [Input(2, 2, Name = \"y\"), Flatten, Dense(3), Multiply(\"x\")] [As(\"xy\"), Input(1, Name = \"z\"), "
                + "Dense(3), Sigmoid, Add(\"xy\", \"x\"), Dense(2)]");
        yield return Wired("two-outputs", "[Input(6), Dense(5), As(\"h\"), Tanh, Dense(2)] [Output(\"h\")]");
        yield return Wired(
            "three-outputs",
            "[Input(6, Name = \"x\"), Dense(5), As(\"h\"), Relu, As(\"r\"), Dense(3), As(\"last\")] [Output(\"x\"), Output(\"r\"), "
                + "Output(\"last\")]");
        yield return Wired("output-before-activation", "[Input(6), Dense(5), As(\"h\"), Softmax] [Output(\"h\")]");
        yield return Wired("dead-branch", "[Input(6), Dense(5), As(\"dead\"), From(\"input\"), Dense(4), Tanh, Dense(2)]");
        yield return Wired(
            "diamond",
            "[Input(6), Dense(5), As(\"a\"), Tanh, As(\"b\"), From(\"a\"), Sigmoid, As(\"c\"), From(\"a\"), Relu, Add(\"b\"), "
                + "Multiply(\"c\"), Add(\"a\"), Dense(2)]");

        static ModelCase Wired(string name, string layers) => new("wiring-" + name, $"{layers} [MeanSquaredError, Sgd(0.1f)]");
    }

    private static IEnumerable<ModelCase> Shapes()
    {
        yield return Shaped("flatten-image", "[Input(2, 3, 4), Flatten, Dense(7), Relu, Dense(3)]");
        yield return Shaped("flatten-vector", "[Input(5), Flatten, Dense(3)]");
        yield return Shaped("flatten-middle", "[Input(3, 5), Dense(4), Tanh, Flatten, Dense(3)]");
        yield return Shaped("reshape-to-sequence", "[Input(12), Reshape(3, 4), Dense(5), Tanh, Flatten, Dense(2)]");
        yield return Shaped("reshape-rows", "[Input(4, 6), Dense(6), Tanh, Reshape(8, 3), Dense(5), Flatten, Dense(2)]");
        yield return Shaped("reshape-rows-wide", "[Input(4, 6), Dense(6), Tanh, Reshape(2, 12), Dense(5), Flatten, Dense(2)]");
        yield return Shaped("reshape-open", "[Input(4, 6), Dense(6), Reshape(-1, 2), Dense(3), Tanh, Dense(1)]");
        yield return Shaped("reshape-17", "[Input(2, 17), Dense(17), Relu, Reshape(17, 2), Dense(3), Reshape(51), Dense(2)]", "0.02f");
        yield return Shaped("reshape-input", "[Input(4, 6), Reshape(8, 3), Dense(2)]");
        yield return Shaped("reshape-output", "[Input(4, 6), Dense(6), Reshape(8, 3)]");
        yield return Shaped("reshape-activated-output", "[Input(4, 5), Dense(6), Reshape(8, 3), Tanh]");
        yield return Shaped("reshape-image", "[Input(2, 3, 4), Reshape(4, 3, 2), Dense(3), Reshape(-1), Dense(2)]");
        yield return Shaped("reshape-elementwise", "[Input(6), Reshape(2, 3), Tanh, Reshape(3, 2), Sigmoid, Flatten, Dense(2)]");
        yield return Shaped("reshape-softmax", "[Input(4, 6), Dense(6), Reshape(8, 3), Softmax, Reshape(6, 4), Dense(2)]");
        yield return Shaped(
            "reshape-skip",
            "[Input(4, 6), Dense(6), As(\"a\"), Reshape(8, 3), Dense(3), Tanh, Reshape(4, 6), Add(\"a\"), Flatten, Dense(2)]");
        yield return Shaped("dense-sequence", "[Input(5, 3), Dense(7), Relu, Dense(2)]");
        yield return Shaped("dense-sequence-17", "[Input(3, 17), Dense(16), Relu, Dense(15), Tanh, Dense(1)]");
        yield return Shaped("dense-sequence-of-one", "[Input(1, 3), Dense(4), Relu, Dense(2)]");
        yield return Shaped("dense-sequence-of-scalars", "[Input(17, 1), Dense(3), Tanh, Dense(1)]");
        yield return Shaped("dense-image", "[Input(2, 3, 4), Dense(5), Tanh, Dense(2)]");

        static ModelCase Shaped(string name, string layers, string rate = "0.1f") =>
            new("shape-" + name, $"{layers} [MeanSquaredError, Sgd({rate})]");
    }

    private static IEnumerable<ModelCase> Blocks()
    {
        yield return Block("use", "[Input(5), Use<Branch>(4), Relu, Dense(2)]");
        yield return Block("residual", "[Input(5), Residual<Branch>(5), Relu, Dense(2)]");
        yield return Block("residual-projection", "[Input(5), Residual<Branch>(4), Relu, Dense(2)]");
        yield return Block("residual-sequence", "[Input(3, 5), Residual<Branch>(5), Relu, Residual<Branch>(4), Dense(2)]");
        yield return Block("repeat", "[Input(5), Repeat<Branch>(3, 5), Dense(2)]");
        yield return Block("repeat-residual", "[Input(5), Repeat<Stage>(3, 8), Dense(2)]");
        yield return Block("parallel", "[Input(5), Parallel<Branch, Side>(3, 2), Dense(2)]");
        yield return Block("parallel-three", "[Input(5), Parallel<Branch, Side, Fixed>(3, 2), Shape(11), Dense(2)]");
        yield return Block("parallel-sequence", "[Input(2, 5), Parallel<Branch, Side>(3, 3), Shape(4, 3), Dense(2)]");
        yield return Block("nested", "[Input(5), Use<Nested>(5, 3), Dense(2)]");
        yield return Block("repeat-nested", "[Input(4), Repeat<Nested>(2, 3, 4), Dense(2)]");
        yield return Block("deep", "[Input(8), Dense(6), Repeat<Fixed>(8), Dense(3)]");

        static ModelCase Block(string name, string layers) => new("block-" + name, $"{layers} [MeanSquaredError, Sgd(0.1f)]");
    }

    private static IEnumerable<ModelCase> Sizes()
    {
        foreach (
            var (input, hidden, output) in new[]
            {
                (1, 1, 1),
                (2, 3, 2),
                (3, 10, 1),
                (10, 15, 3),
                (15, 16, 10),
                (16, 16, 16),
                (17, 17, 17),
                (33, 17, 3),
                (17, 33, 2),
                (100, 33, 10),
            })
            yield return new(
                $"size-{input}-{hidden}-{output}",
                $"[Input({input}), Dense({hidden}), Relu, Dense({output})] [MeanSquaredError, Sgd(0.05f)]");
        yield return new("size-linear", "[Input(13), Dense(1)] [MeanSquaredError, Sgd(0.05f)]");
        yield return new(
            "size-many-buffers",
            "[Input(24), Reshape(4, 6), Softplus, Gelu, Elu, Silu, Tanh, Sigmoid, Softplus, Gelu, Elu, Silu, Tanh, Softmax, Gelu, Flatten, "
                + "Dense(5)] [MeanSquaredError, Sgd(0.1f)]",
            HasReference: false);
        yield return new(
            "size-many-gates",
            "[Input(9), Dense(9), As(\"a\"), Dense(9), Tanh, Multiply(\"a\"), As(\"b\"), Sigmoid, Multiply(\"b\"), Add(\"a\"), As(\"c\"), "
                + "Softmax, Multiply(\"c\")] [MeanSquaredError, Sgd(0.1f)]",
            HasReference: false);
        yield return new(
            "size-many-sums",
            $"[Input(5), As(\"x\"), {string.Join(", ", Enumerable.Range(1, 11).Select(i => $"Dense(6), As(\"a{i}\"), From(\"x\")"))}, "
                + $"Dense(6), Add({string.Join(", ", Enumerable.Range(1, 11).Select(i => $"\"a{i}\""))}), Relu, Dense(2)] "
                    + "[MeanSquaredError, Sgd(0.01f)]",
            HasReference: false);
        yield return new(
            "size-names-of-locals",
            "[Input(3, Name = \"arena\"), As(\"count\"), Input(3, Name = \"start\"), Dense(3), Add(\"count\"), As(\"row\"), Dense(2), "
                + "Output(\"row\")] [SoftmaxCrossEntropy, Adam(0.01f)]",
            HasReference: false);
        yield return new(
            "size-softmax-reshaped",
            "[Input(3), Dense(4), Softmax, Reshape(2, 2), Flatten] [CrossEntropy, Adam(0.01f)]",
            HasReference: false);
        yield return new(
            "size-deep",
            "[Input(10), Dense(15), Tanh, Dense(16), Tanh, Dense(17), Tanh, Dense(10), Tanh, Dense(3), Tanh, Dense(2), Tanh, Dense(1), "
                + "Tanh, Dense(3)] [MeanSquaredError, Adam(0.01f)]");
        yield return new("size-few-outputs", "[Input(40), Dense(48), Relu, Dense(3)] [MeanSquaredError, Adam(0.01f)]", HasReference: false);
        yield return new(
            "size-few-outputs-of-inputs",
            "[Input(64), As(\"x\"), Dense(64), Tanh, Dense(2), As(\"y\"), From(\"x\"), Dense(2), Add(\"y\")] [MeanSquaredError, "
                + "Sgd(0.01f)]",
            HasReference: false);
        yield return new("size-classifier", "[Input(1, 8, 8), Flatten, Dense(33), Relu, Dense(10)] [SoftmaxCrossEntropy, Adam(0.005f)]");
    }

    private static IEnumerable<ModelCase> Dropout()
    {
        yield return new("dropout-0", "[Input(6), Dense(9), Tanh, Dropout(0f), Dense(3)] [MeanSquaredError, Sgd(0.1f)]");
        yield return new(
            "dropout",
            "[Input(6), Dense(9), Tanh, Dropout(0.4f), Dense(3)] [MeanSquaredError, Sgd(0.1f)]",
            HasReference: false);
        yield return new("dropout-input", "[Input(17), Dropout(0.2f), Dense(3)] [MeanSquaredError, Sgd(0.1f)]", HasReference: false);
        yield return new("dropout-output", "[Input(3), Dense(17), Dropout] [MeanSquaredError, Sgd(0.1f)]", HasReference: false);
        yield return new(
            "dropout-two",
            "[Input(4, 5), Dense(6), Dropout(0.3f), Relu, Dense(3), Dropout(0.6f), Reshape(6, 2), Dropout(0.1f), Dense(2)] "
                + "[MeanSquaredError, Adam(0.01f)]",
            HasReference: false);
    }
}
