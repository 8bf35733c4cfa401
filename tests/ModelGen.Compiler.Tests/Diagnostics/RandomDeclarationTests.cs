using ModelGen.Compiler.Spec;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Diagnostics;

/// <summary>Whatever attributes someone writes, in whatever order: diagnostics or a model, never an exception.</summary>
public sealed class RandomDeclarationTests
{
    private static readonly string[] Numbers =
    [
        "0",
        "1",
        "2",
        "3",
        "4",
        "8",
        "-1",
        "7",
        "100000",
        "2147483647",
        "-2147483647",
        "Arg.A",
        "Arg.B",
        "Arg.H",
    ];
    private static readonly string[] Fractions = ["0f", "1f", "0.5f", "-1f", "float.NaN", "float.PositiveInfinity", "1e-45f", "3.4e38f"];
    private static readonly string[] Texts =
    [
        "\"a\"",
        "\"b\"",
        "\"input\"",
        "\"output\"",
        "\"\"",
        "null",
        "\"dense1\"",
        "\"no name\"",
        "\"class\"",
    ];

    private static readonly string[] Forms =
    [
        "Input(N)",
        "Input(N, N)",
        "Input(8, Name = T)",
        "Input",
        "Dense(N)",
        "Dense(N, Name = T)",
        "Dense(4, Init = (Init)(N), InitScale = F)",
        "Flatten",
        "Reshape(N, N)",
        "Reshape(N, N, N)",
        "Dropout(F)",
        "SpatialDropout(F)",
        "BatchNorm",
        "BatchNorm(Momentum = F, Epsilon = F)",
        "LayerNorm(Epsilon = F)",
        "LayerNorm",
        "InstanceNorm",
        "GroupNorm(N)",
        "LocalResponseNorm(N, Alpha = F, Beta = F, K = F)",
        "LocalResponseNorm(3)",
        "SpatialTransformer<One>(N)",
        "Dense(4, WeightNorm = true)",
        "Dense(4, SpectralNorm = true)",
        "Dense(4, WeightNorm = true, SpectralNorm = true)",
        "Relu",
        "LeakyRelu(F)",
        "PRelu(InitialSlope = F)",
        "Elu(F)",
        "Gelu",
        "Silu",
        "Sigmoid",
        "HardSigmoid",
        "Tanh",
        "Softplus",
        "Softmax",
        "Maxout(N)",
        "As(T)",
        "From(T)",
        "Add(T)",
        "Multiply(T, T)",
        "Concat(T)",
        "Concat(T, T)",
        "Shape(N)",
        "Shape(N, N)",
        "Output(T)",
        "Use<One>(N)",
        "Use<Two>(N, N)",
        "Residual<One>(N)",
        "Residual<Two>(N, N, Name = T)",
        "Repeat<One>(N, N)",
        "Repeat<Two>(2, N, N)",
        "Repeat<Nothing>(N)",
        "Parallel<One, Two>(N, N)",
        "Parallel<One, One, One>(N)",
        "Use<Self>",
        "Use<Nothing>",
        "Use<None>",
        "Dense(4)",
        "Dense(8)",
        "Dense(4)",
        "Dense(8)",
        "Relu",
        "Add(\"a\")",
        "CosineSimilarity(\"a\", Epsilon = F)",
        "As(\"a\")",
        "Hinge(F)",
        "Huber(F)",
        "Distillation(F, LabelShare = F)",
        "BinaryCrossEntropy(PositiveWeight = F)",
        "SoftmaxCrossEntropy",
        "MeanSquaredError",
        "CrossEntropy",
        "Adam(F)",
        "Adagrad(F, InitialAccumulatorValue = F, RootMeanSquare = true)",
        "RmsProp(F, Alpha = F, Momentum = F, Centered = true)",
        "RAdam(F, Beta2 = F)",
        "Lion(F, Beta1 = F)",
        "Lamb(F, WeightAverage = F, Accumulate = N)",
        "Muon(F, Momentum = F, WeightAverage = F, Accumulate = N)",
        "WarmUp(N, Start = F)",
        "CosineDecayRestarts(N, LengthFactor = F)",
        "OneCycle(N, Rise = F)",
        "Dense(N, L1 = F, L2 = F, MaxNorm = F, ClipNorm = F)",
        "Input(3, 8, 8)",
        "Conv2D(N, N)",
        "Conv2D(4, 3)",
        "Conv2D(N, [N, N], Strides = [N, N], Paddings = [N, N], Dilations = [N, N])",
        "Conv2D(4, N, Padding = Padding.Same, Groups = N)",
        "Conv1D(N, N, Stride = N)",
        "DepthwiseConv2D(N, Multiplier = N)",
        "SeparableConv2D(N, N, Stride = N)",
        "ConvTranspose2D(N, N, Stride = N, Padding = N, OutputPadding = N)",
        "ConvTranspose2D(4, 3, Groups = N, Dilation = N)",
        "MaxPool2D(N)",
        "MaxPool2D([N, N], Stride = N, Padding = N, CeilMode = true)",
        "AvgPool2D(N, Stride = N)",
        "AvgPool2D([N, N], Padding = N, CeilMode = true)",
        "GlobalAvgPool2D",
        "AdaptiveAvgPool2D([N, N])",
        "Upsample2D(N, Mode = (Upsampling)(N))",
        "Upsample2D([N, N], Mode = Upsampling.Bicubic, AlignCorners = true)",
        "ZeroPad2D(N, Left = N)",
        "Crop2D(N, Top = N)",
        "Permute(N, N)",
        "Permute(1, 2, 0)",
        "Residual<Image>(N, N)",
    ];

    [Fact]
    public void Never_throw()
    {
        int count = TestTier.Count(10_000, 100_000);
        Random random = new(TestSeed.Value);
        int valid = 0;
        for (int i = 0; i < count; i++)
        {
            bool tame = random.Next(3) > 0;
            string model = $"[{(tame ? "Input(8), " : "")}{Pipeline(random, tame)}{(tame ? ", MeanSquaredError, Sgd(0.1f)" : "")}]";
            string blocks =
                $"[Block] [{Pipeline(random, tame)}, Dense(Arg.A)] class One; [Block] [Use<One>(Arg.B), {Pipeline(random, tame)}, "
                    + "Dense(Arg.A)] class Two; [Block] [Use<Self>] class Self; [Block] class Nothing; class None; [Block] [Conv2D(Arg.A, "
                        + "3, Padding = 1, Stride = Arg.B)] class Image;";
            try
            {
                ModelSpec spec = DeclarationText.Model(model, blocks);
                if (DiagnosticTests.Check(spec).Count == 0) valid++;
                Assert.NotNull(ModelCompiler.EmitSurface(spec));
            }
            catch (Exception e)
            {
                Assert.Fail($"{TestSeed.Text}, model {i}: {model}\n{blocks}\n{e}");
            }
        }

        Assert.InRange(valid, count / 100, count - (count / 100));
    }

    private static string Pipeline(Random random, bool tame)
    {
        string[] chosen = [.. Enumerable.Range(0, random.Next(1, tame ? 3 : 9)).Select(_ => Forms[random.Next(Forms.Length)])];
        string text = string.Join(", ", chosen);
        return string.Concat(text.Select((c, i) => Fill(c, i, text, random)));
    }

    private static string Fill(char c, int i, string text, Random random)
    {
        bool alone = (i == 0 || !char.IsLetterOrDigit(text[i - 1])) && (i + 1 == text.Length || !char.IsLetterOrDigit(text[i + 1]));
        return (c, alone) switch
        {
            ('N', true) => Numbers[random.Next(Numbers.Length)],
            ('F', true) => Fractions[random.Next(Fractions.Length)],
            ('T', true) => Texts[random.Next(Texts.Length)],
            _ => c.ToString(),
        };
    }
}
