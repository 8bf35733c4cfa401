using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Lowering;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Spec;
using Xunit;

namespace ModelGen.Compiler.Tests.Kernels;

/// <summary>What is counted on the loops of one product, [N, 40] times [40, 48], against figures by hand.</summary>
public sealed class KernelWorkTests
{
    private const int Samples = 64;
    private const int Depth = 40;

    [Fact]
    public void At_512_bits_four_tiles_of_14_rows_and_two_of_4_cover_64_rows()
    {
        KernelWork work = Product(Target.Vector512);

        // 64 rows of 3 vectors, 40 multiply-adds each.
        Assert.Equal(64 * 3 * Depth, work.Operations);
        Assert.Equal(64 * 3, work.Stores);

        // 48 columns are a tile of two vectors and one of one vector at 14 rows, and one of three at 4 rows.
        Assert.Equal(
            [(14, 2, 28, 56 * 2 * Depth), (14, 1, 14, 56 * 1 * Depth), (4, 3, 12, 8 * 3 * Depth)],
            work.Tiles.Select(tile => (tile.Rows, tile.Vectors, tile.Accumulators, (int)tile.Products)));

        // In each iteration of a tile's loop, every row is broadcast and every vector loaded.
        long loads = Depth * ((4 * ((14 + 2) + (14 + 1))) + (2 * (4 + 3)));
        Assert.Equal(loads, work.Loads);
    }

    [Fact]
    public void Narrow_vectors_load_and_multiply_in_parts_and_broadcast_once()
    {
        KernelWork work = Product(Target.Vector256);

        Assert.Equal(2 * 64 * 3 * Depth, work.Operations);
        Assert.Equal((6, 1, 12), (work.Tiles[0].Rows, work.Tiles[0].Vectors, work.Tiles[0].Accumulators));
        // Ten tiles of 6 rows and one vector, and one of 4 rows, at three places.
        long loads = Depth * ((10 * 3 * (6 + 2)) + (3 * (4 + 2)));
        Assert.Equal(loads, work.Loads);
    }

    [Fact]
    public void Bytes_are_those_that_loads_ask_for()
    {
        (Kernel kernel, IReadOnlyList<Address> addresses) = Lower(Target.Vector512);
        KernelWork work = Count(kernel, Target.Vector512);
        BufferArgument weights = kernel.Buffers[addresses.ToList().FindIndex(address => address.Region == Region.Parameters)];
        BufferArgument input = kernel.Buffers[addresses.ToList().FindIndex(address => address.Region == Region.External)];

        // Each of the six rows of tiles reads all weights; each row of the input is read once for each column of tiles.
        Assert.Equal(6 * Depth * 48 * 4, work.BytesRead(weights));
        Assert.Equal(((56 * 2) + 8) * Depth * 4, work.BytesRead(input));
    }

    /// <summary>Products with implicit padding are neither computed nor counted, whatever the tiles of a width.</summary>
    [Theory]
    [InlineData(14)]
    [InlineData(16)]
    [InlineData(20)]
    [InlineData(7)]
    public void A_convolution_multiplies_what_lies_within_the_image(int size)
    {
        long taps = 0;
        for (int y = 0; y < size; y++)
            for (int tap = -1; tap <= 1; tap++)
                if (y + tap >= 0 && y + tap < size) taps++;

        foreach (Target target in Target.All)
        {
            GraphBuilder builder = new() { Lanes = Lanes.Samples };
            Value image = builder.Leaf(LeafKind.Input, "image", Shape.Batched([8, size, size]));
            Value weights = builder.Leaf(LeafKind.Parameter, "weight", Shape.Of(3, 3, 8, 16));
            Value result = builder.Contract("nc(h+p-1)(w+q-1),pqco->nohw", image, weights, ('h', size), ('w', size));
            TensorGraph graph = new([new GraphOutput(OutputRole.Output, "output", result.Node)]);
            ProgramPlan plan = new(
                graph,
                new ParameterLayout([
                    new ModelGen.Compiler.Layers.ParameterInfo(
                        "weight",
                        EquatableArray.Of(3, 3, 8, 16),
                        EquatableArray.Of(0, 1, 2, 3),
                        default!),
                ]));
            KernelWork work = Count(GroupLowering.Lower(plan.Groups.Single(), plan, target).Kernel, target);
            Assert.Equal(Samples / 16 * taps * taps * 8 * 16 * target.Parts, work.Operations);
        }
    }

    private static KernelWork Product(Target target) => Count(Lower(target).Kernel, target);

    private static KernelWork Count(Kernel kernel, Target target) =>
        KernelWork.Of(kernel, Samples, target.Parts, expression => expression is VectorExpression.Call ? 1 : 0);

    private static (Kernel Kernel, IReadOnlyList<Address> Addresses) Lower(Target target)
    {
        GraphBuilder builder = new();
        Value input = builder.Leaf(LeafKind.Input, "input", Shape.Batched([Depth]));
        Value weights = builder.Leaf(LeafKind.Parameter, "weight", Shape.Of(Depth, 48));
        TensorGraph graph = new([new GraphOutput(OutputRole.Output, "output", builder.Contract("nk,ko->no", input, weights).Node)]);
        ProgramPlan plan = new(
            graph,
            new ParameterLayout([
                new ModelGen.Compiler.Layers.ParameterInfo("weight", EquatableArray.Of(Depth, 48), EquatableArray.Of(0, 1), default!),
            ]));
        return GroupLowering.Lower(plan.Groups.Single(), plan, target);
    }
}
