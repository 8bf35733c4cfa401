using ModelGen.Compiler.Codegen;
using ModelGen.Compiler.Codegen.Isa;
using ModelGen.Compiler.Codegen.Programs;
using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Lowering;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Spec;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Schedule;

/// <summary>How many lanes a kernel computes, and what lies in a tile of a gradient.</summary>
public sealed class KernelChoiceTests
{
    [Theory]
    [InlineData("Conv2D(6, 3), Relu", true)]
    [InlineData("Conv2D(8, 3, UseBias = false)", true)]
    [InlineData("Conv2D(9, 3), Relu", false)]
    [InlineData("Conv2D(1, 3), Relu", false)]
    [InlineData("Conv2D(6, 3), Tanh", false)]
    public void Eight_channels_and_fewer_take_eight_lanes(string layers, bool isNarrow)
    {
        (ProgramPlan plan, KernelGroup group) = Convolution(ProgramSet.Predict, layers);

        foreach (Target target in Target.All)
        {
            Kernel kernel = GroupLowering.Lower(group, plan, target).Kernel;
            Assert.Equal(isNarrow, kernel.IsNarrow);
            string body = KernelPrinter.Body(kernel, new VectorIsa(target));
            Assert.Equal(target.Bits == 512 && !isNarrow, body.Contains("Vector512", StringComparison.Ordinal));
            // The second half of a virtual vector is not there.
            if (isNarrow) Assert.DoesNotContain(target.Bits == 128 ? "acc0_0c" : "acc0_0b", body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Samples_fill_all_lanes()
    {
        (ProgramPlan plan, KernelGroup group) = Convolution(ProgramSet.TrainStep, "Conv2D(6, 3), Relu");

        Assert.False(GroupLowering.Lower(group, plan, Target.Vector512).Kernel.IsNarrow);
    }

    [Fact]
    public void Gradients_of_weights_fill_all_lanes_since_the_others_must_be_zero()
    {
        ProgramPlan plan = Plan(ProgramSet.TrainStep, "Input(64), Dense(64), Relu, Dense(8), Relu, Dense(64), MeanSquaredError, Sgd(1f)");

        Assert.All(
            plan.Groups.Where(g => g.Anchor is { Op: ContractOp, Shape.IsBatched: false }),
            g => Assert.False(GroupLowering.Lower(g, plan, Target.Vector512).Kernel.IsNarrow));
        Assert.Contains(plan.Groups, g => GroupLowering.Lower(g, plan, Target.Vector512).Kernel.IsNarrow);
    }

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    public void Narrow_tiles_fit_the_registers(int bits)
    {
        Target wide = Target.All.Single(t => t.Bits == bits), narrow = wide.Narrow;

        Assert.Equal((NarrowLanes.Count, wide.Registers), (narrow.Lanes, narrow.Registers));
        Assert.Equal(narrow.Lanes * 32, narrow.Bits * narrow.Parts);
        // The vectors of the other operand, too.
        for (int rows = 1; rows <= narrow.Tiles[0].Rows; rows++)
            Assert.True((rows + 1) * narrow.TileOf(rows).Vectors * narrow.Parts <= narrow.Registers, $"{rows} rows");
    }

    [Theory]
    [InlineData("Conv2D(16, 3, Padding = 1)")]
    [InlineData("Conv2D(16, 3)")]
    public void A_weight_gradient_has_all_taps_that_slide_with_its_sum_in_one_tile(string layer)
    {
        (ProgramPlan plan, KernelGroup group) = WeightGradient($"Conv2D(16, 3), {layer}");
        Kernel kernel = GroupLowering.Lower(group, plan, Target.Vector512).Kernel;

        // One loop walks over the rows of the window, none over its columns.
        Assert.Single(Loops(kernel.Body), l => l.Extent == Extent.Of(3) && l.Segments[0].Step == 1);
        // Four rows and two columns with three taps: of the image, a vector for each column and tap.
        InnerTile tile = KernelWork.Of(kernel, 16, 1, expression => expression is VectorExpression.Call ? 1 : 0).Tiles[0];
        Assert.Equal(4 * 2 * 3, tile.Accumulators);
    }

    [Fact]
    public void Threads_share_the_longer_loop_of_a_weight_gradient()
    {
        (ProgramPlan plan, KernelGroup group) = WeightGradient("Conv2D(16, 3), Conv2D(16, 3, Padding = 1)");

        Division.Iterations loop = Assert.IsType<Division.Iterations>(GroupLowering.Lower(group, plan, Target.Vector512).Kernel.Division);
        Assert.True(loop.Extent / loop.Step > 3, loop.ToString());
    }

    /// <summary>The inner loop reads its operand again and again: of the gradient [128, 512] that is the narrower input.</summary>
    [Theory]
    [InlineData(128, 512, true)]
    [InlineData(512, 128, false)]
    [InlineData(128, 128, false)]
    public void A_weight_gradient_reads_the_smaller_operand_again_and_again(int inputs, int outputs, bool columnsFirst)
    {
        ProgramPlan plan = Plan(
            ProgramSet.TrainStep, $"Input(64, {inputs}), Dense({outputs}), Relu, Flatten, Dense(2), MeanSquaredError, Sgd(1f)");
        KernelGroup group = plan.Groups.First(g =>
            g.Anchor is { Op: ContractOp } anchor && anchor.Shape.Dimensions.SequenceEqual([inputs, outputs]));

        Kernel kernel = GroupLowering.Lower(group, plan, Target.Vector512).Kernel;

        Assert.Equal(Extent.Of(columnsFirst ? outputs : inputs), Loops(kernel.Body).First().Extent);
        Assert.IsType<Division.Iterations>(kernel.Division);
    }

    private static (ProgramPlan Plan, KernelGroup Group) Convolution(Func<ModelSpec, bool, TensorGraph> program, string layers)
    {
        ProgramPlan plan = Plan(program, $"Input(1, 8, 8), {layers}, Flatten, Dense(20), MeanSquaredError, Sgd(1f)");
        return (plan, plan.Groups.First(g => g.Anchor?.Op is ContractOp { HasWindows: true } && g.Phase == Phase.Forward));
    }

    /// <summary>That of the second convolution.</summary>
    private static (ProgramPlan Plan, KernelGroup Group) WeightGradient(string layers)
    {
        ProgramPlan plan = Plan(ProgramSet.TrainStep, $"Input(3, 12, 12), {layers}, Flatten, Dense(20), MeanSquaredError, Sgd(1f)");
        return (
            plan,
            plan.Groups.First(g =>
                g.Anchor is { Op: ContractOp { HasWindows: true } } anchor && anchor.Shape.Dimensions.SequenceEqual([3, 3, 16, 16])));
    }

    private static ProgramPlan Plan(Func<ModelSpec, bool, TensorGraph> program, string declaration)
    {
        ModelSpec spec = DeclarationText.Model($"[{declaration}]");
        return new ProgramPlan(program(spec, true), new ParameterLayout(ProgramSet.Build(spec, Mode.Inference).Parameters));
    }

    private static IEnumerable<Statement.Loop> Loops(IEnumerable<Statement> statements) => statements.OfType<Statement.Loop>()
        .SelectMany(loop => loop.Segments.SelectMany(segment => Loops(segment.Body)).Prepend(loop));
}
