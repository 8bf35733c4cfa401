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
        BoundLoss[] losses = [.. built.Losses.GroupBy(loss => loss.TargetName).Select(same => same.First())];
        float[][] several = [.. losses.Select(Target)];
        Targets targets = losses.Length > 1
            ? new Targets(null, null, Weights()) { Several = several }
            : losses[0].TargetKind == TargetKind.Classes
                ? new Targets(null, Array.ConvertAll(several[0], label => (int)label), Weights())
                : new Targets(several[0], null, Weights());
        return new Batch(samples, inputs, targets);

        float[] Target(BoundLoss loss)
        {
            int count = loss.TargetShape(loss.Output.Shape).Elements(samples);
            return loss.TargetKind == TargetKind.Classes
                ? [.. Enumerable.Range(0, count).Select(position => (float)Label(loss, count, position))]
                : [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())];
        }

        float[]? Weights() => built.Losses.Any(loss => loss.SampleWeights)
            ? [.. Enumerable.Range(0, samples).Select(_ => 2 * random.NextSingle())]
            : null;

        float Id(LeafOp ids) => random.Next(ids.IsLength ? 1 : 0, ids.Values);

        // Of each sample, the first label counts.
        int Label(BoundLoss loss, int count, int position)
        {
            int classes = loss.Output.Shape[BoundLoss.ClassAxis(loss.Output.Shape)];
            int label = random.Next(classes), within = position % (count / samples);
            // The weight of a batch is counted here by its labels alone.
            if (loss.Lengths is not null && within >= inputs[lengths][position / (count / samples)])
                return loss.IgnoredLabel!.Value;
            return loss.IgnoredLabel is { } ignored && position % (count / samples) != 0 && random.Next(3) == 0 ? ignored : label;
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
