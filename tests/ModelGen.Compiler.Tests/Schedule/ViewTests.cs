using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Lowering;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Passes;
using ModelGen.Compiler.Programs;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Spec;
using ModelGen.TestKit;
using ModelGen.TestKit.Interpretation;
using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Compiler.Tests.Schedule;

/// <summary>What moves no element: slices and permutations are addresses, and parts are written where the whole needs them.</summary>
public sealed class ViewTests(ITestOutputHelper output)
{
    private const int Samples = 18;

    /// <summary>How many kernels of a step only move numbers.</summary>
    [Theory]
    [InlineData("Input(2, 6, 6), Crop2D(1), Conv2D(4, 3), Relu, Flatten, Dense(2)", 0)]
    [InlineData(
        "Input(2, 6, 6), Conv2D(4, 3, Padding = 1), Relu, As(\"a\"), Conv2D(3, 3, Padding = 1), Relu, Concat(\"a\"), Conv2D(4, 1), "
            + "Flatten, Dense(2)",
        0)]
    [InlineData("Input(2, 6, 6), Conv2D(4, 3, Padding = 1), Relu, Permute(1, 2, 0), Permute(2, 0, 1), Conv2D(4, 1), Flatten, Dense(2)", 0)]
    [InlineData(
        "Input(2, 6, 6), Conv2D(4, 3, Padding = 1), BatchNorm, Relu, ConvTranspose2D(3, 2, Stride = 2), Relu, Conv2D(4, 3), Flatten, "
            + "Dense(2)",
        0)]
    // The maxima are of a product's result, which is computed in one loop over rows and columns; it is padded once, in both directions.
    [InlineData("Input(2, 6, 6), Conv2D(4, 1), Relu, MaxPool2D(3, Stride = 1, Padding = 1), Flatten, Dense(2)", 1)]
    [InlineData("Input(2, 6, 6), Conv2D(4, 3), Relu, MaxPool2D(3, Stride = 1, Padding = 1), Flatten, Dense(2)", 0)]
    public void Evaluation_copies(string layers, int copies) =>
        Assert.Equal(copies, Plan(ProgramSet.Evaluate, layers).Groups.Count(g => g.IsCopy));

    [Theory]
    [InlineData("Input(64), Dense(32), Relu, As(\"a\"), Dense(48), Relu, Concat(\"a\"), Dense(8)", 0)]
    // Thirty-three numbers end in the middle of a vector, where the next part would begin.
    [InlineData("Input(64), Dense(32), Relu, As(\"a\"), Dense(33), Relu, Concat(\"a\"), Dense(8)", 1)]
    // A product with nine pixels of each channel reads a copy, which changes order and padding; one with sixteen reads the image.
    [InlineData("Input(2, 6, 6), Conv2D(4, 4), Relu, Flatten, Dense(8)", 1)]
    [InlineData("Input(2, 6, 6), Conv2D(4, 3), Relu, Flatten, Dense(8)", 0)]
    public void Prediction_copies(string layers, int copies) =>
        Assert.Equal(copies, Plan(ProgramSet.Predict, layers).Groups.Count(g => g.IsCopy));

    /// <summary>The kernels of the zoo's networks that only move numbers. A smaller number is progress: then this one is changed.</summary>
    [Theory]
    [InlineData("AlexNet", 0, 4)]
    [InlineData("ConvAutoencoder", 0, 0)]
    [InlineData("Fcn32", 6, 6)]
    [InlineData("GoPolicy", 3, 0)]
    [InlineData("GoogLeNet", 9, 11)]
    [InlineData("LeNet5", 0, 2)]
    [InlineData("MobileNet", 0, 6)]
    [InlineData("ResNet18", 0, 4)]
    [InlineData("ResNet20", 0, 1)]
    [InlineData("ResNet50", 0, 5)]
    [InlineData("TransformedDigits", 4, 6)]
    [InlineData("UNet", 1, 0)]
    [InlineData("Vgg11", 0, 3)]
    [InlineData("Vgg16", 0, 3)]
    [InlineData("Xception", 4, 5)]
    public void Copies_of_the_zoo(string name, int predicting, int training)
    {
        ModelSpec spec = ZooSource.Spec(name);
        ParameterLayout parameters = new(ProgramSet.Build(spec, Mode.Inference).Stored);

        Assert.Equal(predicting, new ProgramPlan(ProgramSet.Predict(spec), parameters).Groups.Count(g => g.IsCopy));
        Assert.Equal(training, new ProgramPlan(ProgramSet.TrainStep(spec), parameters).Groups.Count(g => g.IsCopy));
    }

    /// <summary>Steps of a sequence and features that begin inside a vector are read from the caller's memory.</summary>
    [Theory]
    [InlineData(1, 2, 1)]
    [InlineData(2, 3, 4)]
    public void The_callers_memory_is_read_where_it_is(int axis, int start, int length)
    {
        GraphBuilder b = new();
        Value input = b.Leaf(LeafKind.Input, "input", Shape.Batched([5, 7]));
        Value part = input.Slice(axis, start, length);
        Value flat = axis == 1 ? part.Reshape(Shape.Batched([7])) : part;
        ParameterInfo weight = new("w", EquatableArray.Of(flat.Shape[flat.LastAxis], 3), EquatableArray.Of(0, 1), ParameterInit.Zeros);
        Value product = b.Contract(
            axis == 1 ? "nk,ko->no" : "ntk,ko->nto",
            flat,
            b.Leaf(LeafKind.Parameter, weight.Name, weight.MemoryShape));
        ProgramPlan plan = new(
            new TensorGraph([new GraphOutput(OutputRole.Output, "output", product.Node)]),
            new ParameterLayout([weight]));

        Assert.Empty(plan.Staged);
        Assert.Equal(new Address(Region.External, "input", 0, axis == 1 ? 7 * start : start), plan.StorageOf(flat.Node).Address);
        Assert.DoesNotContain(plan.Groups, g => g.IsCopy);
    }

    /// <summary>The gradient of a concatenation is read where it is, part by part.</summary>
    [Fact]
    public void A_training_step_takes_a_concatenation_apart_without_copies()
    {
        ProgramPlan plan = Plan(
            ProgramSet.TrainStep,
            "Input(2, 6, 6), Conv2D(4, 3, Padding = 1), Relu, As(\"a\"), Conv2D(3, 3, Padding = 1), Relu, Concat(\"a\"), Conv2D(4, 3), "
                + "Flatten, Dense(2)");

        Assert.Contains(plan.Graph.Nodes, n => n.Op is SliceOp);
        Assert.Contains(plan.Graph.Nodes, n => n.Op is ConcatOp);
        Assert.DoesNotContain(plan.Groups, g => g.Anchor?.Op is SliceOp or ConcatOp);
    }

    /// <summary>Each element is at one address, by whatever name it is called, and vectors stay in the row that they begin in.</summary>
    [Theory]
    [InlineData(Lanes.Features)]
    [InlineData(Lanes.Samples)]
    public void Elements_have_one_address(Lanes lanes)
    {
        output.WriteLine(TestSeed.Text);
        int shared = 0;
        for (int round = 0; round < 150; round++)
        {
            string where = $"{TestSeed.Text}, round {round}";
            ProgramPlan plan = new(RandomViews.Graph(new Random((1000 * TestSeed.Value) + round), lanes), new ParameterLayout([]));
            foreach (Node node in plan.Graph.Nodes.Where(n => plan.IsStored(Memory.Root(n))))
            {
                shared += CheckShared(plan, node, where);
                CheckVectors(plan, node, where);
            }

            foreach (Target target in Target.All)
                foreach (KernelGroup group in plan.Groups) GroupLowering.Lower(group, plan, target);
        }

        Assert.True(shared > 1000, $"{shared} elements");
    }

    /// <summary>With channels in the lanes other tensors are views than with samples there; the bits are the same.</summary>
    [Theory]
    [InlineData(
        "Input(2, 6, 6), Conv2D(16, 3, Padding = 1), BatchNorm, Relu, As(\"a\"), MaxPool2D(3, Stride = 2, Padding = 1), "
            + "ConvTranspose2D(16, 2, Stride = 2), Concat(\"a\"), Conv2D(3, 1)"
    )]
    [InlineData(
        "Input(3, 7, 5), Conv2D(5, 3, Padding = 1), Relu, As(\"a\"), Crop2D(1), ZeroPad2D(1), Concat(\"a\", \"a\"), As(\"b\"), Permute(2, "
            + "0, 1), Permute(1, 2, 0), Add(\"b\"), Conv2D(4, 1, Stride = 2)"
    )]
    [InlineData(
        "Input(4, 6, 6), As(\"x\"), Conv2D(32, 1), Relu, As(\"a\"), From(\"x\"), MaxPool2D(3, Stride = 1, Padding = 1), Conv2D(16, 3, "
            + "Padding = 1), Concat(\"a\"), AvgPool2D(3, Stride = 1, Padding = 1)"
    )]
    public void One_sample_and_many_give_the_same_bits(string layers)
    {
        ModelSpec spec = DeclarationText.Model($"[{layers}, Flatten, Dense(3), MeanSquaredError, Sgd(0.1f)]");
        InterpretedModel model = new(new ModelPrograms(spec));
        int size = ProgramSet.Build(spec, Mode.Inference).Inputs[0].Value.Shape.SampleElements;
        Random random = new(TestSeed.Value);
        float[] input = [.. Enumerable.Range(0, Samples * size).Select(_ => (float)random.NextDouble() - 0.5f)];

        // Fused memory, threads and steps: none may read what is not there yet.
        model.Threads = 2;
        float loss = model.TrainStep(
            [input],
            new Targets([.. Enumerable.Range(0, Samples * 3).Select(_ => (float)random.NextDouble())], null));
        model.Threads = 1;
        float[] many = model.Predict([input])[0];
        float[] single = [.. Enumerable.Range(0, Samples).SelectMany(i => model.Predict([input[(i * size)..((i + 1) * size)]])[0])];

        Assert.True(float.IsFinite(loss));
        Assert.Equal(many, single);
    }

    /// <summary>Compares the addresses of a view's elements with those of what it views, and of a part with those of the whole.</summary>
    private static int CheckShared(ProgramPlan plan, Node node, string where)
    {
        int compared = 0;
        for (int i = 0; i < node.Inputs.Count; i++)
        {
            Node input = node.Inputs[i];
            bool isView = Memory.IsAlias(node),
                isPart = Part.Of(node) is not null && plan.IsStored(input) && plan.MemoryOf(input).Node == plan.MemoryOf(node).Node;
            if (!isView && !isPart)
                continue;
            // What an element of the result is in the input, by the meaning of the operation: elements are named by numbers.
            double[] names = [.. Enumerable.Range(1, input.Shape.Elements(Samples)).Select(n => (double)n)];
            Compiler.Graph.Tensor[] inputs =
            [
                .. node.Inputs.Select(
                    (other, j) =>
                        new Compiler.Graph.Tensor(Resolve(other.Shape), j == i ? names : new double[other.Shape.Elements(Samples)])),
            ];
            Compiler.Graph.Tensor result = node.Op.Evaluate(new EvaluationContext(Samples, _ => []), node.Shape, inputs);
            int[] of = Addresses(plan, node, result.Dimensions), from = Addresses(plan, input, inputs[i].Dimensions);
            for (int element = 0; element < of.Length; element++)
            {
                if (result.Data[element] is not (> 0 and var name)) continue;
                if (of[element] != from[(int)name - 1]) Assert.Fail($"{where}: {node}");
                compared++;
            }
        }

        return compared;
    }

    /// <summary>With features in the lanes, a vector that begins in the tensor ends in its memory, or in the room behind it.</summary>
    private static void CheckVectors(ProgramPlan plan, Node node, string where)
    {
        Compiler.Schedule.Storage storage = plan.StorageOf(node),
            memory = plan.MemoryOf(node).Storage;
        if (
            storage.Layout is { InPanels: true } or { LaneAxis: < 0 }
            || node.Shape[storage.Layout.LaneAxis] == Shape.Batch
            || Memory.IsPacked(Memory.Root(node)))
            return;
        int start = storage.Address.Fixed - memory.Address.Fixed;
        int last = start + node.Shape.Dimensions.Select((size, axis) => size is Shape.Batch or 1 ? 0
            : storage.Layout.Strides[axis] * (axis == storage.Layout.LaneAxis ? Layout.RoundUp(size) - 1 : size - 1)).Sum();
        int room = node.Shape.IsBatched ? Layout.Lanes - 1 : 0;
        Assert.True(last < Layout.RoundUp(memory.Layout.SampleSize) + room, $"{where}: {node}");
        Assert.True(start % Layout.Lanes == 0 || (Memory.IsMoved(node) && node.Shape.IsBatched), $"{where}: {node}");
    }

    /// <summary>Where each element lies in its memory, row-major.</summary>
    private static int[] Addresses(ProgramPlan plan, Node node, int[] dimensions)
    {
        Compiler.Schedule.Storage storage = plan.StorageOf(node), memory = plan.MemoryOf(node).Storage;
        int start = storage.Address.Fixed - memory.Address.Fixed;
        List<int> addresses = [];
        Compiler.Graph.Tensor.ForEach(dimensions, index =>
        {
            int address = start;
            for (int axis = 0; axis < index.Length; axis++)
            {
                if (node.Shape[axis] == 1) continue;
                address += storage.Layout.InPanels && axis == storage.Layout.LaneAxis
                    ? (index[axis] / Layout.Lanes * Layout.Lanes * storage.Layout.Strides[axis]) + (index[axis] % Layout.Lanes)
                    : index[axis] * storage.Layout.Strides[axis];
            }

            addresses.Add(address);
        });
        return [.. addresses];
    }

    private static int[] Resolve(Shape shape) => [.. shape.Dimensions.Select(d => d == Shape.Batch ? Samples : d)];

    private static ProgramPlan Plan(Func<ModelSpec, bool, TensorGraph> program, string layers)
    {
        ModelSpec spec = DeclarationText.Model($"[{layers}, MeanSquaredError, Sgd(1f)]");
        return new ProgramPlan(program(spec, true), new ParameterLayout(ProgramSet.Build(spec, Mode.Inference).Stored));
    }
}

/// <summary>Random graphs of little else than views.</summary>
internal static class RandomViews
{
    private static readonly int[] Sizes = [1, 2, 3, 5, 16, 17, 32, 48];

    public static TensorGraph Graph(Random random, Lanes lanes)
    {
        GraphBuilder builder = new() { Lanes = lanes };
        Shape shape = Shape.Batched(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Sizes[random.Next(Sizes.Length)]));
        Value input = builder.Leaf(LeafKind.Input, "input", shape);
        List<Value> values = [random.Next(2) == 0 ? input : input.Exp()];
        for (int i = 0; i < 12; i++)
        {
            // Many are values of kernels, since only those can be parts.
            Value next = Next(random, builder, values);
            values.Add(random.Next(2) == 0 ? next.Exp() : next);
        }

        TensorGraph graph = new([
            new GraphOutput(OutputRole.Output, "output", values[^1].Node),
            new GraphOutput(OutputRole.Output, "other", values[random.Next(values.Count)].Node),
        ]);
        return Pass.Run(graph, [CommonSubexpressions.Pass, SplitReshapes.Pass, OwnOutputs.Pass], verify: true);
    }

    private static Value Next(Random random, GraphBuilder builder, List<Value> values)
    {
        Value value = values[Math.Max(0, values.Count - 1 - random.Next(3))];
        int axis = random.Next(1, value.Shape.Rank), size = value.Shape[axis];
        switch (random.Next(6))
        {
            case 0:
                int step = random.Next(1, 3),
                    start = Math.Min(size - 1, random.Next(2) * 16),
                    length = random.Next(1, ((size - 1 - start) / step) + 2);
                return value.Slice(axis, start, length, step);
            case 1:
                return value.Permute([0, .. Enumerable.Range(1, value.Shape.Rank - 1).OrderBy(_ => random.Next())]);
            case 2:
                return value.Shape.SampleElements > 2000
                    ? value.Slice(axis, 0, 1)
                    : builder.Concat(axis, value, values.FindLast(v => Fits(v, value, axis)).Exp());
            case 3:
                return value.Shape.SampleElements > 2000 ? value.Slice(axis, 0, 1) : builder.Interleave(axis, value.Exp(), value.Abs());
            case 4:
                return value.Pad(axis, random.Next(3), random.Next(3));
            default:
                return random.Next(2) == 0
                    ? value.Reshape(Shape.Batched([value.Shape.SampleElements]))
                    : value.Reshape(Shape.Batched([.. value.Shape.Sample.Append(1)]));
        }
    }

    private static bool Fits(Value other, Value value, int axis) => other.Shape.Rank == value.Shape.Rank
        && Enumerable.Range(0, value.Shape.Rank).All(i => i == axis || other.Shape[i] == value.Shape[i]);
}
