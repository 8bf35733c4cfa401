using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Compiler.Tests.Gradients;

/// <summary>Contractions with windows: what they compute, and their gradients, against plain loops and central differences.</summary>
public sealed class WindowGradientTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(7, 3, 1, 1, 0)]
    [InlineData(7, 3, 2, 1, 0)]
    [InlineData(8, 3, 2, 1, 0)]
    [InlineData(8, 3, 2, 1, 2)]
    [InlineData(9, 2, 3, 1, 1)]
    [InlineData(4, 1, 2, 1, 0)]
    [InlineData(5, 5, 1, 1, 0)]
    [InlineData(9, 3, 1, 2, 1)]
    [InlineData(11, 3, 2, 3, 1)]
    [InlineData(11, 2, 4, 2, 2)]
    [InlineData(3, 2, 5, 1, 0)]
    public void A_window_over_one_axis(int length, int taps, int stride, int dilation, int offset) =>
        Check(length, taps, stride, dilation, offset);

    [Fact]
    public void Random_windows()
    {
        output.WriteLine(TestSeed.Text);
        Random random = new(TestSeed.Value);
        for (int round = 0; round < TestTier.Count(100, 2000); round++)
        {
            (int taps, int stride, int dilation, int offset) = (random.Next(1, 5), random.Next(1, 5), random.Next(1, 4), random.Next(3));
            int length = offset + (dilation * (taps - 1)) + 1 + random.Next(8);
            output.WriteLine($"round {round}: length {length}, {taps} taps, stride {stride}, dilation {dilation}, offset {offset}");
            Check(length, taps, stride, dilation, offset);
        }
    }

    [Theory]
    [InlineData("n(h+p)(w+q)c,pqco->nhwo", 1)]
    [InlineData("n(2h+p)(3w+q)c,pqco->nhwo", 1)]
    [InlineData("n(2h+p)(w+2q)c,pqc->nhwc", 0)]
    [InlineData("pqco,n(2h+p)(2w+q)c->nhwo", 1)]
    public void Convolutions(string equation, int outputs)
    {
        GraphBuilder builder = new();
        Value x = builder.Leaf(LeafKind.Input, "x", Shape.Batched([6, 7, 2]));
        Value w = builder.Leaf(LeafKind.Parameter, "w", outputs == 0 ? Shape.Of(3, 2, 2) : Shape.Of(3, 2, 2, 3));
        int h = equation.Contains("2h") ? 2 : 4;
        int width =
            equation.Contains("3w") ? 2
            : equation.Contains("2w") ? 3
            : equation.Contains("2q") ? 5
            : 6;
        Value result =
            equation[0] == 'n'
                ? builder.Contract(equation, x, w, ('h', h), ('w', width))
                : builder.Contract(equation, w, x, ('h', h), ('w', width));
        CheckGraph(builder, result);
    }

    /// <summary>The gradients of a gradient: transposed convolutions are trained by them.</summary>
    [Theory]
    [InlineData(3, 3, 2, 1, 1)]
    [InlineData(3, 2, 3, 2, 0)]
    [InlineData(1, 4, 1, 1, 1)]
    [InlineData(2, 5, 2, 3, 2)]
    public void Of_gradients(int length, int taps, int stride, int dilation, int padding)
    {
        GraphBuilder builder = new();
        Value x = builder.Leaf(LeafKind.Input, "x", Shape.Batched([length, 2]));
        Value w = builder.Leaf(LeafKind.Parameter, "w", Shape.Of(taps, 2, 3));
        int larger = ((length - 1) * stride) + (dilation * (taps - 1)) + 1 - (2 * padding);
        Value result = ContractGradient.Of(
            Subscripts.Parse($"n({stride}h+{dilation}p-{padding})o"), Shape.Batched([larger, 3]),
            new SubscriptedValue(Subscripts.Parse("nhc"), x), new SubscriptedValue(Subscripts.Parse("pco"), w),
            new Dictionary<char, int> { ['n'] = Shape.Batch, ['h'] = length, ['c'] = 2, ['p'] = taps, ['o'] = 3 });
        Assert.Equal(Shape.Batched([larger, 3]), result.Shape);
        CheckGraph(builder, result);
    }

    private static void Check(int length, int taps, int stride, int dilation, int offset)
    {
        GraphBuilder builder = new();
        Value x = builder.Leaf(LeafKind.Input, "x", Shape.Batched([length, 2]));
        Value w = builder.Leaf(LeafKind.Parameter, "w", Shape.Of(taps, 2, 3));
        int count = ((length - 1 - offset - (dilation * (taps - 1))) / stride) + 1;
        Value result = builder.Contract($"n({stride}h+{dilation}p+{offset})c,pco->nho", x, w, ('h', count));
        Assert.Equal(Shape.Batched([count, 3]), result.Shape);
        CheckGraph(builder, result);
    }

    private static void CheckGraph(GraphBuilder builder, Value result)
    {
        Value weight = builder.Position(result.Shape, result.LastAxis) + 1;
        Value total = ((result * weight * result * weight) + result).Sum([.. Enumerable.Range(0, result.Shape.Rank)]);
        GradientCheck.Graph(
            new TensorGraph([new GraphOutput("total", total.Node)]),
            1,
            samples: 2,
            (_, random) => (2 * random.NextDouble()) - 1);
    }
}
