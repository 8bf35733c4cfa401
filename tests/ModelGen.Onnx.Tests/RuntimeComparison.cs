using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace ModelGen.Onnx.Tests;

/// <summary>An imported file as a compiled class that only predicts, beside ONNX Runtime on the same random inputs.</summary>
internal static class RuntimeComparison
{
    /// <summary>Imports, compiles, runs both.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is imported.</param>
    /// <param name="folder">Where weights are put.</param>
    /// <param name="samples">The samples of a batch, where the batch is the first axis of all inputs.</param>
    /// <param name="scale">The range of inputs.</param>
    /// <returns>The largest difference, relative to values above 1, and the largest value.</returns>
    public static (double Difference, double Largest) Of(
        string path, ImportOptions options, string folder, int samples = 1, float scale = 1)
    {
        ImportedModel imported = OnnxImport.Read(path, options with { Inference = true });
        imported.Write(folder);

        // The test kit adds the first using itself.
        string source = imported.Source.Replace("using ModelGen;\n", "", StringComparison.Ordinal);
        PredictionModel model = new(
            source, imported.ClassName, Path.Combine(folder, imported.WeightsFile), bits: 512, strict: false);
        OnnxGraph graph = OnnxModel.Read(path).Graph;
        HashSet<string> known = [.. graph.Initializers.Select(tensor => tensor.Name)];
        Random random = new(TestSeed.Value);
        List<NamedOnnxValue> theirs = [];
        List<float[]> ours = [];
        foreach (OnnxValueInfo input in graph.Inputs.Where(input => !known.Contains(input.Name)))
        {
            int[] shape = options.InputShapes.TryGetValue(input.Name, out IReadOnlyList<int>? given)
                ? [.. given]
                : [.. (input.Shape ?? []).Select(axis => (int)(axis.Size ?? 1))];
            if (options.HasBatch && samples > 1) shape[0] = samples;
            int count = shape.Aggregate(1, (a, b) => a * b);
            bool isInteger = input.Type is OnnxElementType.Int64 or OnnxElementType.Int32;
            if (options.Values.TryGetValue(input.Name, out IReadOnlyList<double>? fixedValues))
            {
                theirs.Add(Value(input, [.. fixedValues.Select(value => (float)value)], [.. (input.Shape ?? []).Select(_ => 1)]));
                continue;
            }

            float[] values =
            [
                .. Enumerable.Range(0, count).Select(_ => isInteger ? random.Next(1, 10) : scale * ((2 * random.NextSingle()) - 1)),
            ];
            ours.Add(values);
            theirs.Add(Value(input, values, shape));
        }

        float[][] found = model.Predict([.. ours], samples);
        using InferenceSession session = new(path);
        string[] names = [.. graph.Outputs.Select(one => one.Name)];
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(theirs, names);
        (double difference, double largest) = (0, 0);
        for (int output = 0; output < found.Length; output++)
        {
            float[] expected = [.. results[output].AsEnumerable<float>()];
            Assert.Equal(expected.Length, found[output].Length);
            for (int i = 0; i < expected.Length; i++)
            {
                double apart = Math.Abs(expected[i] - found[output][i]) / Math.Max(1, Math.Abs(expected[i]));
                difference = double.IsNaN(apart) && !float.IsNaN(expected[i]) ? double.PositiveInfinity : Math.Max(difference, apart);
                largest = Math.Max(largest, Math.Abs(expected[i]));
            }
        }

        return (difference, largest);
    }

    private static NamedOnnxValue Value(OnnxValueInfo input, float[] values, int[] shape) => input.Type switch
    {
        OnnxElementType.Int64 => NamedOnnxValue.CreateFromTensor(
            input.Name, new DenseTensor<long>(Array.ConvertAll(values, value => (long)value), shape)),
        OnnxElementType.Int32 => NamedOnnxValue.CreateFromTensor(
            input.Name, new DenseTensor<int>(Array.ConvertAll(values, value => (int)value), shape)),
        _ => NamedOnnxValue.CreateFromTensor(input.Name, new DenseTensor<float>(values, shape)),
    };
}
