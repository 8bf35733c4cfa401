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
        Assert.Equal(expected, string.Join(", ", values.Select(v => fields[v.Node].Axes[0].Size)));
        Assert.All(values, v => Assert.Equal(fields[v.Node].Axes[0].Size, fields[v.Node].Axes[1].Size));
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
    [InlineData("Conv2D(4, 3), Upsample2D([2, 1]), Conv2D(4, 3)", "4 × 5")] // of half a place: two of the values before, or three
    [InlineData("Conv2D(4, 3), Permute(1, 2, 0), Dense(5)", "3 × 3")]
    [InlineData("Conv2D(4, [3, 5]), Permute(2, 0, 1), Permute(1, 2, 0), Conv2D(2, [3, 1])", "5 × 5")]
    [InlineData("Conv2D(4, 3), GlobalAvgPool2D", null)]
    [InlineData("Conv2D(4, 3), Dense(4)", null)]
    [InlineData("Upsample2D(2, Mode = Upsampling.Bilinear, AlignCorners = true)", null)]
    [InlineData("AdaptiveAvgPool2D([7, 8])", null)]
    public void Of_layers(string layers, string? expected)
    {
        Node last = Last(Build("3, 64, 64", layers));

        IReadOnlyDictionary<Node, ReceptiveField> fields = Fields(new GraphBuilder().Wrap(last));
        Assert.Equal(expected, fields.TryGetValue(last, out ReceptiveField? field) ? field.Display : null);
    }

    /// <summary>Of each row of the image alone: which elements change with it.</summary>
    [Theory]
    [InlineData("Conv2D(2, 3, Stride = 2, Padding = 1), MaxPool2D(3, Stride = 2)")]
    [InlineData("Upsample2D(2)")]
    [InlineData("Conv2D(2, 3, Padding = 1), Upsample2D(3), Conv2D(2, 3, Padding = 1)")]
    [InlineData("Conv2D(2, 3, Stride = 2), Upsample2D(2), Conv2D(2, 4, Stride = 2), Conv2D(2, 3)")]
    [InlineData("MaxPool2D(2), Upsample2D(3), MaxPool2D(2), Conv2D(2, 3)")]
    [InlineData("Conv2D(2, 3, Stride = 2, Padding = 1), ConvTranspose2D(2, 2, Stride = 2)")]
    [InlineData("MaxPool2D(2), ConvTranspose2D(2, 3, Stride = 2, Padding = 1, OutputPadding = 1), Conv2D(2, 3, Padding = 1)")]
    [InlineData("MaxPool2D(3), ConvTranspose2D(2, [5, 1], Strides = [3, 1], Dilations = [2, 1])")]
    [InlineData("MaxPool2D(3), ConvTranspose2D(2, [2, 1], Strides = [4, 1]), Conv2D(2, [2, 1])")] // with gaps
    [InlineData("ConvTranspose2D(4, 3, Padding = 1, Groups = 2), ConvTranspose2D(2, 1, Stride = 2, UseBias = false)")]
    [InlineData(
        "As(\"a\"), MaxPool2D(2), Conv2D(2, 3, Padding = 1), ConvTranspose2D(2, 2, Stride = 2), Concat(\"a\"), Conv2D(2, 3, Padding = 1)"
    )] // U-Net
    [InlineData("MaxPool2D(2), As(\"a\"), Upsample2D(2), MaxPool2D(2), Conv2D(2, 3, Padding = 1), Add(\"a\")")]
    [InlineData("Conv2D(2, [5, 1], Dilation = 2), Permute(2, 0, 1), Permute(1, 2, 0), AvgPool2D([2, 1], Stride = 1)")]
    [InlineData("Crop2D(1), ZeroPad2D(2), Conv2D(2, 3, Stride = 2), LocalResponseNorm(3)")]
    // the same value and one before it
    [InlineData("Crop2D(3), As(\"a\"), Conv2D(2, [7, 1], Paddings = [6, 0]), Crop2D(Bottom = 6), Add(\"a\")")]
    public void Is_what_the_elements_change_with(string layers)
    {
        const int height = 40, width = 10;
        BuiltModel model = Build($"2, {height}, {width}", layers);
        Node last = Last(model);
        double[] images = new double[2 * (height + 1) * height * width];
        for (int row = 0; row < height; row++)
        {
            for (int channel = 0; channel < 2; channel++)
                Array.Fill(images, 1, ((((2 * row) + channel) * height) + row) * width, width);
        }

        EvaluationContext context = new(height + 1, leaf =>
            leaf.Kind == LeafKind.Input ? images : [.. Enumerable.Repeat(1.0, leaf.Shape.Elements(1))]);
        double[] values = GraphInterpreter.Run(new TensorGraph([new GraphOutput("last", last)]), context)[last].Data;
        int size = last.Shape.SampleElements, without = height * size;
        int expected = Enumerable.Range(0, size).Max(element =>
        {
            int[] rows = [.. Enumerable.Range(0, height).Where(row => values[(row * size) + element] != values[without + element])];
            return rows.Length == 0 ? 0 : rows[^1] - rows[0] + 1;
        });

        Assert.Equal(expected, Fields(new GraphBuilder().Wrap(last))[last].Axes[0].Size);
    }

    [Fact]
    public void Each_axis_has_its_own()
    {
        ReceptiveField pixel = new(EquatableArray.Of(AxisField.OfImage(2), AxisField.OfImage(3)));

        Assert.Equal("7 × 9", Through(Through(pixel, [3, 5], [2, 1], [1, 1]), [3, 3], [1, 1], [1, 2])?.Display);
    }

    [Fact]
    public void Windows_beyond_every_image_are_unknown()
    {
        AxisField? field = AxisField.OfImage(2).Through(new AxisMap(1 << 30, 2));
        Assert.Equal((2, 1 << 30), (field!.Size, field.Jump));
        Assert.Null(field.Through(new AxisMap(1, 3)));
        Assert.Null(field.Through(new AxisMap(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue)));
        Assert.Null(AxisField.OfImage(2).Through(new AxisMap(1, Divisor: int.MaxValue)));
    }

    private static BuiltModel Build(string input, string layers) =>
        Interpreted.Build(DeclarationText.Model($"[Input({input}), {layers}, Flatten, Dense(1)] [MeanSquaredError, Sgd(0.1f)]"));

    /// <summary>What comes out of the last layer before those that every model here ends with.</summary>
    private static Node Last(BuiltModel model) => model.Layers[^3].Result;

    private static ReceptiveField? Through(ReceptiveField? field, int[] kernel, int[] stride, int[] dilation) =>
        Enumerable
            .Range(0, 2)
            .Aggregate(field, (seen, axis) => seen?.Through(axis + 2, new AxisMap(stride[axis], kernel[axis], dilation[axis])));

    private static IReadOnlyDictionary<Node, ReceptiveField> Fields(params Value[] values) =>
        ReceptiveField.Of(new TensorGraph(values.Select((value, i) => new GraphOutput($"value{i}", value.Node))));

    /// <summary>Stands for a convolution.</summary>
    private sealed record WindowOp(int Kernel, int Stride, int Dilation) : Op
    {
        public override string Name => "window";

        public override OpRole Role => OpRole.Anchor;

        public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0];

        public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) =>
            throw new NotSupportedException();

        public override Compiler.Graph.Tensor Evaluate(EvaluationContext context, Shape shape,
            IReadOnlyList<Compiler.Graph.Tensor> inputs) =>
            throw new NotSupportedException();

        public override ReceptiveField? FieldOf(Node node, IReadOnlyList<ReceptiveField?> inputs) =>
            Through(inputs[0], [Kernel, Kernel], [Stride, Stride], [Dilation, Dilation]);
    }
}
