using System.Globalization;
using System.Text;
using ModelGen.Runtime;
using ModelGen.TestKit;
using ModelGen.TestKit.Interpretation;

namespace ModelGen.Numerics.Tests.SpecialValues;

/// <summary>What PyTorch gives for special numbers; <c>References/make_special_values.py</c> wrote it.</summary>
internal static class SpecialReferences
{
    private static readonly Lazy<TensorFile> File = new(() =>
        new TensorFile(Path.Combine(Reference.Folder, "Special", "values.safetensors")));

    /// <summary>The layers of a case.</summary>
    public static SpecialLayer[] Layers(string name) =>
    [
        .. File
            .Value.Metadata.Where(entry => entry.Key.StartsWith(name + "/", StringComparison.Ordinal))
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => new SpecialLayer(entry.Value, File.Value, entry.Key + "/")),
    ];

    /// <summary>
    /// One model of all layers of a case: each has an input of its own, and their results, side by side, are the output. The first number
    /// of the output is that of a dense layer, without which there would be nothing to learn.
    /// </summary>
    public static string Model(SpecialLayer[] layers)
    {
        StringBuilder source = new("[Model]\n");
        for (int i = 0; i < layers.Length; i++)
        {
            (string shape, string layer) = (string.Join(", ", layers[i].InputShape[1..].Select(Text)), layers[i].Declaration);
            source.Append(CultureInfo.InvariantCulture, $"[Input({shape}, Name = \"x{i}\"), {layer}, Flatten, As(\"y{i}\")]\n");
        }

        string names = string.Join(", ", layers.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"\"y{i}\"")));
        source.Append(CultureInfo.InvariantCulture, $"[Input(1, Name = \"one\"), Dense(1), Concat({names})]\n");
        return source.Append("[MeanSquaredError, Sgd(0.1)]\npublic sealed partial class Net;\n").ToString();
    }

    /// <summary>The results of the layers of such a model, and the gradients in their inputs, of so many of the samples.</summary>
    public static (float[][] Outputs, float[][] Gradients) Run(IModelUnderTest model, SpecialLayer[] layers, int samples)
    {
        float[][] inputs = [.. layers.Select(layer => layer.Of(layer.Input, samples)), new float[samples]];
        float[] output = model.Forward(inputs)[0];
        int[] sizes = [1, .. layers.Select(layer => layer.Output.Length / layer.Samples)];
        int size = sizes.Sum();
        float[] upstream = new float[samples * size];
        for (int sample = 0, at = 0; sample < samples; sample++)
            foreach (int one in sizes)
                for (int i = 0; i < one; i++) upstream[at++] = i + 1;

        float[][] gradients = model.Backward(upstream);
        return (Parts(output, sizes)[1..], gradients[..^1]);
    }

    /// <summary>What the parts of an output are for each sample.</summary>
    public static float[][] Parts(float[] output, int[] sizes)
    {
        int size = sizes.Sum(), samples = output.Length / size;
        float[][] parts = [.. sizes.Select(one => new float[samples * one])];
        for (int sample = 0, at = 0; sample < samples; sample++)
        {
            for (int part = 0; part < sizes.Length; at += sizes[part++])
                Array.Copy(output, at, parts[part], sample * sizes[part], sizes[part]);
        }

        return parts;
    }

    /// <summary>
    /// The model interpreted at each width, and compiled at one, which the seed and the text decide; at each where everything runs.
    /// </summary>
    public static IEnumerable<(string Where, IModelUnderTest Model)> Everywhere(string source)
    {
        ModelPrograms programs = new(DeclarationText.Source(source));
        uint hash = source.Aggregate((uint)TestSeed.Value, (sum, c) => (sum * 31) + c);
        int? only = TestTier.IsExhaustive ? null : CompiledModel.Widths[(int)(hash % CompiledModel.Widths.Count)];
        CompiledModel compiled = CompiledModel.Of(source, only);
        foreach (int bits in CompiledModel.Widths)
        {
            yield return (string.Create(CultureInfo.InvariantCulture, $"interpreted, {bits} bits"), new InterpretedModel(programs, bits));
            if ((only ?? bits) == bits)
                yield return (string.Create(CultureInfo.InvariantCulture, $"compiled, {bits} bits"), compiled.Create(bits));
        }
    }

    private static string Text(int size) => size.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A layer, its samples, and what PyTorch makes of them.</summary>
internal sealed class SpecialLayer(string declaration, TensorFile file, string prefix)
{
    /// <summary>Its attribute.</summary>
    public string Declaration { get; } = declaration;

    public int[] InputShape { get; } = file.Shape(prefix + "input");

    public int Samples => InputShape[0];

    public float[] Input { get; } = file.Floats(prefix + "input");

    public float[] Output { get; } = file.Floats(prefix + "output");

    /// <summary>The gradient in the input, where that of element i of the output is i + 1 in each sample.</summary>
    public float[] Gradient { get; } = file.Floats(prefix + "gradient");

    /// <summary>Labels of a loss.</summary>
    public int[] Labels => file.Integers(prefix + "target");

    /// <summary>Targets of a loss.</summary>
    public float[] Targets => file.Floats(prefix + "target");

    /// <summary>The first samples of an array.</summary>
    public float[] Of(float[] all, int samples) => all[..(all.Length / Samples * samples)];
}
