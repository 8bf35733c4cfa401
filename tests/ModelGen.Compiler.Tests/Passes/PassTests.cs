using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Passes;
using Xunit;

namespace ModelGen.Compiler.Tests.Passes;

/// <summary>Each pass on the smallest graph that shows it, as printed text.</summary>
public sealed class PassTests
{
    [Fact]
    public void Simplify_drops_neutral_operations_and_folds_constants() => AssertPass(
        Simplify.OfModel,
        b => -(-((X(b) + 0) * 1)) * (b.Constant(2) * 3),
        """
        %0 = input x : [N, 3]
        %1 = 6 : []
        %2 = multiply(%0, %1) : [N, 3]
        result <- %2
        """);

    /// <summary>0 · NaN is NaN, and so is a product with a choice that is 0.</summary>
    [Fact]
    public void Simplify_keeps_products_with_zero() => AssertPass(
        Simplify.OfModel,
        b => (X(b) * 0) + (X(b) * X(b).IfLess(b.Constant(0), b.Constant(1), b.Constant(0))),
        """
        %0 = input x : [N, 3]
        %1 = 0 : []
        %2 = multiply(%0, %1) : [N, 3]
        %3 = 1 : []
        %4 = if-less(%0, %1, %3, %1) : [N, 3]
        %5 = multiply(%0, %4) : [N, 3]
        %6 = add(%2, %5) : [N, 3]
        result <- %6
        """);

    [Fact]
    public void Only_gradients_are_changed_once_the_arithmetic_of_the_model_is_fixed()
    {
        GraphBuilder b = new();
        Value forward = (X(b) * X(b)) + (X(b) + 0).Detach();
        b.Phase = Phase.Backward;
        Value backward = (forward * X(b)) + (X(b) + 0);
        TensorGraph graph = Pass.Run(
            new TensorGraph([new GraphOutput("result", backward.Node)]),
            ArithmeticPasses.OfGradients(),
            verify: true);

        Assert.Equal(
            """
            %0 = input x : [N, 3]
            %1 = multiply(%0, %0) : [N, 3]
            %2 = 0 : []
            %3 = add(%0, %2) : [N, 3]
            %4 = add(%1, %3) : [N, 3]
            %5 = multiply-add(%4, %0, %3) : [N, 3]  # backward
            result <- %5

            """.ReplaceLineEndings("\n"),
            GraphPrinter.Print(graph));
    }

    /// <summary>Vectors keep the tree; without windows all do.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Sums_of_images_are_in_order(bool hasWindows)
    {
        GraphBuilder b = new();
        Value image = b.Leaf(LeafKind.Input, "image", Shape.Batched([2, 4, 4]));
        Value pooled = hasWindows ? image.Reduce(ReduceKind.Max, new Window(2, 2, 2)) : image;
        TensorGraph graph = OrderSums.Pass.Apply(
            new TensorGraph([
                new GraphOutput("image", pooled.Sum(2, 3).Node),
                new GraphOutput("vector", X(b).Sum(1).Node),
                new GraphOutput("weight", b.Leaf(LeafKind.Parameter, "w", Shape.Of(2, 3, 4)).Sum(2).Node),
            ]));

        Assert.Equal([hasWindows, false, false], graph.Outputs.Select(o => ((ReduceOp)o.Node.Op).InOrder));
    }

    /// <summary>Once in front of each reader; a mean of other values, or of a sample, is no reason to compute anything twice.</summary>
    [Fact]
    public void What_differs_from_a_mean_over_samples_is_computed_where_it_is_read()
    {
        AssertPass(
            Rematerialize.Pass,
            b =>
            {
                Value centred = X(b) - (X(b).Sum(0) * b.Constant(0.5));
                return centred * (centred * centred).Sum(0);
            },
            """
            %0 = input x : [N, 3]
            %1 = reduce-sum[0](%0) : [1, 3]
            %2 = 0.5 : []
            %3 = multiply(%1, %2) : [1, 3]
            %4 = subtract(%0, %3) : [N, 3]
            %5 = multiply(%4, %4) : [N, 3]
            %6 = reduce-sum[0](%5) : [1, 3]
            %7 = subtract(%0, %3) : [N, 3]
            %8 = multiply(%7, %6) : [N, 3]
            result <- %8
            """);

        foreach (Func<GraphBuilder, Value> mean in (Func<GraphBuilder, Value>[])
            [b => X(b).Sum(1), b => (X(b) * X(b)).Sum(0), b => b.Leaf(LeafKind.Parameter, "p", Shape.Of(1, 3))])
        {
            GraphBuilder b = new();
            Value centred = X(b) - mean(b);
            TensorGraph graph = new([new GraphOutput("result", (centred * (centred * centred).Sum(0)).Node)]);
            Assert.Equal(GraphPrinter.Print(graph), GraphPrinter.Print(Rematerialize.Pass.Apply(graph)));
        }
    }

    /// <summary>What a caller sees is rounded: a loss computed from it has the same bits inside of a program.</summary>
    [Fact]
    public void A_product_that_is_a_result_is_not_fused()
    {
        GraphBuilder b = new();
        Value product = X(b) * X(b);
        TensorGraph graph = FuseMultiplyAdd.OfModel.Apply(
            new TensorGraph([new GraphOutput("product", product.Node), new GraphOutput("sum", (product + X(b)).Node)]));

        Assert.Equal(["multiply", "add"], graph.Outputs.Select(o => o.Node.Op.Name));
    }

    /// <summary>NaN where x is NaN or infinite.</summary>
    [Fact]
    public void Simplify_keeps_a_value_less_itself() => AssertPass(
        Simplify.OfModel,
        b => X(b) - X(b),
        """
        %0 = input x : [N, 3]
        %1 = subtract(%0, %0) : [N, 3]
        result <- %1
        """);

    [Fact]
    public void Simplify_computes_on_the_fewest_elements() => AssertPass(
        Simplify.OfModel,
        b => X(b) * b.Leaf(LeafKind.Scalar, "s", Shape.Scalar).BroadcastTo(Shape.Batched([3])).Exp(),
        """
        %0 = input x : [N, 3]
        %1 = scalar s : []
        %2 = exp(%1) : []
        %3 = multiply(%0, %2) : [N, 3]
        result <- %3
        """);

    [Fact]
    public void Simplify_drops_sums_over_one_element_and_reshapes_of_reshapes() => AssertPass(
        Simplify.OfModel,
        b => b.Leaf(LeafKind.Input, "y", Shape.Batched([1])).Sum(1).Reshape(Shape.Batched([1, 1])).Reshape(Shape.Batched([1, 1, 1])),
        """
        %0 = input y : [N, 1]
        %1 = reshape(%0) : [N, 1, 1, 1]
        result <- %1
        """);

    [Fact]
    public void A_product_used_by_one_sum_is_fused() => AssertPass(
        FuseMultiplyAdd.OfModel,
        b => (X(b) * X(b)) + X(b),
        """
        %0 = input x : [N, 3]
        %1 = multiply-add(%0, %0, %0) : [N, 3]
        result <- %1
        """);

    [Fact]
    public void A_product_used_twice_is_not_fused() => AssertPass(
        FuseMultiplyAdd.OfModel,
        b =>
        {
            Value product = X(b) * X(b);
            return (product + X(b)) * product;
        },
        """
        %0 = input x : [N, 3]
        %1 = multiply(%0, %0) : [N, 3]
        %2 = add(%1, %0) : [N, 3]
        %3 = multiply(%2, %1) : [N, 3]
        result <- %3
        """);

    [Fact]
    public void The_logarithm_of_a_softmax_divides_nothing() => AssertPass(
        StableLogSoftmax.Pass,
        b =>
        {
            Value e = X(b).Exp();
            return (e / e.Sum(1)).Log();
        },
        """
        %0 = input x : [N, 3]
        %1 = exp(%0) : [N, 3]
        %2 = reduce-sum[1](%1) : [N, 1]
        %3 = log(%2) : [N, 1]
        %4 = subtract(%0, %3) : [N, 3]
        result <- %4
        """);

    [Fact]
    public void A_weight_that_no_vector_could_read_is_transposed() => AssertPass(
        TransposeOperands.Pass,
        b => b.Contract("no,ko->nk", X(b), b.Leaf(LeafKind.Parameter, "w", Shape.Of(4, 3))),
        """
        %0 = input x : [N, 3]
        %1 = parameter w : [4, 3]
        %2 = permute[1,0](%1) : [3, 4]
        %3 = contract no,ok->nk(%0, %2) : [N, 4]
        result <- %3
        """);

    [Fact]
    public void A_product_of_a_flattened_image_with_channels_last_reads_the_image() => AssertPass(
        UnflattenProducts.Pass,
        b => b.Contract(
            "nk,ko->no",
            b.Leaf(LeafKind.Input, "y", Shape.Batched([5, 5, 2])).Exp().Permute(0, 3, 1, 2).Reshape(Shape.Batched([50])),
            b.Leaf(LeafKind.Parameter, "w", Shape.Of(50, 4))),
        """
        %0 = input y : [N, 5, 5, 2]
        %1 = exp(%0) : [N, 5, 5, 2]
        %2 = parameter w : [50, 4]
        %3 = reshape(%2) : [2, 5, 5, 4]
        %4 = contract nBCA,ABCo->no(%1, %3) : [N, 4]
        result <- %4
        """);

    [Fact]
    public void A_gradient_that_would_leave_lanes_empty_is_computed_the_other_way_round() => AssertPass(
        FillLanes.Pass,
        b => b.Contract("nk,no->ko", b.Leaf(LeafKind.Input, "y", Shape.Batched([20])), X(b)),
        """
        %0 = input y : [N, 20]
        %1 = input x : [N, 3]
        %2 = contract nk,no->ok(%0, %1) : [3, 20]
        %3 = permute[1,0](%2) : [20, 3]
        result <- %3
        """);

    /// <summary>
    /// One vector of three and one of five lanes are as good as each other, and a product of weights is no sum over a batch.
    /// </summary>
    [Theory]
    [InlineData(5, true)]
    [InlineData(20, false)]
    public void A_product_that_would_gain_too_little_stays(int rows, bool isBatched)
    {
        GraphBuilder b = new();
        Value left = isBatched ? b.Leaf(LeafKind.Input, "y", Shape.Batched([rows])) : b.Leaf(LeafKind.Parameter, "y", Shape.Of(4, rows));
        Value right = isBatched ? X(b) : b.Leaf(LeafKind.Parameter, "x", Shape.Of(4, 3));
        TensorGraph graph = new([new GraphOutput("result", b.Contract("nk,no->ko", left, right).Node)]);

        Assert.Equal(GraphPrinter.Print(graph), GraphPrinter.Print(FillLanes.Pass.Apply(graph)));
    }

    /// <summary>Where samples lie in the lanes.</summary>
    [Theory]
    [InlineData(100, 16, true)]
    [InlineData(100, 15, true)]
    [InlineData(100, 10, false)]
    [InlineData(32, 16, false)]
    public void Gradients_of_dense_weights_have_features_in_the_lanes_if_those_are_full(int rows, int columns, bool isTransposed)
    {
        GraphBuilder b = new() { Lanes = Lanes.Samples };
        Value x = b.Leaf(LeafKind.Input, "x", Shape.Batched([rows])),
            y = b.Leaf(LeafKind.Input, "y", Shape.Batched([columns]));
        Node result = FeaturesForSums.Pass.Apply(new TensorGraph([new GraphOutput("result", b.Contract("nk,no->ko", x, y).Node)]))[
            "result"
        ];

        Assert.Equal(isTransposed ? Lanes.Features : Lanes.Samples, result.Lanes);
        Assert.Equal(isTransposed ? ["input", "features-in-lanes"] : ["input", "input"], result.Inputs.Select(i => i.Op.Name));
    }

    [Fact]
    public void A_reshape_that_moves_row_ends_goes_through_unpadded_memory() => AssertPass(
        SplitReshapes.Pass,
        b => X(b).Exp().Reshape(Shape.Batched([3, 1])).Relu().Contract(b).Reshape(Shape.Batched([2, 10])),
        """
        %0 = input x : [N, 3]
        %1 = exp(%0) : [N, 3]
        %2 = reshape(%1) : [N, 3, 1]
        %3 = relu(%2) : [N, 3, 1]
        %4 = parameter v : [20, 3, 1]
        %5 = contract nij,kij->nk(%3, %4) : [N, 20]
        %6 = compact(%5) : [N, 20]
        %7 = reshape(%6) : [N, 2, 10]
        result <- %7
        """,
        verify: false);

    [Fact]
    public void Results_that_are_leaves_or_share_memory_are_copied()
    {
        GraphBuilder b = new();
        Value x = X(b),
            y = x.Exp();
        TensorGraph graph = OwnOutputs.Pass.Apply(
            new TensorGraph([
                new GraphOutput("leaf", x.Node),
                new GraphOutput("first", y.Node),
                new GraphOutput("second", y.Reshape(Shape.Batched([3, 1])).Node),
            ]));

        Assert.Equal(["copy", "exp", "copy"], graph.Outputs.Select(o => o.Node.Op.Name));
    }

    [Fact]
    public void A_phase_never_precedes_what_it_reads()
    {
        GraphBuilder b = new() { Phase = Phase.Backward };
        Value late = X(b).Exp();
        b.Phase = Phase.Forward;
        Value later = late + 1;

        Assert.Equal((Phase.Backward, Phase.Forward), (later.Node.Phase, later.Node.Inputs[1].Phase));
    }

    [Fact]
    public void The_verifier_names_the_pass_and_prints_the_graph()
    {
        GraphBuilder b = new();
        Value x = X(b);
        TensorGraph graph = new([new GraphOutput("twice", x.Node), new GraphOutput("twice", x.Node)]);

        string message = Assert.Throws<CompilerException>(() => GraphVerifier.Verify(graph, "some-pass")).Message;
        Assert.Contains("After some-pass: two outputs are called 'twice'", message, StringComparison.Ordinal);
        Assert.Contains("%0 = input x : [N, 3]", message, StringComparison.Ordinal);
    }

    private static Value X(GraphBuilder builder) => builder.Leaf(LeafKind.Input, "x", Shape.Batched([3]));

    private static void AssertPass(Pass pass, Func<GraphBuilder, Value> build, string expected, bool verify = true)
    {
        TensorGraph graph = new([new GraphOutput("result", build(new GraphBuilder()).Node)]);
        TensorGraph after = pass.Apply(graph);
        if (verify) GraphVerifier.Verify(after, pass.Name);
        Assert.Equal(expected.ReplaceLineEndings("\n") + "\n", GraphPrinter.Print(after));
        Assert.Equal(GraphPrinter.Print(after), GraphPrinter.Print(pass.Apply(after)));
    }
}

file static class ValueExtensions
{
    public static Value Contract(this Value value, GraphBuilder builder)
    {
        Value weight = builder.Leaf(LeafKind.Parameter, "v", Shape.Of(20, 3, 1));
        return builder.Contract("nij,kij->nk", value, weight);
    }
}
