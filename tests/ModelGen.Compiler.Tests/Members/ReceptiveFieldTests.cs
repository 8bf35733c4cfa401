using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Members;

/// <summary>Which part of an image an element depends on, for windows of any kind.</summary>
public sealed class ReceptiveFieldTests
{
    [Theory]
    [InlineData("5/1/1 2/2/1 5/1/1 2/2/1", "5, 6, 14, 16")] // LeNet-5
    [InlineData("7/2/1 3/2/1 3/1/1 3/1/1 3/2/1 3/1/1", "7, 11, 19, 27, 35, 51")] // how ResNet-18 begins
    [InlineData("3/1/1 3/1/2 3/1/4", "3, 7, 15")] // dilated
    [InlineData("1/3/1 2/1/1", "1, 4")]
    public void Grows_from_window_to_window(string windows, string expected)
    {
        GraphBuilder builder = new();
        Value value = builder.Leaf(LeafKind.Input, "image", Shape.Batched([3, 64, 64]));
        List<Value> values = [];
        foreach (string window in windows.Split(' '))
        {
            int[] numbers = [.. window.Split('/').Select(int.Parse)];
            value = builder.Add(new WindowOp(numbers[0], numbers[1], numbers[2]), value.Node).Relu();
            values.Add(value);
        }

        IReadOnlyDictionary<Node, ReceptiveField> fields = Fields([.. values]);
        Assert.Equal(expected, string.Join(", ", values.Select(v => fields[v.Node].Extent[0])));
        Assert.All(values, v => Assert.Equal(fields[v.Node].Extent[0], fields[v.Node].Extent[1]));
    }

    [Fact]
    public void Of_what_is_made_of_two_values_is_the_wider_one()
    {
        GraphBuilder builder = new();
        Value image = builder.Leaf(LeafKind.Input, "image", Shape.Batched([3, 64, 64]));
        Value narrow = builder.Add(new WindowOp(3, 1, 1), image.Node), wide = builder.Add(new WindowOp(7, 1, 1), image.Node);
        Value weight = builder.Leaf(LeafKind.Parameter, "slope", Shape.Of(1));
        Value sum = (narrow + wide) * weight, joined = builder.Concat(1, image, narrow);

        IReadOnlyDictionary<Node, ReceptiveField> fields = Fields(sum, joined);
        Assert.Equal("7 × 7", fields[sum.Node].Display);
        Assert.Equal("3 × 3", fields[joined.Node].Display);
        Assert.False(fields[image.Node].IsWide);
    }

    [Fact]
    public void Is_unknown_where_elements_far_apart_meet()
    {
        GraphBuilder builder = new();
        Value image = builder.Leaf(LeafKind.Input, "image", Shape.Batched([3, 64, 64]));
        Value coarse = builder.Add(new WindowOp(3, 2, 1), image.Node);
        Value[] unknown = [image.Mean(2, 3), image.Mean(2, 3) * image, image.Reshape(Shape.Batched([3 * 64 * 64])), image + coarse];

        IReadOnlyDictionary<Node, ReceptiveField> fields = Fields(unknown);
        Assert.All(unknown, value => Assert.False(fields.ContainsKey(value.Node)));
        Assert.Empty(Fields(builder.Leaf(LeafKind.Input, "vector", Shape.Batched([8])).Relu()));
    }

    [Theory]
    [InlineData("Conv2D(6, 5), Relu, MaxPool2D(2), Conv2D(16, 5), Relu, MaxPool2D(2)", "16 × 16")]
    [InlineData("Conv2D(8, 7, Stride = 2, Padding = 3), MaxPool2D(3, Stride = 2, Padding = 1), Conv2D(8, 3, Padding = 1)", "19 × 19")]
    [InlineData("Conv2D(6, [3, 1], Dilations = [2, 1]), DepthwiseConv2D(3), Conv2D(6, 3, Groups = 2)", "9 × 5")]
    [InlineData("SeparableConv2D(4, 3, Stride = 2), Conv2D(4, 1, Stride = 2), AvgPool2D(2)", "7 × 7")]
    [InlineData("ZeroPad2D(1), Conv2D(4, 1, Stride = 3), Crop2D(1), Conv2D(4, 2)", "4 × 4")]
    [InlineData("Conv2D(4, 3), GlobalAvgPool2D", null)]
    [InlineData("Conv2D(4, 3), Upsample2D(2)", null)]
    [InlineData("Conv2D(4, 3), Dense(4)", null)]
    [InlineData("Conv2D(4, 3), Permute(1, 2, 0)", null)]
    public void Of_layers(string layers, string? expected)
    {
        ModelSpec spec = DeclarationText.Model($"[Input(3, 64, 64), {layers}, Flatten, Dense(1)] [MeanSquaredError, Sgd(0.1f)]");
        LayerInfo[] all = [.. Interpreted.Build(spec).Layers];
        Node last = all[^3].Result;

        IReadOnlyDictionary<Node, ReceptiveField> fields = Fields(new GraphBuilder().Wrap(last));
        Assert.Equal(expected, fields.TryGetValue(last, out ReceptiveField? field) ? field.Display : null);
    }

    [Fact]
    public void Each_axis_has_its_own()
    {
        ReceptiveField pixel = new(EquatableArray.Of(1L, 1L), EquatableArray.Of(1L, 1L));

        Assert.Equal("7 × 9", pixel.Through([3, 5], [2, 1], [1, 1]).Through([3, 3], [1, 1], [1, 2]).Display);
    }

    [Fact]
    public void Windows_beyond_every_image_do_not_overflow()
    {
        ReceptiveField field = new(EquatableArray.Of(1L), EquatableArray.Of(1L));
        for (int i = 0; i < 10; i++) field = field.Through([int.MaxValue], [int.MaxValue], [int.MaxValue]);

        Assert.Equal((int.MaxValue, int.MaxValue), (field.Extent[0], field.Jump[0]));
    }

    private static IReadOnlyDictionary<Node, ReceptiveField> Fields(params Value[] values) =>
        ReceptiveField.Of(new TensorGraph(values.Select((value, i) => new GraphOutput($"value{i}", value.Node))));

    /// <summary>Stands for a convolution.</summary>
    private sealed record WindowOp(int Kernel, int Stride, int Dilation) : Op
    {
        public override string Name => "window";

        public override OpRole Role => OpRole.Anchor;

        public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0];

        public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) => throw new NotSupportedException();

        public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs) => throw new NotSupportedException();

        public override ReceptiveField? FieldOf(Node node, IReadOnlyList<ReceptiveField?> inputs) =>
            inputs[0]?.Through([Kernel, Kernel], [Stride, Stride], [Dilation, Dilation]);
    }
}
