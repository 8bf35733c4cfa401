using System.Globalization;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Ops;
using ModelGen.Runtime;
using ModelGen.TestKit;

namespace ModelGen.Numerics.Tests.SpecialValues;

/// <summary>
/// A model with NaN, infinities, zeros of both signs, tiny and huge numbers among inputs, targets and weights: kernels do what their graph
/// says, and gradients are finite where those of the graph are.
/// </summary>
internal static class SpecialFuzz
{
    public const int Samples = 19;

    public static readonly float[] Specials =
    [
        float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, 0f, 1e-45f, -1e-45f, 1e-40f, -1e-40f, 1.17549435e-38f, 3e38f,
        -3e38f,
    ];

    /// <summary>Predict and Evaluate against the graph in single precision, to the bit.</summary>
    public static void Kernels(Subject subject)
    {
        Random random = new(subject.Seed);
        int[] widths = TestTier.IsExhaustive ? [.. CompiledModel.Widths] : [CompiledModel.Widths[random.Next(CompiledModel.Widths.Count)]];
        bool first = random.Next(2) == 0;
        foreach (bool ofWeights in TestTier.IsExhaustive ? [first, !first] : new[] { first })
        {
            Batch batch = Sprinkled(subject, Specials, random);
            float[][] weights = [.. subject.Make().Parameters.Select(p => p.Value.ToArray())];
            if (ofWeights) Sprinkle(subject, weights, Specials, random);
            foreach (int bits in widths)
            {
                IModelUnderTest instance = subject.Make(bits);
                Set(instance, weights);
                string where = string.Create(CultureInfo.InvariantCulture, $"{subject.Where}, {bits} bits, weights too: {ofWeights}");
                (float[][] outputs, float loss) = subject.Oracle.InSinglePrecision(batch, Weights.Of(instance.Parameters));
                float[][] actual = instance.Predict(batch.Inputs);
                for (int i = 0; i < outputs.Length; i++) SpecialNumbers.AssertSame($"{where}, output {i}", outputs[i], actual[i]);
                SpecialNumbers.AssertSame(where + ", loss", [loss], [instance.Evaluate(batch.Inputs, batch.Targets)]);
            }
        }
    }

    /// <summary>Gradients of the graph in double precision: the same of them are finite.</summary>
    /// <remarks>Without tiny and huge numbers, whose products leave the range of floats and not that of doubles.</remarks>
    public static void Gradients(Subject subject)
    {
        Random random = new(subject.Seed);
        Batch batch = Sprinkled(subject, Specials.AsSpan(0, 5), random);
        IModelUnderTest instance = subject.Make(CompiledModel.Widths[random.Next(CompiledModel.Widths.Count)]);
        float[] upstream = Batch.Normal(Samples * subject.OutputSize, random);
        upstream[random.Next(upstream.Length)] = Specials[random.Next(3)];
        (IReadOnlyList<double[]> outputs, Weights gradients, IReadOnlyList<double[]> inputGradients) =
            subject.Oracle.ForwardBackward(batch, Weights.Of(instance.Parameters), upstream, subject.Seed);

        instance.ZeroGradients();
        float[][] actual = instance.Forward(batch.Inputs), actualGradients = instance.Backward(upstream);
        for (int i = 0; i < actual.Length; i++) AssertFinite($"output {i}", outputs[i], actual[i]);
        for (int i = 0; i < actualGradients.Length; i++) AssertFinite($"gradient of input {i}", inputGradients[i], actualGradients[i]);
        for (int i = 0; i < instance.Parameters.Count; i++)
        {
            Parameter parameter = instance.Parameters[i];
            if (parameter.Trainable) AssertFinite("gradient of " + parameter.Name, gradients.Values[i], parameter.Gradient.ToArray());
        }

        void AssertFinite(string what, double[] expected, float[] values) => SpecialNumbers.AssertSame(
            $"{subject.Where}, {what}, 0 where finite",
            Array.ConvertAll(expected, value => double.IsFinite(value) ? 0f : float.NaN),
            Array.ConvertAll(values, value => float.IsFinite(value) ? 0f : float.NaN));
    }

    public static void Set(IModelUnderTest instance, float[][] weights)
    {
        for (int i = 0; i < weights.Length; i++) instance.Parameters[i].Value.CopyFrom(weights[i]);
    }

    /// <summary>A batch with special numbers. Ids stay what they are: others are refused.</summary>
    public static Batch Sprinkled(Subject subject, ReadOnlySpan<float> specials, Random random)
    {
        Batch batch = subject.Draw(Samples);
        foreach ((float[] values, NamedValue input) in batch.Inputs.Zip(subject.Built.Inputs))
        {
            if (input.Value.Node.Op is not LeafOp { Kind: LeafKind.Tokens }) Sprinkle(values, specials, random);
        }

        if (batch.Targets.Values is { } targets) Sprinkle(targets, specials, random);
        return batch;
    }

    /// <summary>Special numbers for one weight of each tensor; variances and counts stay what they are.</summary>
    public static void Sprinkle(Subject subject, float[][] weights, ReadOnlySpan<float> specials, Random random)
    {
        for (int i = 0; i < weights.Length; i++)
            if (subject.Oracle.Parameters[i].IsTrainable)
                weights[i][random.Next(weights[i].Length)] = specials[random.Next(specials.Length)];
    }

    /// <summary>About every twentieth number, at least one.</summary>
    public static void Sprinkle(float[] values, ReadOnlySpan<float> specials, Random random)
    {
        for (int i = 0; i <= values.Length / 20; i++) values[random.Next(values.Length)] = specials[random.Next(specials.Length)];
    }
}
