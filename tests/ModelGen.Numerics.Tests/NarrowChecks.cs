using System.Globalization;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Spec;
using ModelGen.Runtime;
using ModelGen.TestKit;
using ModelGen.TestKit.Interpretation;
using Xunit;

namespace ModelGen.Numerics.Tests;

/// <summary>A model whose weights are 16 or 8 bits wide, interpreted: a kernel that reads too far is seen.</summary>
internal static class NarrowChecks
{
    /// <summary>
    /// The bits of rounded weights: in one of two forms, and in both where everything runs.
    /// </summary>
    public static void Half(Subject subject)
    {
        Element usual = subject.Name.Length % 2 == 0 ? Element.F16 : Element.BF16;
        foreach (Element element in TestTier.IsExhaustive ? (Element[])[Element.F16, Element.BF16] : [usual])
        {
            ModelSpec spec = DeclarationText.Source(Narrow(subject.Name, element));
            ModelPrograms programs = new(spec with { Weights = new WeightsSpec.Missing(null, []) });
            IModelUnderTest rounded = subject.Make();
            Round(rounded.Parameters, element);
            foreach (int samples in new[] { 17, 3 })
            {
                Batch batch = subject.Draw(samples);
                float[][] right = rounded.Predict(batch.Inputs);
                foreach (int bits in CompiledModel.Widths)
                {
                    InterpretedPrediction narrow = new(programs, parameter => rounded.Parameters[parameter].Value.ToArray(), bits);
                    AssertSame(subject, bits, samples, right, narrow.Predict(batch.Inputs, samples));
                }
            }
        }
    }

    /// <summary>
    /// Weights of 8 bits, whose factors come behind the sums: near to what the same numbers give as floats, and the same bits at every
    /// width, in every batch.
    /// </summary>
    public static void Whole(Subject subject)
    {
        const int Samples = 17;
        ModelSpec spec = DeclarationText.Source(Narrow(subject.Name, Element.I8));
        ModelPrograms programs = new(spec with { Weights = new WeightsSpec.Missing(null, []) });
        IModelUnderTest model = subject.Make();
        Dictionary<string, float[]> weights = ToWhole(model.Parameters, Tables(programs));
        Batch batch = subject.Draw(Samples);
        float[][] right = model.Predict(batch.Inputs);
        float[][]? first = null;
        foreach (int bits in CompiledModel.Widths)
        {
            InterpretedPrediction narrow = new(programs, parameter => weights[parameter], bits);
            float[][] given = narrow.Predict(batch.Inputs, Samples);
            first ??= given;
            AssertSame(subject, bits, Samples, first, given);
            Batch last = batch.Slice(Samples - 1, 1);
            float[][] alone = narrow.Predict(last.Inputs, 1);
            for (int i = 0; i < given.Length; i++)
            {
                Deviation.AssertSameBits($"{subject.Name}, one sample", given[i][^alone[i].Length..], alone[i]);
                float size = right[i].Max(Math.Abs);
                for (int j = 0; j < right[i].Length; j++)
                    Assert.True(
                        Math.Abs(right[i][j] - given[i][j]) <= 1e-3 * Math.Max(1, size),
                        string.Create(CultureInfo.InvariantCulture, $"{subject.Name}, {bits}: {given[i][j]} at {j}, not {right[i][j]}"));
            }
        }
    }

    public static string Narrow(string name, Element element)
    {
        ModelCase model = Models.Find(name);
        string option = Option(element);
        return (model with { Options = model.Options.Length == 0 ? option : model.Options + ", " + option }).Source;
    }

    public static string Option(Element element) => "Storage = Storage." + element switch
    {
        Element.F16 => "Float16",
        Element.BF16 => "BFloat16",
        _ => "Int8",
    };

    /// <summary>The tables of embeddings, which are no whole numbers.</summary>
    public static HashSet<string> Tables(ModelPrograms programs) =>
        [.. programs.Built.Stored.Where(parameter => parameter.Element == Element.BF16).Select(parameter => parameter.Name)];

    /// <summary>The whole numbers, their factors and what else there is; the parameters become the products.</summary>
    public static Dictionary<string, float[]> ToWhole(ParameterSet parameters, HashSet<string> tables)
    {
        Dictionary<string, float[]> all = [];
        foreach (Parameter parameter in parameters)
        {
            float[] values = parameter.Value.ToArray();
            if (tables.Contains(parameter.Name))
            {
                values = [.. values.Select(number => Rounded(number, Element.BF16))];
            }
            else if (parameter.Shape.Count > 1)
            {
                int length = values.Length / parameter.Shape[0];
                float[] scales = [.. values.Chunk(length).Select(row => row.Max(MathF.Abs) / 127)];
                values = [.. values.Select((v, i) => Nearest(v, scales[i / length]))];
                all.Add(parameter.Name + "_scale", scales);
                all.Add(parameter.Name, values);
                parameter.Value.CopyFrom([.. values.Select((v, i) => v * scales[i / length])]);
                continue;
            }

            parameter.Value.CopyFrom(values);
            all.Add(parameter.Name, values);
        }

        return all;
    }

    /// <summary>Rounds what the model keeps narrow.</summary>
    public static void Round(ParameterSet parameters, Element element)
    {
        foreach (Parameter parameter in parameters)
        {
            if (parameter.Shape.Count < 2) continue;
            parameter.Value.CopyFrom([.. parameter.Value.ToArray().Select(number => Rounded(number, element))]);
        }
    }

    private static float Rounded(float number, Element element)
    {
        if (element == Element.F16) return (float)(Half)number;

        // The two neighbours, and the nearer one: a difference of floats so near to each other is exact.
        float below = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(number) & unchecked((int)0xFFFF0000));
        float above = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(below) + 0x10000);
        (float toBelow, float toAbove) = (Math.Abs(number - below), Math.Abs(above - number));
        bool isEven = (BitConverter.SingleToInt32Bits(below) & 0x10000) == 0;
        return toBelow < toAbove || (toBelow == toAbove && isEven) ? below : above;
    }

    private static float Nearest(float weight, float scale) =>
        scale == 0 ? 0 : Math.Clamp(MathF.Round(weight / scale), -127, 127);

    public static float Widened(ushort bits, Element element) => element == Element.F16
        ? (float)BitConverter.UInt16BitsToHalf(bits)
        : BitConverter.Int32BitsToSingle(bits << 16);

    public static void AssertSame(Subject subject, int bits, int samples, float[][] right, float[][] given)
    {
        for (int i = 0; i < right.Length; i++)
            Deviation.AssertSameBits(
                string.Create(CultureInfo.InvariantCulture, $"{subject.Where}, {bits} bits, output {i} of {samples}"), right[i], given[i]);
    }
}
