using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Lowering;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Spec;
using Xunit;

namespace ModelGen.Compiler.Tests.Lowering;

/// <summary>Which loop of a convolution is around which: what the second-level cache should hold is read by the inner ones.</summary>
public sealed class LoopOrderTests
{
    /// <summary>Weights that the cache does not hold are read in blocks of vectors, each for all lines of the image.</summary>
    [Fact]
    public void Lines_of_an_image_stand_within_a_block_of_wide_weights()
    {
        Statement.Loop[] loops = Convolution(512, 7);
        Assert.Equal(["i", "f", "j"], loops.Take(3).Select(loop => loop.Variable));
        Assert.Equal((512, 7), (loops[1].Extent.Count, loops[2].Extent.Count));

        // Two vectors of 9 · 512 weights are 576 KiB; four would not leave room for the image.
        Assert.Equal(32, loops[1].Segments[0].Step);
    }

    [Fact]
    public void Weights_that_the_cache_holds_are_read_for_every_line()
    {
        Statement.Loop[] loops = Convolution(128, 28);
        Assert.Equal(["i", "j"], loops.Take(2).Select(loop => loop.Variable));
    }

    /// <summary>With several tiles of rows, the taps of a window that no tile has read the same elements again at once.</summary>
    [Theory]
    [InlineData(16, 32)]
    [InlineData(64, 8)]
    public void Taps_stand_within_tiles_of_a_gradient(int channels, int size)
    {
        GraphBuilder builder = new() { Lanes = Lanes.Samples };
        Value image = builder.Leaf(LeafKind.Input, "image", Shape.Batched([channels, size, size]));
        Value gradient = builder.Leaf(LeafKind.Input, "gradient", Shape.Batched([channels, size, size]));
        Statement.Loop[] loops = Loops(
            builder.Contract("nc(h+p-1)(w+q-1),nohw->pqco", image, gradient, ('p', 3), ('q', 3)), new ParameterLayout([]));

        int rows = Array.FindIndex(loops, loop => loop.Variable == "row");
        Assert.InRange(rows, 1, loops.Length);
        Assert.Equal("column", loops[0].Variable);
        Assert.Equal(3, loops[rows + 1].Extent.Count);
    }

    private static Statement.Loop[] Convolution(int channels, int size)
    {
        GraphBuilder builder = new();
        Value image = builder.Leaf(LeafKind.Input, "image", Shape.Batched([size, size, channels]));
        Value weights = builder.Leaf(LeafKind.Parameter, "weight", Shape.Of(3, 3, channels, channels));
        ParameterInfo parameter = new(
            "weight",
            EquatableArray.Of(3, 3, channels, channels),
            EquatableArray.Of(0, 1, 2, 3),
            default!);
        return Loops(
            builder.Contract("n(h+p-1)(w+q-1)c,pqco->nhwo", image, weights, ('h', size), ('w', size)), new ParameterLayout([parameter]));
    }

    /// <summary>The first loop of the kernel, the first one in it, and so on.</summary>
    private static Statement.Loop[] Loops(Value result, ParameterLayout parameters)
    {
        ProgramPlan plan = new(new TensorGraph([new GraphOutput(OutputRole.Output, "output", result.Node)]), parameters);
        Kernel kernel = GroupLowering.Lower(plan.Groups.Single(), plan, Target.Vector512).Kernel;
        List<Statement.Loop> loops = [];
        for (Statement.Loop? loop = First(kernel.Body); loop is not null; loop = First(loop.Segments[0].Body)) loops.Add(loop);
        return [.. loops];

        static Statement.Loop? First(IEnumerable<Statement> body) => body.OfType<Statement.Loop>().FirstOrDefault();
    }
}
