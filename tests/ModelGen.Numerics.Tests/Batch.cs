using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Losses;
using ModelGen.Compiler.Ops;
using ModelGen.Runtime;
using ModelGen.TestKit;

namespace ModelGen.Numerics.Tests;

/// <summary>Samples for a model, drawn from a seed.</summary>
internal sealed record Batch(int Samples, float[][] Inputs, Targets Targets)
{
    /// <summary>The state that all samples start from; null for zeros.</summary>
    public float[]? State { get; init; }

    public static Batch Draw(CompiledModel model, int samples, Random random) => Draw(model.Built, samples, random);

    public static Batch Draw(BuiltModel built, int samples, Random random)
    {
        float[][] inputs =
        [
            .. built.Inputs.Select(input =>
                input.Value.Node.Op is LeafOp { Kind: LeafKind.Tokens } ids
                    ? [.. Enumerable.Range(0, samples * ids.Shape.SampleElements).Select(_ => Id(ids))]
                    : Normal(samples * input.Value.Shape.SampleElements, random)),
        ];
        int lengths = built.Inputs.ToList().FindIndex(input => input.Value.Node.Op is LeafOp { IsLength: true });
        int count = built.Loss!.TargetShape(built.Output.Shape).Elements(samples);
        int classes = built.Output.Shape[BoundLoss.ClassAxis(built.Output.Shape)];
        return built.Loss.TargetKind == TargetKind.Classes
            ? new Batch(samples, inputs, new Targets(null, [.. Enumerable.Range(0, count).Select(Label)], Weights()))
            : new Batch(samples, inputs, new Targets([.. Enumerable.Range(0, count).Select(_ => random.NextSingle())], null, Weights()));

        float[]? Weights() => built.Loss.SampleWeights ? [.. Enumerable.Range(0, samples).Select(_ => 2 * random.NextSingle())] : null;

        float Id(LeafOp ids) => random.Next(ids.IsLength ? 1 : 0, ids.Values);

        // Of each sample, the first label counts.
        int Label(int position)
        {
            int label = random.Next(classes), within = position % (count / samples);
            // The weight of a batch is counted here by its labels alone.
            if (built.Loss.Lengths is not null && within >= inputs[lengths][position / (count / samples)])
                return built.Loss.IgnoredLabel!.Value;
            return built.Loss.IgnoredLabel is { } ignored && position % (count / samples) != 0 && random.Next(3) == 0 ? ignored : label;
        }
    }

    public Batch Slice(int start, int count) => new(count, Part(Inputs, Samples, start, count), Targets.Slice(start, count, Samples))
    {
        State = State is null ? null : Part([State], Samples, start, count)[0],
    };

    /// <summary>Some samples of each array.</summary>
    public static float[][] Part(float[][] arrays, int samples, int start, int count) =>
        [.. arrays.Select(all => all[(all.Length / samples * start)..(all.Length / samples * (start + count))])];

    public static float[] Normal(int count, Random random) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))),
        ];

    /// <summary>Moves every weight a little, so that no bias is zero. Variances stay positive.</summary>
    public static void Perturb(ParameterSet parameters, Random random)
    {
        foreach (Parameter parameter in parameters)
        {
            if (parameter.Name.EndsWith("num_batches_tracked", StringComparison.Ordinal)) continue;
            bool isVariance = parameter.Name.EndsWith("running_var", StringComparison.Ordinal);
            parameter.Value.CopyFrom([
                .. parameter
                    .Value.ToArray()
                    .Zip(Normal(parameter.Length, random), (value, noise) => value + (0.2f * (isVariance ? Math.Abs(noise) : noise))),
            ]);
        }
    }
}
