using ModelGen.Compiler.Codegen.Programs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Optimizers;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Spec;
using ModelGen.Runtime;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Numerics.Tests;

/// <summary>The generated members of one model against the double-precision interpreter.</summary>
internal static class OracleChecks
{
    private const double Tolerance = 1e-5;
    private const int Samples = 5;

    /// <summary>Predict and Evaluate.</summary>
    public static void PredictionAndLoss(Subject subject)
    {
        IModelUnderTest instance = subject.Make();
        Batch batch = subject.Draw(Samples);
        Weights weights = Weights.Of(instance.Parameters);

        float[][] actual = instance.Predict(batch.Inputs);
        IReadOnlyList<double[]> expected = subject.Oracle.Predict(batch, weights);
        Assert.Equal(expected.Count, actual.Length);
        for (int i = 0; i < actual.Length; i++)
            Deviation.Assert("Predict", $"{subject.Where}, output {i}", actual[i], expected[i], Tolerance, 1e-3);

        double loss = instance.Evaluate(batch.Inputs, batch.Targets);
        Deviation.Assert("Evaluate", subject.Where, [loss], [subject.Oracle.Evaluate(batch, weights)], Tolerance, 1e-2);
    }

    /// <summary>Loss and gradients of TrainStep; the graph after the passes against the one before them.</summary>
    public static void TrainStep(Subject subject, int samples = Samples)
    {
        IModelUnderTest instance = subject.Make();
        Batch batch = subject.Draw(samples);
        int accumulate = subject.Built.Optimizer!.Accumulate;
        Weights? sum = null;
        for (uint step = 0; step < 2; step++)
        {
            Weights weights = Weights.Of(instance.Parameters);
            (double loss, Weights gradients) = subject.Oracle.TrainStep(batch, weights, subject.Seed, step);
            (double plainLoss, Weights plainGradients) = subject.Oracle.PlainTrainStep(batch, weights, subject.Seed, step);
            Deviation.Assert("passes: loss", subject.Where, [loss], [plainLoss], 1e-10, 1e-3);
            Deviation.Assert("passes: gradients", subject.Where, gradients, plainGradients, 1e-9, subject.ParameterNames);

            Weights after = subject.Oracle.AfterForward(batch, weights, subject.Seed, step);
            double actual = instance.TrainStep(batch.Inputs, batch.Targets);
            Deviation.Assert("TrainStep: loss", subject.Where, [actual], [loss], Tolerance, 1e-2);
            if (accumulate > 1)
            {
                Weights part = gradients.Plus((1.0 / accumulate) - 1, gradients);
                gradients = sum = sum is null ? part : sum.Plus(1, part);
            }

            Deviation.Assert(
                "TrainStep: gradients",
                subject.Where,
                Weights.GradientsOf(instance.Parameters),
                gradients,
                Tolerance,
                subject.ParameterNames);
            AssertBuffers("TrainStep", subject, instance, after);
        }
    }

    /// <summary>Forward and Backward twice: outputs, gradients in the inputs, and the sum of the gradients of both.</summary>
    public static void ForwardBackward(Subject subject)
    {
        IModelUnderTest instance = subject.Make();
        Weights weights = Weights.Of(instance.Parameters);
        instance.ZeroGradients();
        Weights sum = Weights.GradientsOf(instance.Parameters);
        Assert.Equal(0, sum.Norm);
        foreach ((uint step, int samples) in new[] { (0u, 3), (1u, Samples) })
        {
            Batch batch = subject.Draw(samples);
            float[] upstream = Batch.Normal(samples * subject.OutputSize, new Random(subject.Seed + 1000 + (int)step));
            (IReadOnlyList<double[]> outputs, Weights added, IReadOnlyList<double[]> inputGradients) =
                subject.Oracle.ForwardBackward(batch, weights, upstream, subject.Seed, step);
            sum = sum.Plus(1, added);

            Weights after = subject.Oracle.AfterForward(batch, weights, subject.Seed, step);
            float[][] actual = instance.Forward(batch.Inputs);
            AssertBuffers("Forward", subject, instance, after);
            weights = Weights.Of(instance.Parameters);
            for (int i = 0; i < actual.Length; i++)
                Deviation.Assert("Forward", $"{subject.Where}, output {i}, call {step}", actual[i], outputs[i], Tolerance, 1e-3);
            float[][] gradients = instance.Backward(upstream);
            for (int i = 0; i < gradients.Length; i++)
                Deviation.Assert(
                    "Backward: inputs",
                    $"{subject.Where}, input {i}, call {step}",
                    gradients[i],
                    inputGradients[i],
                    Tolerance,
                    1e-2);
            Deviation.Assert(
                "Backward: parameters",
                $"{subject.Where}, call {step}",
                Weights.GradientsOf(instance.Parameters),
                sum,
                Tolerance,
                subject.ParameterNames);
        }

        Batch last = subject.Draw(Samples);
        float[] zero = new float[Samples * subject.OutputSize];
        float[][] before = [.. instance.Parameters.Select(p => p.Gradient.ToArray())];
        instance.Forward(last.Inputs);
        instance.BackwardToParameters(zero);
        for (int i = 0; i < before.Length; i++)
            Deviation.Assert("Backward of zero", subject.Where, instance.Parameters[i].Gradient.ToArray(), Oracle.Doubles(before[i]), 0, 1);
    }

    /// <summary>Update, three times with random gradients, its states kept in double precision beside it.</summary>
    public static void Update(Subject subject)
    {
        IModelUnderTest instance = subject.Make();
        BoundOptimizer optimizer = subject.Built.Optimizer!;
        var (ordered, groups) = ParameterGroup.Divide(
            subject.Built.Parameters,
            p => p.Elements,
            p => new MatrixForm(
                Shape.Of([.. p.StandardShape]),
                EquatableArray.Of(0),
                p.StandardShape[0],
                p.Elements / p.StandardShape[0]));
        int size = groups.Sum(group => group.Size);
        Parameter[] learned = [.. ordered.Select(p => instance.Parameters[p.Parameter.Name])];
        TensorGraph graph = ProgramSet.Update(subject.Built, groups, verify: true);
        Dictionary<string, double[]> flat = optimizer.States.ToDictionary(name => name, _ => new double[size]);
        Dictionary<string, double> host = optimizer.HostStates.ToDictionary(state => state.Name, state => state.Initial);
        flat["parameters"] = Numbers(p => p.Value);
        Random random = new(subject.Seed);
        for (int step = 0; step < 3; step++)
        {
            if (step == 2) instance.LearningRate /= 2;
            foreach (Parameter parameter in learned) parameter.Gradient.CopyFrom(Batch.Normal(parameter.Length, random));
            flat["gradients"] = Numbers(p => p.Gradient);
            instance.Update();

            Dictionary<string, double> scalars = HostArithmetic.Next(optimizer, host, instance.LearningRate);
            EvaluationContext context = new(1, leaf => leaf.Kind == LeafKind.Scalar
                ? [scalars[leaf.LeafName]]
                : flat[leaf.LeafName][leaf.Start..(leaf.Start + leaf.Shape.SampleElements)]);
            IReadOnlyDictionary<Node, Compiler.Graph.Tensor> values = GraphInterpreter.Run(graph, context);
            foreach (GraphOutput result in graph.Outputs) values[result.Node].Data.CopyTo(flat[result.Name], result.Start);
            foreach (var (parameter, start) in ordered) Constrain(parameter, flat["parameters"].AsSpan(start, parameter.Elements));
            Deviation.Assert("Update", $"{subject.Where}, step {step}", Numbers(p => p.Value), flat["parameters"], 1e-6, 1e-3);
        }

        double[] Numbers(Func<Parameter, TensorView> view) => [.. learned.SelectMany(p => Oracle.Doubles(view(p).ToArray()))];
    }

    /// <summary>No slice along the first axis is longer than it may be.</summary>
    private static void Constrain(ParameterInfo parameter, Span<double> numbers)
    {
        double max = parameter.Update.MaxNorm;
        int length = numbers.Length / parameter.StandardShape[0];
        for (int start = 0; max > 0 && start < numbers.Length; start += length)
        {
            double norm = 0;
            foreach (double number in numbers.Slice(start, length)) norm += number * number;
            norm = Math.Sqrt(norm);
            if (norm <= max) continue;
            foreach (ref double number in numbers.Slice(start, length)) number *= max / (norm + 1e-7);
        }
    }

    /// <summary>
    /// Central differences of the loss, in double precision and before any pass, against the gradients of the interpreter
    /// and of the generated code: along random directions, and for a few weights alone.
    /// </summary>
    public static void FiniteDifferences(Subject subject)
    {
        const double Step = 1e-5;
        IModelUnderTest instance = subject.Make();
        Batch batch = subject.Draw(3);
        Weights weights = Weights.Of(instance.Parameters);
        (_, Weights gradients) = subject.Oracle.TrainStep(batch, weights, subject.Seed);
        instance.TrainStep(batch.Inputs, batch.Targets);
        Weights generated = Weights.GradientsOf(instance.Parameters);
        generated = generated.Plus(subject.Built.Optimizer!.Accumulate - 1, generated);
        Func<Weights, double> loss = subject.Oracle.PlainLoss(batch, subject.Seed);
        foreach (Weights direction in Directions(subject.Oracle.Parameters, new Random(subject.Seed)))
        {
            double difference = (loss(weights.Plus(Step, direction)) - loss(weights.Plus(-Step, direction))) / (2 * Step);
            double scale = Math.Max(1e-3, gradients.Norm * direction.Norm);
            Deviation.Assert("differences: interpreter", subject.Where, [gradients.Dot(direction)], [difference], 1e-7, scale);
            Deviation.Assert("differences: generated", subject.Where, [generated.Dot(direction)], [difference], Tolerance, scale);
        }
    }

    private static void AssertBuffers(string what, Subject subject, IModelUnderTest instance, Weights expected)
    {
        for (int i = 0; i < subject.Oracle.Parameters.Count; i++)
        {
            if (!subject.Oracle.Parameters[i].IsTrainable)
                Deviation.Assert(
                    $"{what}: buffers",
                    $"{subject.Where}, {instance.Parameters[i].Name}",
                    instance.Parameters[i].Value.ToArray(),
                    expected.Values[i],
                    Tolerance,
                    1e-2);
        }
    }

    /// <summary>In which parameters move, and buffers do not: no gradient flows into those.</summary>
    private static IEnumerable<Weights> Directions(IReadOnlyList<ParameterInfo> stored, Random random)
    {
        for (int i = 0; i < 3; i++)
            yield return new Weights([
                .. stored.Select(p => p.IsTrainable ? Oracle.Doubles(Batch.Normal(p.Elements, random)) : new double[p.Elements]),
            ]);
        for (int i = 0; i < stored.Count; i++)
        {
            if (!stored[i].IsTrainable) continue;
            Weights one = new([.. stored.Select(p => new double[p.Elements])]);
            one.Values[i][random.Next(one.Values[i].Length)] = 1;
            yield return one;
        }
    }
}
