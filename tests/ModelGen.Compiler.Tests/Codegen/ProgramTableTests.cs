using ModelGen.Compiler.Codegen.Programs;
using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Lowering;
using ModelGen.Compiler.Programs;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Spec;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Codegen;

/// <summary>Programs are entries of a table: what prints kernels, calls them and explains them goes through it.</summary>
public sealed class ProgramTableTests
{
    private static readonly ModelSpec Images = DeclarationText.Source(
        "[Model(Arithmetic = Arithmetic.Int8), GradientPenalty(10), Hessian] [Input(1, 6, 6), Conv2D(4, 3), Relu, Flatten, "
            + "Dense(2, MaxNorm = 2), SoftmaxCrossEntropy, Adam(1e-3f)] public partial class Net;");

    private static IEnumerable<ProgramMethod> Methods => ProgramTable.All.SelectMany(program => program.Methods);

    [Fact]
    public void Names_are_unique()
    {
        Assert.Equal(ProgramTable.All.Select(p => p.Name).Distinct(), ProgramTable.All.Select(p => p.Name));
        Assert.Equal(Methods.Select(m => m.Name).Distinct(), Methods.Select(m => m.Name));
    }

    [Fact]
    public void Every_method_is_printed_called_and_explained()
    {
        IReadOnlyList<GeneratedFile> files = ModelCompiler.EmitKernels(Images);
        string host = files.Single(f => f.HintName.Contains("programs", StringComparison.Ordinal)).Text,
            report = ModelCompiler.Explain(Images, 16)!.Text;
        foreach (string name in Methods.Select(m => m.Name).Except(
            [ProgramTable.Step.Name, ProgramTable.Begin.Name, ProgramTable.PredictTogether.Name]))
        {
            Assert.All(
                files.Where(f => f.HintName.Contains("kernels", StringComparison.Ordinal)),
                file => Assert.Contains($"internal static void {name}(", file.Text, StringComparison.Ordinal));
            Assert.Contains($"Kernels512.{name}(", host, StringComparison.Ordinal);
            Assert.Contains($"// ## {name}\n", report, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_model_has_only_the_programs_it_has_a_use_for()
    {
        ModelSpec vectors = DeclarationText.Model("[Input(4), Dense(2), MeanSquaredError, Sgd(1f)]");

        Assert.Equal(
            ProgramTable.All.Except([ProgramTable.Step, ProgramTable.Begin, ProgramTable.PredictTogether]),
            Planned(Images).Programs.Select(p => p.Kind));
        ModelSpec steps = DeclarationText.Model("[Tokens(4, 3), Embedding(2), Dense(3), SoftmaxCrossEntropy, Sgd(1f)]");
        Assert.Contains(ProgramTable.Step, Planned(steps).Programs.Select(p => p.Kind));
        ModelSpec decoder = DeclarationText.Model(
            "[Input(3, 4, Name = \"a\"), As(\"memory\"), Tokens(4, 3, Name = \"b\"), Embedding(4), TransformerDecoder(1, 4), Dense(3), "
                + "SoftmaxCrossEntropy, Sgd(1f)]");
        Assert.Contains(ProgramTable.Begin, Planned(decoder).Programs.Select(p => p.Kind));
        Assert.Equal(
            ProgramTable.All.Except(
                [
                    ProgramTable.PredictBlocks, ProgramTable.PredictTogether, ProgramTable.Constrain, ProgramTable.Step,
                    ProgramTable.Begin, ProgramTable.Measure,
                    ProgramTable.GradientPenalty, ProgramTable.HessianVector,
                ]),
            Planned(vectors).Programs.Select(p => p.Kind));
    }

    [Fact]
    public void Threads_share_a_sample_that_has_enough_for_them()
    {
        ModelSpec large = DeclarationText.Model(
            "[Input(8, 32, 32), Conv2D(16, 3, Padding = 1), Relu, Flatten, Dense(10), SoftmaxCrossEntropy, Sgd(1f)]");
        IReadOnlyList<GeneratedFile> files = ModelCompiler.EmitKernels(large);
        string host = files.Single(f => f.HintName.Contains("programs", StringComparison.Ordinal)).Text;

        Assert.Contains("if (samples == 1 && _threads > 1)", host, StringComparison.Ordinal);
        ModelProgram together = Assert.Single(Planned(large).Programs, p => p.Kind == ProgramTable.PredictTogether);
        Kernel convolution = GroupLowering.Lower(together.Plan.Groups[0], together.Plan, Target.Vector512, isForOneSample: true).Kernel;
        Assert.Equal(new Division.Iterations(32, 1), convolution.Division);
    }

    /// <summary>Every result of a program has a role by which memory and callers are found.</summary>
    [Fact]
    public void Every_result_of_a_program_has_a_role() =>
        Assert.All(
            Planned(Images).Programs.SelectMany(p => p.Plan.Graph.Outputs),
            output => Assert.NotEqual(OutputRole.Value, output.Role));

    [Fact]
    public void A_model_that_does_the_same_in_training_has_one_graph()
    {
        BuiltModel same = ProgramSource.Build(Images, Mode.Inference);
        BuiltModel other = ProgramSource.Build(
            DeclarationText.Model("[Input(4), Dense(2), Dropout, Dense(1), MeanSquaredError, Sgd(1f)]"),
            Mode.Inference);
        ProgramSource one = new(same, new ParameterLayout(same.Stored)),
            two = new(other, new ParameterLayout(other.Stored));

        Assert.Same(one.Inference, one.Training);
        Assert.NotSame(two.Inference, two.Training);
    }

    private static PlannedModel Planned(ModelSpec spec) => new(ProgramSource.Build(spec, Mode.Inference));
}
