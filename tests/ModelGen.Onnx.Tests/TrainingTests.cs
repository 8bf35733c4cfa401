using ModelGen.Runtime;

namespace ModelGen.Onnx.Tests;

/// <summary>Imported models are trainable.</summary>
public sealed class TrainingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Two epochs from the file's weights, with the loss and the optimizer that the import has chosen.</summary>
    [Fact]
    public void An_imported_LeNet_is_trained_as_PyTorch_trains_it()
    {
        ModelWeights reference = ModelWeights.Read(ImportTests.Reference("training.npz"));
        ImportedModel imported = OnnxImport.Read(ImportTests.Reference("lenet.onnx"));
        imported.Write(_folder.Root);
        string source = imported.Source.Replace("using ModelGen;\n", "", StringComparison.Ordinal);
        ModelInstance model = CompiledModel.Of(source, 512).Load(Path.Combine(_folder.Root, imported.WeightsFile));
        float[] images = reference["x"].ToFloats(), losses = reference["losses"].ToFloats();
        int[] labels = Array.ConvertAll(reference["labels"].ToFloats(), label => (int)label);
        int pixels = images.Length / labels.Length, batch = labels.Length / 2;

        for (int step = 0; step < losses.Length; step++)
        {
            int first = step % 2 * batch;
            float[] part = images[(first * pixels)..((first + batch) * pixels)];
            float loss = model.TrainStep([part], new Targets(null, labels[first..(first + batch)]));
            Assert.Equal(losses[step], loss, 1e-5);
            if (step == 0) Compare(model, reference, "gradient.", parameter => parameter.Gradient);
        }

        Compare(model, reference, "trained.", parameter => parameter.Value);
        Assert.True(losses[2] < losses[0] && losses[3] < losses[1]);
    }

    private static void Compare(ModelInstance model, ModelWeights reference, string kind, Func<Parameter, TensorView> read)
    {
        Assert.Equal(8, model.Parameters.Count);
        foreach (Parameter parameter in model.Parameters)
        {
            float[] expected = reference[kind + parameter.Name.Replace("layer", "", StringComparison.Ordinal)].ToFloats();
            float[] found = read(parameter).ToArray();
            Assert.Equal(expected.Length, found.Length);
            for (int i = 0; i < found.Length; i++)
            {
                if (!(Math.Abs(found[i] - expected[i]) <= 1e-5))
                    Assert.Fail($"{kind}{parameter.Name}, element {i}: {found[i]}; PyTorch has {expected[i]}.");
            }
        }
    }
}
