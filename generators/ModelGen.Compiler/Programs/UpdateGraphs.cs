using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Optimizers;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Programs;

/// <summary>The graphs of an update: on flat vectors, one group of parameters after the other.</summary>
/// <remarks>
/// Loss gradient → penalties → cut values → scaled to the norm → the optimizer's rule. Norms are found first: their kernels make the
/// gradients themselves from what lies in memory, as the kernels of the rule do, and nothing is stored between.
/// </remarks>
internal static class UpdateGraphs
{
    /// <summary>Squares are added up in runs of so many floats, and then the sums of the runs.</summary>
    private const int Run = 1024;

    /// <summary>Sums of so many floats side by side: four chains of additions, which do not wait for each other.</summary>
    private const int Beside = 4 * Layout.Lanes;

    /// <summary>What PyTorch adds to the norm before it divides.</summary>
    private const double ClipEpsilon = 1e-6, RenormEpsilon = 1e-7;

    /// <summary>One step of the optimizer.</summary>
    /// <param name="optimizer">Its rule.</param>
    /// <param name="groups">What is updated alike.</param>
    /// <param name="averages">Whether it takes the moving average, too: what limits change later on is averaged behind them.</param>
    public static TensorGraph Step(BoundOptimizer optimizer, IReadOnlyList<ParameterGroup> groups, bool averages)
    {
        var builder = new GraphBuilder { Phase = Phase.Update };
        var factors = ClipFactors(builder, groups);
        var outputs = new List<GraphOutput>();
        foreach (var group in groups)
        {
            var context = Context(builder, factors, group, group.Start, group.Matrix?.Shape ?? Shape.Of(group.Size), group.Matrix);
            var updated = optimizer.Update(context);
            Add(FlatVectors.Parameters, updated);
            foreach (var (name, value) in context.NewStates) Add(name, value);
            if (averages) Add(BoundOptimizer.Average, BoundOptimizer.NextAverage(context.State(BoundOptimizer.Average), updated));

            void Add(string vector, Value value) =>
                outputs.Add(new GraphOutput(OutputRole.Flat, vector, value.Node) { Start = group.Start });
        }

        return new TensorGraph(outputs);
    }

    /// <summary>What the rule takes for a part of a group.</summary>
    private static UpdateContext Context(
        GraphBuilder builder,
        IReadOnlyDictionary<string, Value> factors,
        ParameterGroup group,
        int start,
        Shape shape,
        MatrixForm? matrix = null)
    {
        var settings = group.Settings;
        var gradient = Gradient(builder, settings, start, shape);
        if (settings.ClipNorm > 0) gradient *= factors[settings.ClipScope ?? ""];
        return new UpdateContext(
            builder.Range(FlatVectors.Parameters, start, shape),
            gradient,
            name => builder.Range(name, start, shape),
            name => builder.Leaf(LeafKind.Scalar, name, Shape.Scalar),
            settings.Decays,
            settings.Tensor is null
                ? null
                : vector => SquareSums(group, (from, part) => vector(Context(builder, factors, group, from, part)))
                    .Aggregate((sum, next) => sum + next))
        {
            Matrix = matrix,
        };
    }

    /// <summary>
    /// Weights whose slices along the first axis are no longer than they may be, and the moving average of all parameters behind that; null
    /// if there is no such limit.
    /// </summary>
    public static TensorGraph? Constrained(BoundOptimizer optimizer, ParameterLayout layout)
    {
        var limited = layout.Slots
            .Where(slot => slot.Parameter.IsTrainable && slot.Parameter.Update.MaxNorm > 0)
            .OrderBy(slot => slot.Offset)
            .ToArray();
        if (limited.Length == 0) return null;
        var builder = new GraphBuilder { Phase = Phase.Update };
        var outputs = new List<GraphOutput>();
        var averaged = 0;
        foreach (var slot in limited)
        {
            var form = slot.AsMatrix();
            var (shape, others) = (form.Shape, form.ColumnAxes);
            var weight = builder.Range(FlatVectors.Parameters, slot.Offset, shape);
            var max = builder.Constant(slot.Parameter.Update.MaxNorm);
            var norm = (SquareSumsBeside(builder, slot, shape, others) ?? (weight * weight).Sum(others)).Sqrt();
            var factor = max.IfLess(norm, max / (norm + RenormEpsilon), builder.Constant(1));
            AverageUpTo(slot.Offset);
            Add(weight * factor, slot.Offset, shape);
        }

        AverageUpTo(layout.TrainableSize);
        return new TensorGraph(outputs);

        void AverageUpTo(int end)
        {
            if (optimizer.Averages && averaged < end)
            {
                var shape = Shape.Of(end - averaged);
                Average(builder.Range(FlatVectors.Parameters, averaged, shape), averaged, shape);
            }
        }

        void Add(Value limitedWeight, int start, Shape shape)
        {
            outputs.Add(new GraphOutput(OutputRole.Flat, FlatVectors.Parameters, limitedWeight.Node) { Start = start });
            if (optimizer.Averages) Average(limitedWeight, start, shape);
        }

        void Average(Value parameter, int start, Shape shape)
        {
            var next = BoundOptimizer.NextAverage(builder.Range(BoundOptimizer.Average, start, shape), parameter);
            outputs.Add(new GraphOutput(OutputRole.Flat, BoundOptimizer.Average, next.Node) { Start = start });
            averaged = start + shape.SampleElements;
        }
    }

    /// <summary>The gradient of the loss with penalties, its values cut.</summary>
    private static Value Gradient(GraphBuilder builder, UpdateSettings settings, int start, Shape shape)
    {
        var gradient = builder.Range(FlatVectors.Gradients, start, shape);
        var parameter = builder.Range(FlatVectors.Parameters, start, shape);
        if (settings.L2 > 0) gradient += parameter * (2 * settings.L2);
        if (settings.L1 > 0) gradient += parameter.Sign() * settings.L1;
        if (settings.ClipValue == 0) return gradient;
        Value most = builder.Constant(settings.ClipValue), least = builder.Constant(-settings.ClipValue);
        return most.IfLess(gradient, most, gradient.IfLess(least, least, gradient));
    }

    /// <summary>
    /// For each layer with a limit of its own, and for the others together (""), what their gradients are scaled by: [1].
    /// </summary>
    private static Dictionary<string, Value> ClipFactors(GraphBuilder builder, IReadOnlyList<ParameterGroup> groups) =>
        groups
            .Where(group => group.Settings.ClipNorm > 0)
            .GroupBy(group => group.Settings.ClipScope ?? "", StringComparer.Ordinal)
            .ToDictionary(
                together => together.Key,
                together =>
                {
                    var squares = together
                        .SelectMany(group => SquareSums(group, (start, part) => Gradient(builder, group.Settings, start, part)))
                        .Aggregate((sum, next) => sum + next);
                    var factor = builder.Constant(together.First().Settings.ClipNorm) / (squares.Sqrt() + ClipEpsilon);
                    return builder.Constant(1).IfLess(factor, builder.Constant(1), factor);
                },
                StringComparer.Ordinal);

    /// <summary>The squares of a vector on a group, added up: of whole runs, and of the rest; [1] each.</summary>
    /// <param name="group">The group.</param>
    /// <param name="vector">Gives a part of the vector, from its start and shape.</param>
    private static IEnumerable<Value> SquareSums(ParameterGroup group, Func<int, Shape, Value> vector)
    {
        var runs = group.Size / Run;
        if (runs > 1)
        {
            var squares = Squares(0, Shape.Of(runs, Run / Beside, Beside));
            yield return squares.Sum(1).Sum(2).Sum(0).Reshape(Shape.Of(1));
        }
        else
        {
            runs = 0;
        }

        if (runs * Run < group.Size) yield return Squares(runs * Run, Shape.Of(group.Size - (runs * Run))).Sum(0);

        Value Squares(int start, Shape shape)
        {
            var part = vector(group.Start + start, shape);
            return part * part;
        }
    }

    /// <summary>
    /// The sums of the squares of slices in the lanes of panels, in four chains; null where memory has another form.
    /// </summary>
    private static Value? SquareSumsBeside(GraphBuilder builder, ParameterSlot slot, Shape shape, int[] others)
    {
        const int Chains = Beside / Layout.Lanes;
        if (shape.Rank != 3 || shape[2] != Layout.Lanes || others.Length != 1 || others[0] != 1 || shape[1] % Chains != 0) return null;
        var weight = builder.Range(FlatVectors.Parameters, slot.Offset, Shape.Of(shape[0], shape[1] / Chains, Beside));
        return (weight * weight).Sum(1).Reshape(Shape.Of(shape[0], Chains, Layout.Lanes)).Sum(1);
    }
}
