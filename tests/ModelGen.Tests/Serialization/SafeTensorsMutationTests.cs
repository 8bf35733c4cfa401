using System.Text;
using System.Text.Json;
using ModelGen.Runtime;
using ModelGen.Serialization;
using ModelGen.TestKit;

namespace ModelGen.Tests.Serialization;

/// <summary>
/// Damaged files: loaded right or a clear error, with little memory. What is right says a second reader of headers, built on that of the
/// base library.
/// </summary>
public sealed class SafeTensorsMutationTests
{
    private static readonly (string Name, int[] Shape)[] Tensors = [("dense1.weight", [3, 4]), ("dense1.bias", [3]), ("n", [])];

    [Fact]
    public void Damaged_files_are_refused_or_loaded_right()
    {
        Random random = new(TestSeed.Value);
        byte[] file = WeightFiles.Bytes(
            [
                ("n", "I64", [], BitConverter.GetBytes(7L)),
                WeightFiles.Floats("dense1.weight", 3, 4),
                ("dense1.bias", "BF16", [3], [0, 1, 2, 3, 4, 5]),
            ],
            ("format", "pt"),
            ("note", "ä\n"));
        int header = BitConverter.ToInt32(file) + 8, loaded = 0;
        for (int times = TestTier.Count(5_000, 100_000); times > 0; times--)
        {
            byte[] damaged = FileMutation.Of(file, header, random);
            float[]? expected = Expected(damaged);
            ParameterSet parameters = Model();
            long before = GC.GetAllocatedBytesForCurrentThread();
            string? problem = Record(() => SafeTensors.Load(damaged, parameters));
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(expected is null == problem is not null, $"{problem}\n{Convert.ToBase64String(damaged)}");
            Assert.Equal(
                (expected ?? new float[16]).Select(BitConverter.SingleToInt32Bits),
                parameters.SelectMany(parameter => parameter.Value).Select(BitConverter.SingleToInt32Bits));
            if (expected is null) Assert.StartsWith("Cannot load the weights from memory: ", problem, StringComparison.Ordinal);
            else loaded++;

            // Twice the file, and what messages and small objects take.
            Assert.InRange(allocated, 0, (2 * file.Length) + 40_000);
        }

        Assert.InRange(loaded, 1, int.MaxValue);
    }

    private static ParameterSet Model() => new(
        [
            new("dense1.weight", [3, 4], 0, [4, 1], Models.None),
            new("dense1.bias", [3], 12, [1], Models.None),
            new("n", [], 15, [], Models.None) { Trainable = false, IsCount = true },
        ],
        new AlignedBuffer(16), new AlignedBuffer(16));

    private static string? Record(Action load)
    {
        try
        {
            load();
            return null;
        }
        catch (InvalidDataException problem)
        {
            return problem.Message;
        }
    }

    /// <summary>The numbers of a file that fits the model; null if it must be refused.</summary>
    private static float[]? Expected(byte[] file)
    {
        if (file.Length < 8 || BitConverter.ToUInt64(file) is var length && length > (ulong)(file.Length - 8)) return null;
        byte[] header = file[8..(8 + (int)BitConverter.ToUInt64(file))], data = file[(8 + header.Length)..];
        if (header is not [(byte)'{', ..]) return null;
        try
        {
            // The base library does not look into texts that nobody asks for; the official reader of the format does.
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(header);
            using JsonDocument document = JsonDocument.Parse(header);
            ReadTexts(document.RootElement);
            if (HasDoubleKeys(document.RootElement, 0)) return null;
            Dictionary<string, (string Type, long[] Shape, long Begin, long End)> entries = [];
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (property.Value.ValueKind != JsonValueKind.Object) return null;
                if (property.Name == "__metadata__") continue;
                long[] offsets = Numbers(property.Value.GetProperty("data_offsets"));
                if (offsets.Length != 2) return null;
                entries.Add(
                    property.Name,
                    (
                        property.Value.GetProperty("dtype").GetString()!,
                        Numbers(property.Value.GetProperty("shape")),
                        offsets[0],
                        offsets[1]));
            }

            return Values(entries, data);
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException
            or InvalidOperationException or FormatException or DecoderFallbackException)
        {
            return null;
        }
    }

    private static void ReadTexts(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String) _ = element.GetString();
        if (element.ValueKind == JsonValueKind.Array) foreach (JsonElement item in element.EnumerateArray()) ReadTexts(item);
        if (element.ValueKind != JsonValueKind.Object) return;
        foreach (JsonProperty property in element.EnumerateObject())
        {
            _ = property.Name;
            ReadTexts(property.Value);
        }
    }

    /// <summary>Of an entry, only what is read counts.</summary>
    private static bool HasDoubleKeys(JsonElement element, int depth)
    {
        if (element.ValueKind != JsonValueKind.Object || depth > 1) return false;
        string[] names =
        [
            .. element.EnumerateObject().Select(p => p.Name).Where(n => depth == 0 || n is "dtype" or "shape" or "data_offsets"),
        ];
        return names.Distinct().Count() != names.Length
            || element.EnumerateObject().Any(p => p.Name != "__metadata__" && HasDoubleKeys(p.Value, depth + 1));
    }

    private static long[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number =>
        number.TryGetInt64(out long value) && value >= 0 && number.GetRawText().All(char.IsDigit) ? value : throw new FormatException())];

    private static float[]? Values(Dictionary<string, (string Type, long[] Shape, long Begin, long End)> entries, byte[] data)
    {
        long position = 0;
        foreach (var entry in entries.Values.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != position || entry.End < entry.Begin) return null;
            position = entry.End;
        }

        if (position != data.Length) return null;
        List<float> values = [];
        foreach ((string name, int[] shape) in Tensors)
        {
            if (!entries.Remove(name, out var entry))
            {
                if (name != "n") return null;
                values.Add(0);
                continue;
            }

            int size = entry.Type switch
            {
                "F64" => 8,
                "I64" when name == "n" => 8,
                "F32" => 4,
                "F16" or "BF16" => 2,
                _ => 0,
            };
            int count = shape.Aggregate(1, (a, b) => a * b);
            if (size == 0 || !entry.Shape.SequenceEqual(shape.Select(s => (long)s)) || entry.End - entry.Begin != count * size) return null;
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<byte> bytes = data.AsSpan((int)entry.Begin + (i * size), size);
                values.Add(entry.Type switch
                {
                    "F64" => (float)BitConverter.ToDouble(bytes),
                    "I64" => BitConverter.ToInt64(bytes),
                    "F32" => BitConverter.ToSingle(bytes),
                    "F16" => (float)BitConverter.ToHalf(bytes),
                    _ => BitConverter.Int32BitsToSingle(BitConverter.ToInt16(bytes) << 16),
                });
            }
        }

        return entries.Count == 0 ? [.. values] : null;
    }
}
