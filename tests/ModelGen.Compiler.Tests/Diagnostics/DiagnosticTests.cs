using System.Globalization;
using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Spec;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Diagnostics;

/// <summary>Every mistake: its id, the place it stands on, and what its message must say.</summary>
public sealed class DiagnosticTests
{
    private const string Blocks = """
        [Block] [Dense(Arg.A), Relu, Dense(Arg.B)] class Branch;
        [Block] [Use<Branch>(Arg.A, 5), Dense(2)] class Nest;
        [Block] class Empty;
        [Dense(1)] class Plain;
        [Block] [Dense(3), Use<Loop>] class Loop;
        [Block] [Use<Pong>] class Ping;
        [Block] [Use<Ping>] class Pong;
        [Block] [Dense(3), Input(3)] class WithInput;
        [Block] [Dense(3), MeanSquaredError] class WithLoss;
        [Block] [Dense(3), Sgd(0.1f)] class WithOptimizer;
        [Block] [Dense(3), As("x"), Output("x")] class WithOutput;
        [Block] [Reshape(3, 3)] class Square;
        [Block] [Flatten] class Flat;
        [Block] [Reshape(2, 2, 2)] class Cube;
        [Block] [Dense(1)] partial class Split;
        [Relu] partial class Split;
        [Block] [Dense(3, Name = "projection")] class Projection;
        [Block] [Add("outside")] class Curious;
        [Block] [Dense(4), Add("skip")] class Unknown;
        [Block] [Conv2D(3, 3)] class Odd;
        [Block] [Use<Inner>, Relu] class Outer;
        [Block] [As("skip"), Conv2D(3, 3), Add("skip")] class Inner;
        """;

    [Theory]
    [InlineData("MG0001", "-1", "[Model] [Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)] class Net;", "partial class Net")]
    [InlineData(
        "MG0003",
        "-1",
        "[Model] [Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)] static partial class Net;",
        "is static",
        "Remove 'static'")]
    [InlineData("MG0003", "-1", "[Model] [Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)] abstract partial class Net;", "is abstract")]
    [InlineData("MG0003", "-1", "[Model] [Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)] partial class Net<T>;", "is generic")]
    [InlineData(
        "MG0003",
        "-1",
        "[Model] [Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)] partial record Net;",
        "a record",
        "one set of weights")]
    [InlineData(
        "MG0004",
        "-1",
        "[Model] [Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)] partial class Net : Base;",
        "derives from 'Base'")]
    [InlineData(
        "MG0006",
        "-1",
        "[Model] [Input(8), Dense(1)] partial class Net; [MeanSquaredError, Sgd(0.1f)] partial class Net;",
        "2 declarations")]
    [InlineData("MG0010", "-1", "[Model] partial class Net;", "[Input(64)]")]
    [InlineData("MG0011", "-1", "[Model] [Input(8), MeanSquaredError, Sgd(0.1f)] partial class Net;", "no layers")]
    [InlineData("MG0012", "-1", "[Model] [Input(8), Dense(1), Sgd(0.1f)] partial class Net;", "no loss", "[SoftmaxCrossEntropy]")]
    [InlineData("MG0014", "-1", "[Model] [Input(8), Dense(1), MeanSquaredError] partial class Net;", "no optimizer", "[Adam(1e-3f)]")]
    public void Of_the_class(string id, string location, string declaration, params string[] message) =>
        Expect(id, location, declaration, message);

    [Theory]
    [InlineData("Arithmetic", "(Arithmetic)7", "'Arithmetic' is 7, but it must be one of Fused, Unfused, Int8")]
    [InlineData("Storage", "(Storage)9", "'Storage' is 9, but it must be one of Float32, Float16, BFloat16, Int8")]
    public void Of_choices_that_do_not_exist(string argument, string value, string message)
    {
        ModelSpec spec = DeclarationText.Source(
            $"[Model({argument} = {value})] [Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)] public partial class Net;");
        Expect("MG0030", $"-1.{argument}", spec, message);
        Expect("MG0030", $"-1.{argument}", spec with { Weights = new WeightsSpec.Missing(null, []) }, message);
    }

    [Theory]
    [InlineData("Dense(1)", "Float16", "MG0067", "Storage", "keeps them as Float16", "Write Storage = Storage.Int8")]
    [InlineData("Dense(1)", "BFloat16", "MG0067", "Storage", "keeps them as BFloat16")]
    [InlineData("Dense(1, WeightNorm = true)", "Int8", "MG0068", "Arithmetic", "has no such layer")]
    [InlineData("Reshape(2, 4), Gru(3)", "Float32", "MG0068", "Arithmetic", "has no such layer")]
    public void Of_arithmetic_in_whole_numbers(string layers, string storage, string id, string argument, params string[] message)
    {
        ModelSpec spec = DeclarationText.Source(
            $"[Model(Arithmetic = Arithmetic.Int8, Storage = Storage.{storage})] "
                + $"[Input(8), {layers}, MeanSquaredError, Sgd(0.1f)] public partial class Net;");
        Expect(id, $"-1.{argument}", spec, message);
        Expect(id, $"-1.{argument}", spec with { Weights = new WeightsSpec.Missing(null, []) }, message);
    }

    [Fact]
    public void Of_the_class_as_the_generator_sees_it()
    {
        ModelSpec spec = DeclarationText.Model("[Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)]");

        Expect("MG0002", "-1", spec with { Class = spec.Class with { ContainersArePartial = false } }, "every type around 'Net' partial");
        Expect("MG0005", "-1", spec with { Class = spec.Class with { CollidingMember = "Save" } }, "declares 'Save'");
        Expect("MG0003", "-1", spec with { Class = spec.Class with { IsFileLocal = true } }, "is file-local");
        Expect("MG0007", "-1", spec with { Class = spec.Class with { RequiredMember = "Title" } }, "the required member 'Title'");
        Expect("MG0008", "-1", spec with { Class = spec.Class with { OldLanguage = "11.0" } }, "compiled as C# 11.0", "C# 13 or later");
    }

    [Fact]
    public void Of_constants_that_depend_on_the_model()
    {
        ModelSpec spec = DeclarationText.Model("[Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)]");
        AttributeSpec[] attributes = [.. spec.Attributes];
        int dense = Array.FindIndex(attributes, attribute => attribute.TypeName == "DenseAttribute");
        attributes[dense] = attributes[dense] with
        {
            Positional = EquatableArray.Of(new ArgumentSpec("units", new ValueSpec.Circular("Net → Net"))),
        };

        Expect(
            "MG0037",
            "1.units",
            spec with
            {
                Attributes = attributes.ToEquatableArray(),
            },
            "the value of 'units' depends on this model itself (Net → Net)");
    }

    [Theory]
    [InlineData("MG0038", "0.shape[0]", "[Input(-1, 784), Dense(10), SoftmaxCrossEntropy, Sgd(0.1f)]", "Write [Input(784)]")]
    [InlineData(
        "MG1015",
        "1",
        "[Input(1, 28, 28), Dense(64), Relu, Dense(10), SoftmaxCrossEntropy, Sgd(0.1f)]",
        "of shape 1 × 28 × 10",
        "Add [Flatten]")]
    [InlineData(
        "MG1016",
        "0",
        "[Input(28, 28, 1), Conv2D(8, 3), Flatten, Dense(10), SoftmaxCrossEntropy, Sgd(0.1f)]",
        "28 channels of 28 × 1",
        "[Input(1, 28, 28)]")]
    public void Of_shapes_as_other_frameworks_write_them(string id, string location, string model, params string[] message) =>
        Expect(id, location, model, message);

    [Theory]
    [InlineData("MG0013", "3", "Dense(4), Hinge", "[MeanSquaredError] is a second loss of the model's output, after [Hinge]")]
    [InlineData("MG0015", "4", "Dense(4), Adam(0.1f)", "[Sgd] is a second optimizer, after [Adam]")]
    [InlineData("MG0018", "0", "Dense(4), Input(3, Name = \"right\")", "2 inputs", "[Input(8, Name = \"left\")]")]
    [InlineData("MG0019", "-1", "Relu", "nothing to train")]
    [InlineData("MG0085", "2.Stateful", "Reshape(4, 2), Lstm(4, Stateful = true, Bidirectional = true)", "stateful and bidirectional")]
    [InlineData("MG0080", "1.Frozen", "Dense(4, Frozen = true), Relu", "[Dense] is the last layer of", "nothing to train")]
    public void Of_the_parts(string id, string location, string layers, params string[] message) => ExpectIn(id, location, layers, message);

    [Theory]
    [InlineData(
        "MG0079",
        "2.ClassWeights",
        "[Input(8), Dense(4), CrossEntropy(ClassWeights = [1]), Sgd(0.1f)]",
        "has 1 number in 'ClassWeights', and the output has 4 classes")]
    [InlineData("MG0016", "3", "[Input(8), Dense(4), MeanSquaredError, Relu, Sgd(0.1f)]", "[Relu] stands after [MeanSquaredError]")]
    [InlineData("MG0016", "3", "[Input(8), Dense(4), Sgd(0.1f), Add(\"x\"), MeanSquaredError]", "[Add] stands after [Sgd]")]
    [InlineData("MG0017", "0", "[Relu, Input(8), Dense(4), MeanSquaredError, Sgd(0.1f)]", "[Relu] stands before the first [Input]")]
    public void Of_the_order(string id, string location, string model, params string[] message) => Expect(id, location, model, message);

    [Theory]
    [InlineData("1.units", "Dense(0)", "'units' is 0", "at least 1")]
    [InlineData("1.Init", "Dense(4, Init = (Init)99)", "'Init' is 99", "Xavier")]
    [InlineData("1.InitScale", "Dense(4, InitScale = float.NaN)", "NaN", "greater than 0")]
    [InlineData("1.L1", "Dense(4, L1 = -1)", "'L1' is -1", "0 or greater")]
    [InlineData("1.L2", "Dense(4, L2 = float.PositiveInfinity)", "'L2' is Infinity", "finite")]
    [InlineData("1.MaxNorm", "Dense(4, MaxNorm = -2)", "'MaxNorm' is -2")]
    [InlineData("1.ClipNorm", "Dense(4, ClipNorm = -2)", "'ClipNorm' is -2")]
    [InlineData("1.ClipValue", "Dense(4, ClipValue = -2)", "'ClipValue' is -2")]
    [InlineData("2.Start", "Dense(4), WarmUp(9, Start = -1)", "'Start' is -1")]
    [InlineData("2.End", "Dense(4), CosineDecay(9, End = float.NaN)", "NaN")]
    [InlineData("2.length", "Dense(4), CosineDecayRestarts(-2)", "at least 1")]
    [InlineData("2.LengthFactor", "Dense(4), CosineDecayRestarts(2, LengthFactor = 0.5)", "1 or greater")]
    [InlineData("2.HeightFactor", "Dense(4), CosineDecayRestarts(2, HeightFactor = -1)", "0 or greater")]
    [InlineData("2.gamma", "Dense(4), StepDecay(2, -1)", "0 or greater")]
    [InlineData("2.rate", "Dense(4), ExponentialDecay(2, 0)", "greater than 0")]
    [InlineData("2.rate", "Dense(4), InverseTimeDecay(2, -1)", "0 or greater")]
    [InlineData("2.length", "Dense(4), InverseRootDecay(0)", "at least 1")]
    [InlineData("2.Power", "Dense(4), PolynomialDecay(2, Power = -1)", "0 or greater")]
    [InlineData("2.length", "Dense(4), OneCycle(1)", "at least 2")]
    [InlineData("2.Rise", "Dense(4), OneCycle(3)", "at least one update")]
    [InlineData("2.Divisor", "Dense(4), OneCycle(30, Divisor = 0)", "greater than 0")]
    [InlineData("2.FinalDivisor", "Dense(4), OneCycle(30, FinalDivisor = -1)", "greater than 0")]
    [InlineData("2.modelSize", "Dense(4), Noam(0)", "at least 1")]
    [InlineData("2.warmUp", "Dense(4), Noam(1, 0)", "at least 1")]
    [InlineData("2.rate", "Dense(4), Dropout(1f)", "'rate' is 1", "less than 1")]
    [InlineData("2.rate", "Dense(4), Dropout(float.NaN)", "NaN")]
    [InlineData("2.rate", "Dense(4), Dropout(-0.1f)", "-0.1")]
    [InlineData("2.slope", "Dense(4), LeakyRelu(float.PositiveInfinity)", "Infinity", "finite")]
    [InlineData("2.InitialSlope", "Dense(4), PRelu(InitialSlope = float.NaN)", "NaN", "finite")]
    [InlineData("2.alpha", "Dense(4), Elu(float.NaN)", "NaN", "finite")]
    [InlineData("2.pieces", "Dense(4), Maxout(1)", "at least 2")]
    [InlineData("1.n", "RepeatVector(0), Flatten, Dense(4)", "at least 1")]
    [InlineData("1.shape[1]", "Reshape(2, 0), Dense(4)", "-1 for what is left")]
    [InlineData("1.shape[2]", "Reshape(-1, 2, -1), Dense(4)", "only one axis")]
    [InlineData("1.shape[0]", "Shape(-5), Dense(4)", "at least 1")]
    [InlineData("2.shape[1]", "Dense(4), Input(4, -1, Name = \"b\")", "at least 1")]
    [InlineData("1.count", "Repeat<Branch>(0, 1, 2)", "'count' is 0")]
    [InlineData("1.arguments[1]", "Use<Branch>(4, -3)", "[Dense]: 'units' is -3", "'Branch' puts its Arg.B there")]
    [InlineData("1.arguments[0]", "Use<Nest>(-3)", "'units' is -3")]
    public void Of_arguments(string location, string layers, params string[] message)
    {
        string model = $"[Input(8, Name = \"a\"), {layers}, MeanSquaredError, Sgd(0.1f)]";
        Expect("MG0030", location, model, message);
    }

    [Theory]
    [InlineData("2.delta", "Huber(0f), Sgd(0.1f)", "greater than 0")]
    [InlineData("2.margin", "Hinge(float.NaN), Sgd(0.1f)", "NaN")]
    [InlineData("2.temperature", "Distillation(0), Sgd(0.1f)", "greater than 0")]
    [InlineData("2.LabelShare", "Distillation(LabelShare = 1.5), Sgd(0.1f)", "at most 1")]
    [InlineData("2.PositiveWeight", "BinaryCrossEntropy(PositiveWeight = 0), Sgd(0.1f)", "greater than 0")]
    [InlineData("2.LabelSmoothing", "SoftmaxCrossEntropy(LabelSmoothing = 1.5), Sgd(0.1f)", "at most 1")]
    [InlineData("3.learningRate", "Hinge, Sgd(0f)", "greater than 0")]
    [InlineData("3.Momentum", "Hinge, Sgd(1f, Momentum = 1f)", "less than 1")]
    [InlineData("3.Nesterov", "Hinge, Sgd(1f, Nesterov = true)", "Momentum = 0.9f")]
    [InlineData("3.WeightDecay", "Hinge, Sgd(1f, WeightDecay = -1f)", "0 or greater")]
    [InlineData("3.learningRate", "Hinge, Adam(float.NaN)", "NaN")]
    [InlineData("3.Beta1", "Hinge, Adam(1f, Beta1 = 1f)", "less than 1")]
    [InlineData("3.Beta2", "Hinge, Adam(1f, Beta2 = -1f)", "at least 0")]
    [InlineData("3.Epsilon", "Hinge, Adam(1f, Epsilon = 0f)", "greater than 0")]
    [InlineData("3.WeightDecay", "Hinge, Adam(1f, WeightDecay = float.NaN)", "NaN")]
    [InlineData("3.Beta2", "Hinge, AdamW(1f, Beta2 = 1f)", "less than 1")]
    [InlineData("3.WeightDecay", "Hinge, AdamW(1f, WeightDecay = -1f)", "0 or greater")]
    [InlineData("3.Epsilon", "Hinge, Adagrad(1f, Epsilon = 0)", "greater than 0")]
    [InlineData("3.InitialAccumulatorValue", "Hinge, Adagrad(1f, InitialAccumulatorValue = -1)", "0 or greater")]
    [InlineData("3.LearningRateDecay", "Hinge, Adagrad(1f, LearningRateDecay = float.NaN)", "NaN")]
    [InlineData("3.WeightDecay", "Hinge, Adagrad(1f, WeightDecay = -1)", "0 or greater")]
    [InlineData("3.Alpha", "Hinge, RmsProp(1f, Alpha = 1)", "less than 1")]
    [InlineData("3.Momentum", "Hinge, RmsProp(1f, Momentum = 1)", "less than 1")]
    [InlineData("3.Epsilon", "Hinge, RmsProp(1f, Epsilon = -1)", "greater than 0")]
    [InlineData("3.WeightDecay", "Hinge, RmsProp(1f, WeightDecay = -1)", "0 or greater")]
    [InlineData("3.Beta2", "Hinge, RAdam(1f, Beta2 = 1)", "less than 1")]
    [InlineData("3.WeightDecay", "Hinge, RAdam(1f, WeightDecay = -1)", "0 or greater")]
    [InlineData("3.Beta1", "Hinge, Lion(1f, Beta1 = 1)", "less than 1")]
    [InlineData("3.Beta2", "Hinge, Lion(1f, Beta2 = -1)", "at least 0")]
    [InlineData("3.WeightDecay", "Hinge, Lion(1f, WeightDecay = -1)", "0 or greater")]
    [InlineData("3.Beta1", "Hinge, Lamb(1f, Beta1 = 1)", "less than 1")]
    [InlineData("3.Epsilon", "Hinge, Lamb(1f, Epsilon = 0)", "greater than 0")]
    [InlineData("3.WeightDecay", "Hinge, Lamb(1f, WeightDecay = -1)", "0 or greater")]
    [InlineData("3.Momentum", "Hinge, Muon(1f, Momentum = 1)", "less than 1")]
    [InlineData("3.Beta2", "Hinge, Muon(1f, Beta2 = 1)", "less than 1")]
    [InlineData("3.WeightDecay", "Hinge, Muon(1f, WeightDecay = -1)", "0 or greater")]
    [InlineData("3.WeightAverage", "Hinge, Sgd(0.1f, WeightAverage = 1)", "less than 1")]
    [InlineData("2.ClassWeights[1]", "SoftmaxCrossEntropy(ClassWeights = [1, -2, 3]), Sgd(0.1f)", "0 or greater")]
    [InlineData("3.Accumulate", "Hinge, Adam(0.1f, Accumulate = 0)", "at least 1")]
    public void Of_arguments_of_losses_and_optimizers(string location, string end, params string[] message) =>
        Expect("MG0030", location, $"[Input(8), Dense(3), {end}]", message);

    [Theory]
    [InlineData("MG0031", "1.shape", "Reshape, Dense(4)", "[Reshape] needs at least one size")]
    [InlineData("MG0031", "1.shape", "Shape, Dense(4)", "[Shape(64)]")]
    [InlineData("MG0031", "2.names", "Dense(4), Add", "[Add(\"skip\")]")]
    [InlineData("MG0031", "2.names", "Dense(4), Multiply", "[Multiply(\"gate\")]")]
    [InlineData("MG0031", "2.names", "Dense(4), Concat", "[Concat(\"skip\")]")]
    [InlineData("MG0031", "2.names", "Dense(4), Concat(null)", "[Concat(\"skip\")]")]
    [InlineData("MG0036", "1", "Dense(\"4\")", "[Dense] cannot be read")]
    [InlineData("MG0055", "1.units", "Dense(Arg.C)", "Arg.C", "Write a number")]
    [InlineData("MG0055", "1.shape[1]", "Reshape(4, Arg.A), Dense(1)", "Arg.A")]
    public void Of_missing_and_unreadable_arguments(string id, string location, string layers, params string[] message) =>
        ExpectIn(id, location, layers, message);

    [Theory]
    [InlineData("MG0032", "1.Name", "Dense(4, Name = \"a.b\")", "\"a.b\" is not a valid name", "\"a_b\"")]
    [InlineData("MG0032", "1.Name", "Dense(4, Name = \"\")", "the empty text", "\"dense\"")]
    [InlineData("MG0032", "2.name", "Dense(4), As(\"1 x\")", "\"1 x\"")]
    [InlineData("MG0032", "2.name", "Dense(4), As(null)", "null is not")]
    [InlineData("MG0032", "2.name", "Dense(4), From(null)", "null is not")]
    [InlineData("MG0032", "2.names[0]", "Dense(4), Add(\"\")", "the empty text")]
    [InlineData("MG0033", "3.name", "Dense(4), As(\"a\"), As(\"a\")", "'a' is taken by another [As]")]
    [InlineData("MG0033", "2.name", "Dense(4), As(\"input\")", "the [Input], which has it by default")]
    [InlineData("MG0033", "1.Name", "Dense(4, Name = \"dense2\"), Dense(3)", "a [Dense], which has it by default")]
    [InlineData("MG0033", "2.Name", "Dense(4, Name = \"x\"), Relu(Name = \"x\")", "'x' is taken by another layer, a [Dense]")]
    [InlineData("MG0033", "4.name", "Dense(4), As(\"a\"), Output(\"a\"), Output(\"a\")", "another [Output]")]
    [InlineData("MG0034", "2.name", "Dense(4), As(\"output\")", "the model's own result")]
    [InlineData("MG0034", "Projection/1.Name", "Residual<Projection>", "the projection of [Residual]")]
    [InlineData("MG0035", "3.names[1]", "Dense(8), As(\"skip\"), Add(\"input\", \"skpi\")", "'skpi'. Did you mean 'skip'?")]
    [InlineData("MG0035", "2.name", "Dense(4), From(\"nowhere\")", "There is 'input'", "[As(\"nowhere\")]")]
    [InlineData("MG0035", "2.names[0]", "Dense(4), Concat(\"late\"), As(\"late\")", "only further down")]
    [InlineData("MG0035", "2.name", "Dense(4), Output(\"inptu\")", "Did you mean 'input'?")]
    [InlineData(
        "MG0035",
        "Unknown/2.names[0]",
        "Dense(4), As(\"skip\"), Use<Unknown>",
        "[As(\"skip\")]",
        "(In the block 'Unknown', used as 'unknown1' on a value of shape 4.)")]
    public void Of_names(string id, string location, string layers, params string[] message) => ExpectIn(id, location, layers, message);

    [Theory]
    [InlineData("MG0050", "1", "Use<Plain>", "'Plain' is not a block", "[Block]")]
    [InlineData("MG0050", "1", "Use<Nowhere>", "'Nowhere' is not a block")]
    [InlineData("MG0051", "Loop/2", "Use<Loop>", "Loop → Loop")]
    [InlineData("MG0051", "Pong/1", "Use<Ping>", "Ping → Pong → Ping")]
    [InlineData("MG0052", "1", "Use<Empty>, Dense(1)", "'Empty' has no layers")]
    [InlineData("MG0053", "1", "Use<Branch>(4)", "Arg.A, Arg.B", "2 arguments, but only 1 is given", "[Use<Branch>(4, …)]")]
    [InlineData("MG0053", "1", "Repeat<Branch>(3)", "none is given", "[Repeat<Branch>(3, …, …)]")]
    [InlineData("MG0053", "1", "Parallel<Flat, Branch>(3)", "'Branch' uses Arg.A, Arg.B")]
    [InlineData("MG0054", "1.arguments[2]", "Use<Branch>(1, 2, 3)", "takes 2 arguments, but 3 are given")]
    [InlineData("MG0054", "1.arguments[0]", "Residual<Square>(1)", "takes no arguments, but 1 is given")]
    [InlineData("MG0056", "WithInput/2", "Use<WithInput>", "[Input] cannot stand in a block")]
    [InlineData("MG0056", "WithLoss/2", "Use<WithLoss>", "only a model has a loss")]
    [InlineData("MG0056", "WithOptimizer/2", "Use<WithOptimizer>", "only a model has an optimizer")]
    [InlineData("MG0056", "WithOutput/3", "Use<WithOutput>", "[Output] cannot stand in a block")]
    [InlineData("MG0006", "Split/-1", "Use<Split>", "'Split' stand on 2 declarations")]
    public void Of_blocks(string id, string location, string layers, params string[] message) => ExpectIn(id, location, layers, message);

    [Theory]
    [InlineData(
        "MG1001",
        "4.names[0]",
        "Dense(4), As(\"skip\"), Dense(3), Add(\"skip\")",
        "shape 3 (from [Dense] 'dense2')",
        "'skip' has shape 4 (from [Dense] 'dense1')",
        "[Dense(4)]")]
    [InlineData(
        "MG1001",
        "3.names[0]",
        "Reshape(2, 4), Dense(3), Multiply(\"input\")",
        "shape 2 × 3",
        "'input' has shape 8 (from the input)",
        "[Flatten]")]
    [InlineData("MG1001", "2.names[0]", "Dense(1), Add(\"input\")", "shape 1 ", "shape 8")]
    [InlineData("MG1001", "2.other", "Dense(4), CosineSimilarity(\"input\")", "shape 4 ", "shape 8")]
    [InlineData(
        "MG1002",
        "4.names[0]",
        "Reshape(2, 4), As(\"a\"), Dense(3), Concat(\"a\")",
        "2 × 3",
        "'a' has shape 2 × 4 (from [Reshape] 'reshape1')")]
    [InlineData("MG1003", "1.shape", "Reshape(3, 3), Dense(1)", "8 elements, but 3 × 3 is 9 elements", "[Reshape(8)]")]
    [InlineData("MG1003", "1.shape", "Reshape(3, -1), Dense(1)", "3 × ? needs a multiple of 3")]
    [InlineData("MG1003", "1.shape", "Reshape(2147483647, 2147483647, 2147483647), Dense(1)", "more than 10^15")]
    [InlineData(
        "MG1003",
        "Square/1.shape",
        "Dense(4), Use<Square>",
        "(from [Dense] 'dense1')",
        "(In the block 'Square', used as 'square1' on a value of shape 4.)")]
    [InlineData("MG1004", "2.shape", "Dense(4), Shape(5)", "states 5", "shape 4 (from [Dense] 'dense1')")]
    [InlineData(
        "MG1005",
        "2.pieces",
        "Dense(4), Maxout(3)",
        "4 features cannot be divided into groups of 3",
        "such as 2",
        "3 or 6 features")]
    [InlineData("MG1005", "2.pieces", "Dense(1), Maxout(2147483647)", "more features")]
    [InlineData(
        "MG1006",
        "2",
        "Reshape(2, 4), Residual<Flat>, Dense(1)",
        "of shape 8 (from [Flatten] 'flat1.flatten1')",
        "of shape 2 × 4 (from [Reshape] 'reshape1')",
        "2 × anything")]
    [InlineData("MG1007", "2", "Reshape(2, 4), Parallel<Flat, Cube>, Dense(1)", "'Flat' gives shape 8", "'Cube' gives shape 2 × 2 × 2")]
    [InlineData("MG1009", "1", "Dense(2147483647)", "17,179,869,176 more parameters", "268,435,456")]
    [InlineData("MG1009", "1", "Dense(20000000), Relu", "a value of 20,000,000 numbers", "16,777,216")]
    [InlineData("MG1009", "1", "Reshape(1, 1, 1, 1, 1, 1, 1, 4, 2), Dense(2)", "a value with 9 axes", "at most 8")]
    [InlineData("MG1009", "1.count", "Repeat<Branch>(2147483647, 1, 1)", "layers or more", "10,000")]
    [InlineData(
        "MG1020",
        "2",
        "Dense(1), LayerNorm",
        "compares the numbers along the last axis",
        "gets shape 1 (from [Dense] 'dense1')",
        "remove this layer")]
    [InlineData(
        "MG1020",
        "2",
        "Dense(4), InstanceNorm",
        "compares the positions of each channel",
        "gets shape 4",
        "write [LayerNorm] or [BatchNorm]")]
    [InlineData("MG1020", "1.groups", "GroupNorm(8), Dense(1)", "each of 8 groups", "shape 8 (from the input)", "fewer groups")]
    [InlineData(
        "MG1021",
        "2.groups",
        "Dense(6), GroupNorm(4)",
        "shape 6 (from [Dense] 'dense1')",
        "6 channels cannot be divided into 4 groups",
        "divides 6, such as 3")]
    [InlineData(
        "MG1021",
        "2.groups",
        "Reshape(1, 8), GroupNorm(2147483647), Dense(1)",
        "1 channel cannot be divided into 2147483647 groups",
        "such as 1")]
    [InlineData("MG1033", "1", "MultiHeadAttention(2), Dense(1)", "needs a sequence", "shape 8 (from the input)", "with [Reshape(time")]
    [InlineData("MG1033", "1", "PositionalEncoding, Dense(1)", "needs a sequence", "shape 8 (from the input)")]
    [InlineData("MG1033", "2", "Reshape(2, 2, 2), PositionalEmbedding, Dense(1)", "gets shape 2 × 2 × 2", "Give it two axes")]
    [InlineData("MG1033", "1", "Lstm(3), Dense(1)", "[Lstm] 'lstm1' needs a sequence", "shape 8 (from the input)", "with [Reshape(time")]
    [InlineData("MG1033", "1", "LastStep, Dense(1)", "[LastStep] 'laststep1' needs a sequence", "shape 8 (from the input)")]
    [InlineData("MG1035", "2", "Reshape(2, 4), RepeatVector(3), Dense(1)", "needs a vector", "shape 2 × 4 (from", "with [LastStep]")]
    [InlineData("MG1035", "2", "Reshape(2, 2, 2), RepeatVector(3), Dense(1)", "needs a vector", "with [Flatten]")]
    [InlineData("MG1009", "3.units", "Dense(1600), Reshape(1600, 1), Rnn(1), Dense(1)", "1,600 steps of a single unit")]
    [InlineData("MG1009", "2", "Reshape(4, 2), Lstm(4000000), Dense(1)", "4 gates × 4000000 units")]
    [InlineData("MG1032", "1", "Embedding(3), Dense(1)", "needs ids", "numbers of shape 8 (from the input)")]
    [InlineData(
        "MG1034",
        "2.heads",
        "Reshape(2, 4), MultiHeadAttention(3), Dense(1)",
        "4 features cannot be shared by 3 heads",
        "divides 4, such as 2")]
    [InlineData(
        "MG1034",
        "2.Rotary",
        "Reshape(2, 4), MultiHeadAttention(4, Rotary = true), Dense(1)",
        "a head of width 1 cannot be rotated in pairs")]
    [InlineData(
        "MG1040",
        "3.Mask",
        "Reshape(2, 4), As(\"m\"), MultiHeadAttention(2, Mask = \"m\"), Dense(1)",
        "the mask has shape 2 × 4",
        "it must be 2 × 2")]
    [InlineData("MG1010", "1", "SpatialTransformer<Flat>, Dense(1)", "needs an image", "shape 8 (from the input)")]
    [InlineData("MG1009", "2", "Reshape(2, 2, 2), LocalResponseNorm(2147483647), Dense(1)", "the squares with their padding")]
    public void Of_shapes(string id, string location, string layers, params string[] message) => ExpectIn(id, location, layers, message);

    [Theory]
    [InlineData(
        "MG1010",
        "2",
        "Flatten, Conv2D(4, 3)",
        "needs an image, [channels, height, width], but gets shape 147 (from [Flatten] 'flatten1')",
        "A [Reshape(3, 7, 7)]")]
    [InlineData("MG1010", "3", "Flatten, Dense(5), MaxPool2D(2)", "Place it before [Flatten] and [Dense]")]
    [InlineData("MG1010", "2", "Reshape(1, 3, 7, 7), GlobalAvgPool2D", "It has 4 axes")]
    [InlineData("MG1010", "1", "Conv1D(3, 3)", "needs a sequence, [channels, length]", "[GlobalAvgPool2D]")]
    [InlineData("MG1011", "1.kernel", "Conv2D(4, 8)", "a window of height 8", "of shape 3 × 7 × 7 (from the input), has only 7 there")]
    [InlineData(
        "MG1011",
        "1.kernel[1]",
        "Conv2D(4, [3, 5], Dilations = [1, 2], Paddings = [3, 0])",
        "a window of width 9 (5 elements, 2 apart)")]
    [InlineData("MG1011", "1.size", "MaxPool2D(9)", "a window of height 9")]
    [InlineData("MG1011", "1.size", "MaxPool2D(10, Stride = 3, CeilMode = true)", "a window of height 10")]
    [InlineData("MG1009", "1", "AvgPool2D(2147483647, CeilMode = true)", "with padding")]
    [InlineData("MG1011", "1.kernel", "DepthwiseConv2D(2147483647, Dilation = 2147483647)", "a window of height more than 10^15")]
    [InlineData(
        "MG1012",
        "1.Groups",
        "Conv2D(6, 3, Groups = 2)",
        "'Groups' is 2, which must divide the 3 channels",
        "the 6 filters",
        "is 1")]
    [InlineData("MG1012", "1.Groups", "ConvTranspose2D(4, 3, Groups = 3)", "the 4 filters", "is 1")]
    [InlineData("MG1013", "1.crop", "Crop2D(4)", "removes 8 of 7 rows")]
    [InlineData("MG1013", "1.Left", "Crop2D(1, Left = 6)", "removes 7 of 7 columns")]
    [InlineData("MG1013", "1.Padding", "ConvTranspose2D(4, 1, Padding = 4)", "removes 8 of 7 rows")]
    [InlineData("MG1014", "1.order", "Permute(1, 0)", "orders 2 axes", "has 3 (shape 3 × 7 × 7, from the input)", "[Permute(1, 0, 2)]")]
    [InlineData("MG1002", "3.names[0]", "As(\"x\"), MaxPool2D(2), Concat(\"x\")", "[ZeroPad2D], [Crop2D] or [Upsample2D]")]
    [InlineData("MG1009", "1", "Conv2D(4, 3, Padding = 2147483646)", "with padding")]
    [InlineData("MG1009", "1", "Conv2D(2147483647, 3)", "a value of 53,687,091,175 numbers")]
    [InlineData("MG1009", "1", "DepthwiseConv2D(3, Multiplier = 2147483647)", "6,442,450,941 channels")]
    [InlineData("MG1009", "1", "ConvTranspose2D(1, 3, Stride = 2147483647)", "rows")]
    [InlineData("MG1009", "1", "Upsample2D([1, 2147483647])", "for each channel")]
    [InlineData("MG1009", "1", "ZeroPad2D(2147483647)", "a column")]
    [InlineData("MG1006", "1", "Residual<Odd>", "channels and stride of an image", "height and width 7 × 7, or a whole part of them")]
    [InlineData(
        "MG1001",
        "Inner/3.names[0]",
        "Use<Outer>",
        "shape 3 × 5 × 5",
        "(In the block 'Inner', used as 'outer1.inner1' on a value of shape 3 × 7 × 7.)")]
    public void Of_images(string id, string location, string layers, params string[] message) =>
        Expect(id, location, $"[Input(3, 7, 7), {layers}, Flatten, Dense(1), MeanSquaredError, Sgd(0.1f)]", message);

    [Theory]
    [InlineData("filters", "Conv2D(0, 3)", "at least 1")]
    [InlineData("kernel", "Conv2D(4, 0)", "at least 1")]
    [InlineData("kernel[1]", "Conv2D(4, [3, -1])", "'kernel' is -1")]
    [InlineData("kernel", "Conv2D(4, [1, 2, 3])", "[1, 2, 3]", "two numbers")]
    [InlineData("Stride", "Conv2D(4, 3, Stride = 0)", "at least 1")]
    [InlineData("Strides[0]", "Conv2D(4, 3, Strides = [0, 1])", "at least 1")]
    [InlineData("Strides", "Conv2D(4, 3, Strides = [1])", "two numbers")]
    [InlineData("Dilation", "DepthwiseConv2D(3, Dilation = -2)", "at least 1")]
    [InlineData("Padding", "SeparableConv2D(4, 3, Padding = -1)", "at least 0")]
    [InlineData("Paddings[1]", "Conv2D(4, 3, Paddings = [1, -1])", "at least 0")]
    [InlineData("Groups", "Conv2D(4, 3, Groups = 0)", "at least 1")]
    [InlineData("Multiplier", "DepthwiseConv2D(3, Multiplier = 0)", "at least 1")]
    [InlineData("Init", "Conv2D(4, 3, Init = (Init)99)", "Xavier")]
    [InlineData("InitScale", "Conv2D(4, 3, InitScale = 0f)", "greater than 0")]
    [InlineData("OutputPadding", "ConvTranspose2D(4, 3, Stride = 2, OutputPadding = 2)", "at most 1")]
    [InlineData("OutputPaddings[1]", "ConvTranspose2D(4, 3, Strides = [3, 2], OutputPaddings = [2, 2])", "at most 1")]
    [InlineData("Padding", "ConvTranspose2D(4, 3, Padding = Padding.Same)", "Padding.Same", "a number")]
    [InlineData("size", "MaxPool2D(0)", "at least 1")]
    [InlineData("Stride", "AvgPool2D(2, Stride = -1)", "at least 0")]
    [InlineData("Padding", "MaxPool2D(3, Padding = 2)", "at most 1, half of the window of 3")]
    [InlineData("Paddings[1]", "AvgPool2D([3, 2], Paddings = [1, 2])", "at most 1, half of the window of 2")]
    [InlineData("Dilations[0]", "MaxPool2D(2, Dilations = [0, 1])", "at least 1")]
    [InlineData("size", "AdaptiveAvgPool2D(0)", "at least 1")]
    [InlineData("scale", "Upsample2D(0)", "at least 1")]
    [InlineData("Mode", "Upsample2D(2, Mode = (Upsampling)7)", "Bicubic")]
    [InlineData("AlignCorners", "Upsample2D(2, AlignCorners = true)", "Upsampling.Nearest")]
    [InlineData("padding", "ZeroPad2D(-1)", "at least 0")]
    [InlineData("Left", "ZeroPad2D(1, Left = -1)", "at least 0")]
    [InlineData("Top", "Crop2D(Top = -2)", "at least 0")]
    [InlineData("order", "Permute(1, 2, 3)", "each of 0 to 2 once")]
    [InlineData("order[2]", "Permute(0, 1, 1)", "1 a second time")]
    [InlineData("OutputPadding", "ConvTranspose2D(4, 3, Strides = [3, 2], OutputPadding = 2)", "at most 1")]
    public void Of_arguments_of_images(string argument, string layer, params string[] message) =>
        Expect("MG0030", "1." + argument, $"[Input(3, 7, 7), {layer}, Flatten, Dense(1), MeanSquaredError, Sgd(0.1f)]", message);

    /// <summary>Otherwise who mends the first would read the same again, of the next.</summary>
    [Theory]
    [InlineData("Conv2D(4, [0, 0])", "kernel[0]", "kernel[1]")]
    [InlineData("MaxPool2D(3, Paddings = [2, 2])", "Paddings[0]", "Paddings[1]")]
    [InlineData("ConvTranspose2D(4, 3, OutputPaddings = [1, 1])", "OutputPaddings[0]", "OutputPaddings[1]")]
    [InlineData("Permute(7, 1, 7)", "order[0]", "order[2]")]
    [InlineData("Permute(-1, 3, 0)", "order[0]", "order[1]")]
    [InlineData("Permute(0, 0, 0)", "order[1]", "order[2]")]
    [InlineData("Reshape(0, 0)", "shape[0]", "shape[1]")]
    [InlineData("Reshape(-1, -1, -1)", "shape[1]", "shape[2]")]
    public void Of_each_wrong_number_of_a_list(string layer, params string[] places)
    {
        ModelSpec spec = DeclarationText.Model($"[Input(3, 7, 7), {layer}, Flatten, Dense(1), MeanSquaredError, Sgd(0.1f)]");
        Assert.Equal(
            places.Select(place => $"MG0030 at 1.{place}"),
            Check(spec).Select(diagnostic => $"{diagnostic.Descriptor.Id} at {Print(diagnostic.Location, HasModelAttribute(spec))}"));
    }

    [Theory]
    [InlineData("Dense(1), SoftmaxCrossEntropy", "at least 2 classes", "shape 1 (from [Dense] 'dense1')", "[BinaryCrossEntropy]")]
    [InlineData("Dense(1), Hinge", "[Hinge]")]
    [InlineData("Reshape(2, 2, 2), Dense(4), CrossEntropy", "2 × 2 × 4", "[Flatten, Dense(classes)]")]
    public void Of_losses(string layers, params string[] message)
    {
        int loss = layers.Split("), ").Length;
        Expect("MG1008", loss.ToString(CultureInfo.InvariantCulture), $"[Input(8), {layers}, Sgd(0.1f)]", message);
    }

    [Theory]
    [InlineData("units", "Rnn(0)", "at least 1")]
    [InlineData("Layers", "Lstm(3, Layers = 0)", "at least 1")]
    [InlineData("Layers", "Lstm(3, Layers = 65)", "'Layers' is 65", "at most 64")]
    [InlineData("Dropout", "Gru(3, Dropout = 1)", "less than 1")]
    [InlineData("Dropout", "Gru(3, Dropout = -0.5)", "at least 0")]
    [InlineData("Activation", "Rnn(3, Activation = ActivationKind.Gelu)", "Tanh or Relu")]
    [InlineData("Activation", "Rnn(3, Activation = (ActivationKind)9)", "Tanh or Relu")]
    public void Of_arguments_of_recurrent_layers(string argument, string layer, params string[] message) =>
        Expect("MG0030", "1." + argument, $"[Input(4, 3), {layer}, Dense(1), MeanSquaredError, Sgd(0.1f)]", message);

    [Theory]
    [InlineData("MG1056", "3", "Input(4), GradientPenalty(10), Dense(3), BatchNorm, Dense(1)", "normalizes with statistics", "[LayerNorm]")]
    [InlineData("MG1057", "1", "Tokens(4, 9), GradientPenalty(10), Embedding(3), MeanOverTime, Dense(1)", "no input of numbers")]
    [InlineData("MG0030", "1.weight", "Input(4), GradientPenalty(0), Dense(1)", "greater than 0")]
    [InlineData("MG0030", "1.Center", "Input(4), GradientPenalty(1, Center = -1), Dense(1)", "'Center' is -1")]
    public void Of_penalties_of_gradients(string id, string location, string layers, params string[] message) =>
        Expect(id, location, $"[{layers}, MeanSquaredError, Sgd(0.1f)]", message);

    [Fact]
    public void Penalties_and_Hessians_stand_anywhere()
    {
        Assert.Empty(Check(DeclarationText.Model("[Hessian, Input(4), Dense(1), MeanSquaredError, GradientPenalty(1), Sgd(0.1f)]")));
        Assert.Empty(Check(DeclarationText.Model(
            "[Input(4), Dense(3), BatchNorm(Frozen = true), Dense(1), MeanSquaredError, GradientPenalty(1), Sgd(0.1f)]")));
    }

    [Fact]
    public void Of_lengths()
    {
        const string Input = "[Input(4, 3), Lengths, ", End = "MeanSquaredError, Sgd(0.1f)]";
        Expect("MG0070", "3", Input + "Lstm(3, ReturnSequences = true), Lengths, Lstm(3), " + End, "there is a [Lengths] before");
        Expect("MG1033", "1", "[Input(4), Lengths, Dense(3), " + End, "[Lengths] needs a sequence");
        Expect("MG1036", "4", Input + "Lstm(3, ReturnSequences = true), Dense(2), " + End, "over all 4 steps of shape 4 × 2");
        Expect("MG1031", "2", "[Tokens(4, 9), Lengths, Dense(3), Flatten, " + End, "the ids of the input");
        Assert.Empty(Check(DeclarationText.Model(Input + "Lstm(3), RepeatVector(5), Lstm(3, ReturnSequences = true), " + End)));
    }

    [Theory]
    [InlineData("MG0035", "8.Of", "SoftmaxCrossEntropy, Huber(Of = \"bok\")", "Did you mean 'box'?")]
    [InlineData("MG0030", "8.Weight", "SoftmaxCrossEntropy, Huber(Of = \"box\", Weight = 0)", "greater than 0")]
    [InlineData("MG0030", "7.Weight", "SoftmaxCrossEntropy(Weight = -1)", "greater than 0")]
    [InlineData("MG0032", "8.Target", "SoftmaxCrossEntropy, Huber(Of = \"box\", Target = \"a b\")", "\"a b\" is not a valid name")]
    [InlineData(
        "MG1050",
        "8.Target",
        "SoftmaxCrossEntropy, Huber(Of = \"box\", Target = \"labels\")",
        "numbers of shape 3",
        "1 label of 4 classes")]
    [InlineData(
        "MG1050",
        "9",
        "SoftmaxCrossEntropy, Huber(Of = \"box\"), Distillation(Of = \"box\")",
        "numbers of shape 6",
        "'boxTargets'")]
    [InlineData("MG1008", "8", "SoftmaxCrossEntropy, SoftmaxCrossEntropy(Of = \"one\")", "[Dense]")]
    [InlineData(
        "MG1009",
        "15",
        "Huber(Weight = 1), Huber(Weight = 2), Huber(Weight = 3), Huber(Weight = 4), Huber(Weight = 5), Huber(Weight = 6), "
            + "Huber(Weight = 7), Huber(Weight = 8), Huber(Weight = 9)",
        "9 losses",
        "8")]
    public void Of_several_losses(string id, string location, string losses, params string[] message) => Expect(
        id,
        location,
        "[Input(8), Dense(3), As(\"box\"), Dense(1), As(\"one\")] [From(\"box\"), Dense(4), " + losses + ", Sgd(0.1)]",
        message);

    [Fact]
    public void Of_ids()
    {
        const string End = "MeanSquaredError, Sgd(0.1f)]";
        Expect("MG1031", "1", "[Tokens(4, 9), Dense(2), " + End, "the ids of the input", "each of the 9");
        Expect("MG1031", "3.names[0]", "[Tokens(4, 9, Name = \"w\"), Embedding(1), Flatten, Add(\"w\"), " + End, "the input 'w'");
        Expect("MG1031", "3.From", "[Tokens(4, 9, Name = \"w\"), Input(4, 8, Name = \"x\"), Dense(8), "
            + "MultiHeadAttention(2, From = \"w\"), " + End, "the input 'w'");
        Expect("MG1031", "4", "[Input(4, Name = \"x\"), Dense(2), As(\"y\"), Tokens(4, 9, Name = \"w\"), " + End, "the ids of");
        Expect("MG0030", "0.vocabulary", "[Tokens(4, 16777217), Embedding(1), Flatten, Dense(2), " + End, "at most 16777216");
        Expect("MG0030", "1.PaddingIndex", "[Tokens(4, 9), Embedding(2, PaddingIndex = 9), Flatten, Dense(2), " + End, "vocabulary, 9");
    }

    /// <summary>The C# compiler reports it where the member is used: what is generated asks it to.</summary>
    [Fact]
    public void Of_steps_of_a_model_that_is_not_causal()
    {
        const string Id = "MG0073";
        string surface = ModelCompiler
            .EmitSurface(
                DeclarationText.Model("[Tokens(4, 9), Embedding(8), MultiHeadAttention(2), Dense(9), SoftmaxCrossEntropy, Sgd(0.1f)]"))!
            .Text;
        Assert.Contains($"DiagnosticId = \"{Id}\"", surface, StringComparison.Ordinal);
        Assert.Contains("'multiheadattention1' reads later steps", surface, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_sizes_of_inputs_and_joined_values()
    {
        Expect("MG1009", "0", "[Input(65536, 65536), Flatten, Dense(1), MeanSquaredError, Sgd(0.1f)]", "65536 × 65536");
        string names = string.Join(", ", Enumerable.Repeat("\"input\"", 200));
        Expect("MG1009", "1", $"[Input(16777216), Concat({names}), Dense(1), MeanSquaredError, Sgd(0.1f)]", "201 values joined");
        string dropouts = string.Join(", ", Enumerable.Repeat("Dropout", 257));
        Expect("MG1009", "257", $"[Input(1), {dropouts}, Dense(1), MeanSquaredError, Sgd(0.1f)]", "257 layers that draw");
    }

    [Fact]
    public void Of_blocks_that_grow_without_bounds()
    {
        string doubling =
            "[Block] [Dense(3)] class B0; "
            + string.Concat(Enumerable.Range(1, 40).Select(i => $"[Block] [Use<B{i - 1}>, Use<B{i - 1}>] class B{i}; "));
        Assert.Equal(
            "MG1009",
            Assert.Single(Check(DeclarationText.Model("[Input(8), Use<B40>, MeanSquaredError, Sgd(0.1f)]", doubling))).Descriptor.Id);

        string nested =
            "[Block] [Dense(3)] class B0; " + string.Concat(Enumerable.Range(1, 3000).Select(i => $"[Block] [Use<B{i - 1}>] class B{i}; "));
        Assert.Equal(
            "MG1009",
            Assert.Single(Check(DeclarationText.Model("[Input(8), Use<B3000>, MeanSquaredError, Sgd(0.1f)]", nested))).Descriptor.Id);
    }

    [Fact]
    public void All_wrong_arguments_at_once_but_only_the_first_wrong_shape()
    {
        Assert.Equal(3, Check(DeclarationText.Model("[Input(8), Dense(0), Dropout(2f), Relu, MeanSquaredError, Sgd(0f)]")).Count);
        Assert.Single(Check(DeclarationText.Model("[Input(8), Reshape(3), Shape(4), Dense(1), Add(\"x\"), MeanSquaredError, Sgd(1f)]")));
    }

    [Fact]
    public void A_mistake_in_a_block_that_is_used_twice_once() =>
        Assert.Single(Check(DeclarationText.Model("[Input(8), Use<B>, Use<B>, MeanSquaredError, Sgd(1f)]", "[Block] [Dense(0)] class B;")));

    [Fact]
    public void A_block_sees_no_names_from_outside() =>
        ExpectIn("MG0035", "Curious/1.names[0]", "As(\"outside\"), Use<Curious>, Dense(1)", "'outside'");

    internal static IReadOnlyList<Diagnostic> Check(ModelSpec spec)
    {
        CheckResult result = ModelBuilder.Build(spec, Mode.Training);
        Assert.Equal(result.Model is null, result.Diagnostics.Count > 0);
        Assert.All(ModelCompiler.Check(spec), found => Assert.Equal(result.Model is null, found.Descriptor.Severity == Severity.Error));
        Assert.All(result.Diagnostics, diagnostic => Assert.DoesNotContain("{", diagnostic.Message, StringComparison.Ordinal));
        return result.Diagnostics;
    }

    private static void ExpectIn(string id, string location, string layers, string[] message) =>
        Expect(id, location, $"[Input(8), {layers}, MeanSquaredError, Sgd(0.1f)]", message);

    private static void ExpectIn(string id, string location, string layers, string message) => ExpectIn(id, location, layers, [message]);

    private static void Expect(string id, string location, string model, params string[] message) =>
        Expect(id, location, DeclarationText.Model(model, Blocks), message);

    private static void Expect(string id, string location, ModelSpec spec, params string[] message)
    {
        Diagnostic diagnostic = Assert.Single(Check(spec));
        Assert.Equal(id, diagnostic.Descriptor.Id);
        Assert.Equal(location, Print(diagnostic.Location, HasModelAttribute(spec)));
        Assert.All(message, part => Assert.Contains(part, diagnostic.Message, StringComparison.Ordinal));
    }

    private static bool HasModelAttribute(ModelSpec spec) => spec.Attributes.Count > 0 && spec.Attributes[0].TypeName == "ModelAttribute";

    /// <summary>Such as <c>Branch/2.shape[1]</c>; of models, [Model] itself is not counted.</summary>
    internal static string Print(SpecLocation location, bool hasModelAttribute)
    {
        int attribute = location.Block is null && hasModelAttribute && location.Attribute > 0 ? location.Attribute - 1 : location.Attribute;
        return (location.Block is null ? "" : location.Block + "/")
            + attribute.ToString(CultureInfo.InvariantCulture)
            + (location.Argument is null ? "" : "." + location.Argument)
            + (location.Element < 0 ? "" : $"[{location.Element}]");
    }
}
