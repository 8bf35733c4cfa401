using ModelGen.Compiler.Codegen.Programs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;
using ModelGen.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Compiler.Tests.Schedule;

/// <summary>Where tensors lie.</summary>
public sealed class MemoryTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("N 10", "10:1", 1, 16)]
    [InlineData("N 3 5", "3:16 5:1", 2, 48)]
    [InlineData("N 1", "1:0", 0, 1)]
    [InlineData("N 7 1", "7:1 1:0", 1, 16)]
    [InlineData("784 128", "784:128 128:1", 1, 784 * 128)]
    [InlineData("100 1", "100:1 1:0", 0, 112)]
    public void Rows_are_padded(string dimensions, string sampleStrides, int laneAxis, int size)
    {
        Shape shape = ShapeOf(dimensions);
        Layout layout = Layout.Padded(shape);

        int skipped = shape.IsBatched ? 1 : 0;
        Assert.Equal(sampleStrides, string.Join(" ", shape.Sample.Select((d, i) => $"{d}:{layout.Strides[i + skipped]}")));
        Assert.Equal(
            (laneAxis, size),
            (
                layout.LaneAxis,
                Layout.RoundUp(layout.SampleSize) == 16 && size == 1 ? layout.SampleSize
                : shape.IsBatched ? layout.SampleSize
                : Layout.RoundUp(layout.SampleSize)));
    }

    [Theory]
    [InlineData("N 255", 256 + 0)]
    [InlineData("N 256", 256 + 16)]
    [InlineData("N 4 64", 256 + 16)]
    [InlineData("N 512", 512 + 16)]
    [InlineData("N 528", 528)]
    [InlineData("256", 256)]
    public void Samples_are_no_kibibyte_apart(string dimensions, int size) =>
        Assert.Equal(size, Layout.Padded(ShapeOf(dimensions)).SampleSize);

    [Theory]
    [InlineData("784 128", "784:16 128:784", 784 * 128, true)]
    [InlineData("3 5 40", "3:80 5:16 40:15", 3 * 5 * 48, true)]
    [InlineData("784 16", "784:16 16:1", 784 * 16, false)]
    [InlineData("784 10", "784:16 10:1", 784 * 16, false)]
    [InlineData("1 100", "1:0 100:1", 112, false)]
    [InlineData("100 1", "100:1 1:0", 112, false)]
    [InlineData("100", "100:1", 112, false)]
    [InlineData("N 100", "100:1", 112, false)]
    public void Matrices_lie_in_panels_of_sixteen_columns(string dimensions, string strides, int size, bool inPanels)
    {
        Shape shape = ShapeOf(dimensions);
        Layout layout = Layout.Panels(shape);

        int skipped = shape.IsBatched ? 1 : 0;
        Assert.Equal(strides, string.Join(" ", shape.Sample.Select((d, i) => $"{d}:{layout.Strides[i + skipped]}")));
        Assert.Equal((size, inPanels), (Layout.RoundUp(layout.SampleSize), layout.InPanels));
    }

    [Theory]
    [InlineData(new[] { 4, 16 }, new[] { 64 }, true)]
    [InlineData(new[] { 4, 6 }, new[] { 4, 1, 6 }, true)]
    [InlineData(new[] { 4, 6 }, new[] { 8, 3 }, false)]
    [InlineData(new[] { 1, 8, 8 }, new[] { 64 }, false)]
    public void A_reshape_is_the_same_memory_if_rows_end_alike(int[] from, int[] to, bool same) =>
        Assert.Equal(same, Layout.SameMemory(Shape.Batched(from), Shape.Batched(to)));

    [Fact]
    public void The_memory_of_a_long_chain_of_views_is_found_by_walking_it_once()
    {
        GraphBuilder builder = new();
        Value root = builder.Leaf(LeafKind.Parameter, "weight", Shape.Of(32)).Exp(), last = root;
        for (int i = 0; i < 200; i++) last = last.Reshape(i % 2 == 0 ? Shape.Of(2, 16) : Shape.Of(32));

        Assert.Same(root.Node, Memory.Root(last.Node));
        Assert.True(Memory.IsAlias(last.Node));
    }

    [Fact]
    public void A_view_that_its_memory_cannot_be_seen_as_is_a_root_of_its_own()
    {
        GraphBuilder builder = new();
        Value flat = builder.Leaf(LeafKind.Parameter, "weight", Shape.Of(15)).Exp();
        Value rows = flat.Reshape(Shape.Of(3, 5));

        Assert.Same(rows.Node, Memory.Root(rows.Reshape(Shape.Of(3, 1, 5)).Node));
        Assert.False(Memory.IsAlias(rows.Node));
    }

    [Fact]
    public void Buffers_alive_together_never_overlap()
    {
        output.WriteLine(TestSeed.Text);
        Random random = new(TestSeed.Value);
        for (int round = 0; round < TestTier.Count(200, 5000); round++)
        {
            Lifetime[] buffers = Enumerable.Range(0, random.Next(1, 30)).Select(_ =>
            {
                int first = random.Next(20);
                return new Lifetime(16 * random.Next(1, 10), first, first + random.Next(10));
            }).ToArray();

            (int[] offsets, int size) = MemoryPlanner.Pack(buffers);

            for (int i = 0; i < buffers.Length; i++)
            {
                Assert.True(offsets[i] >= 0 && offsets[i] + buffers[i].Size <= size);
                for (int j = 0; j < i; j++)
                {
                    bool together = buffers[i].First <= buffers[j].Last && buffers[j].First <= buffers[i].Last;
                    bool overlap = offsets[i] < offsets[j] + buffers[j].Size && offsets[j] < offsets[i] + buffers[i].Size;
                    Assert.False(together && overlap, $"{TestSeed.Text}, round {round}: {i} and {j}");
                }
            }

            Assert.True(size <= buffers.Sum(b => b.Size));
        }
    }

    [Fact]
    public void A_deep_model_predicts_in_the_memory_of_two_layers()
    {
        string layers = string.Join(", ", Enumerable.Repeat("Dense(64), Relu", 20));
        Spec.ModelSpec spec = DeclarationText.Model($"[Input(64), {layers}, Dense(2), MeanSquaredError, Sgd(1f)]");
        BuiltModel model = ProgramSet.Build(spec, Mode.Inference);
        ProgramPlan plan = new(ProgramSet.Predict(spec), new ParameterLayout(model.Parameters));

        Assert.Equal(2 * 64, plan.ArenaPerSample);
        Assert.Equal(0, plan.ArenaFixed);
    }

    [Fact]
    public void Parameters_start_at_whole_vectors_and_keep_their_standard_strides()
    {
        BuiltModel model = ProgramSet.Build(
            DeclarationText.Model("[Input(5), Dense(10), PRelu, Dense(1), MeanSquaredError, Sgd(1f)]"),
            Mode.Inference);
        ParameterLayout layout = new(model.Parameters);

        Assert.All(layout.Slots, s => Assert.Equal(0, s.Offset % Layout.Lanes));
        Assert.Equal([1, 16], layout["dense1.weight"].StandardStrides());
        Assert.Equal(0, layout.Size % Layout.Lanes);
        Assert.Equal(
            ["dense1.weight", "dense1.bias", "prelu1.weight", "dense2.weight", "dense2.bias"],
            layout.Slots.Select(s => s.Parameter.Name));
    }

    [Fact]
    public void The_standard_axis_of_units_is_cut_into_panels()
    {
        BuiltModel model = ProgramSet.Build(
            DeclarationText.Model("[Input(5), Dense(40), Dense(1), MeanSquaredError, Sgd(1f)]"),
            Mode.Inference);
        ParameterSlot slot = new ParameterLayout(model.Parameters)["dense1.weight"];

        Assert.Equal([5, 16], slot.StandardStrides());
        Assert.Equal(0, slot.StandardPanelAxis);
    }

    private static Shape ShapeOf(string dimensions) =>
        Shape.Of(
            dimensions
                .Split(' ')
                .Select(d => d == "N" ? Shape.Batch : int.Parse(d, System.Globalization.CultureInfo.InvariantCulture))
                .ToArray());
}
