using System.Globalization;
using ModelGen.Compiler.Layers;
using ModelGen.TestKit;

namespace ModelGen.Numerics.Tests;

/// <summary>
/// What a model computes is fixed on its graph: all programs, at every width, for any batch and number of threads, have its bits.
/// </summary>
internal static class ArithmeticChecks
{
    private static readonly int[] BatchSizes = [1, 7, 33];

    /// <summary>
    /// Predict and Evaluate have the bits of the graph, evaluated in single precision; so have Forward and the loss of TrainStep, unless
    /// the model
    /// computes something else in training. The loss computed from what Forward returns is that of TrainStep. At one width, which the seed
    /// decides for each number of samples: other tests show that all widths have the same bits. At all where everything runs.
    /// </summary>
    public static void Programs(Subject subject)
    {
        foreach (int samples in BatchSizes.Where(samples => samples >= subject.Built.FewestSamples))
        {
            Batch batch = subject.Draw(samples);
            Expected expected = Expect(subject.Oracle, batch, subject.Make());

            // Fewer than seventeen samples are one thread's.
            int threads = samples > 16 ? 2 : 1;
            int chosen = CompiledModel.Widths[(int)((uint)(subject.Seed + samples) % CompiledModel.Widths.Count)];
            foreach (int bits in TestTier.IsExhaustive ? CompiledModel.Widths : [chosen])
                Compare(
                    subject.Built,
                    batch,
                    subject.Make(bits),
                    expected,
                    threads,
                    string.Create(CultureInfo.InvariantCulture, $"{subject.Where}, {bits} bits, {samples} samples"));
        }
    }

    /// <summary>What the members of an instance must return, by the graph.</summary>
    public static Expected Expect(Oracle oracle, Batch batch, IModelUnderTest instance)
    {
        Weights weights = Weights.Of(instance.Parameters);
        (float[][] outputs, float loss) = oracle.InSinglePrecision(batch, weights);
        return new Expected(outputs, loss, oracle.LossOf(outputs[0], batch, weights));
    }

    /// <summary>As <see cref="Programs"/>, for one call of each member.</summary>
    public static void Compare(BuiltModel model, Batch batch, IModelUnderTest instance, Expected expected, int threads, string where)
    {
        instance.Threads = threads;
        Same("Predict", instance.Predict(batch.Inputs));
        Deviation.AssertSameBits(where + ", Evaluate", [expected.Loss], [instance.Evaluate(batch.Inputs, batch.Targets)]);
        if (model.DependsOnMode) return;

        Same("Forward", instance.Forward(batch.Inputs));
        float trained = instance.TrainStep(batch.Inputs, batch.Targets);
        Deviation.AssertSameBits(where + ", TrainStep", [expected.Loss], [trained]);
        if (expected.LossOfOutput is { } ofOutput)
            Deviation.AssertSameBits(where + ", loss of the output of Forward", [trained], [ofOutput]);

        void Same(string what, float[][] actual)
        {
            for (int i = 0; i < actual.Length; i++)
                Deviation.AssertSameBits($"{where}, {what}, output {i}", expected.Outputs[i], actual[i]);
        }
    }

    /// <summary>The results of one call of each member.</summary>
    /// <param name="Outputs">All outputs.</param>
    /// <param name="Loss">The mean loss.</param>
    /// <param name="LossOfOutput">The mean loss computed from the main output alone; null if the loss reads other values, as that of a
    /// softmax does.</param>
    internal sealed record Expected(float[][] Outputs, float Loss, float? LossOfOutput);
}
