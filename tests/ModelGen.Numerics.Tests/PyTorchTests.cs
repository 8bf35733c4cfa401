using ModelGen.TestKit;
using ModelGen.TestKit.Interpretation;
using Xunit;

namespace ModelGen.Numerics.Tests;

/// <summary>
/// Twenty training steps against PyTorch 1.13, a hundred for optimizers, from the same weights and samples; the kernels are interpreted.
/// </summary>
public sealed class PyTorchTests
{
    private const int Batch = 8;

    /// <summary>A check of <see cref="TableTests"/>.</summary>
    internal static void Training(string name)
    {
        ModelCase model = Models.Find(name);
        InterpretedModel instance = new(Subject.Programs(model.Source));
        Reference reference = new(model.ReferenceName);
        Train(instance, reference, name, instance.Accumulate);
        if (instance.Average() is { } average)
        {
            string[] names = [.. instance.Parameters.Where(p => p.Trainable).Select(p => p.Name)];
            Weights expected = reference.Weights("average.", names);
            Deviation.Assert("PyTorch: average", name, new Weights([.. average.Select(Oracle.Doubles)]), expected, 1e-4, names);
        }
    }

    [Fact]
    public void Every_model_that_PyTorch_can_express_has_a_reference() =>
        Assert.Equal(
            Models.All.Where(model => model.HasReference).Select(model => model.ReferenceName).Distinct().Order(StringComparer.Ordinal),
            Directory
                .GetFiles(Reference.Folder, "*.safetensors")
                .Select(file => Path.GetFileNameWithoutExtension(file)!)
                .Order(StringComparer.Ordinal));

    private static void Train(IModelUnderTest instance, Reference reference, string where, int accumulate)
    {
        reference.Load(instance.Parameters);
        float[][] outputs = instance.Predict(reference.Inputs);
        Assert.Equal(reference.Outputs.Length, outputs.Length);
        for (int i = 0; i < outputs.Length; i++)
            Deviation.Assert("PyTorch: Predict", $"{where}, output {i}", outputs[i], Oracle.Doubles(reference.Outputs[i]), 1e-5, 1e-3);

        // Batches go on from each other, where layers do so.
        if (reference.State is { } first) instance.State = new float[first.Length];
        float[] expected = reference.Floats("losses");
        float[] losses = new float[expected.Length];
        for (int step = 0; step < losses.Length; step++)
        {
            Batch part = reference.Batch.Slice(step % (reference.Samples / Batch) * Batch, Batch);
            losses[step] = instance.TrainStep(part.Inputs, part.Targets);
            if (step > 0) continue;
            Weights gradients = Weights.GradientsOf(instance.Parameters);
            Compare("PyTorch: first gradients", gradients.Plus(accumulate - 1, gradients), "gradient.");
        }

        Deviation.Assert("PyTorch: losses", where, losses, Oracle.Doubles(expected), 1e-4, 1e-3);
        Compare("PyTorch: final parameters", Weights.Of(instance.Parameters), "final.");
        if (reference.State is { } last) Deviation.Assert("PyTorch: state", where, instance.State!, Oracle.Doubles(last), 1e-4, 1e-3);

        void Compare(string kind, Weights actual, string prefix)
        {
            string[] names = [.. instance.Parameters.Select(p => p.Name)];
            Deviation.Assert(kind, where, actual, reference.Weights(prefix, names), 1e-4, names);
        }
    }
}
