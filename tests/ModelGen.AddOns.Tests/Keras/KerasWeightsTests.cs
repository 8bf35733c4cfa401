using System.IO.Compression;
using System.Runtime.CompilerServices;
using ModelGen.Keras;
using ModelGen.TestKit;
using ModelGen.Tests;

namespace ModelGen.AddOns.Tests.Keras;

/// <summary>
/// Files in the layouts of Keras. <c>References/make_keras_files.py</c> wrote them, computed them as Keras does, and PyTorch gave the same
/// with the weights in <c>expected.npz</c>.
/// </summary>
public sealed class KerasWeightsTests : IDisposable
{
    private static readonly KerasOptions s_flattened = new()
    {
        Flattened = new Dictionary<string, (int, int, int)> { ["dense"] = (2, 3, 4) },
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("keras2.h5")]
    [InlineData("keras3.h5")]
    [InlineData("network.weights.h5")]
    [InlineData("network.keras")]
    public void Every_tensor_has_the_layout_of_PyTorch(string file)
    {
        ModelWeights expected = ModelWeights.Read(Reference("expected.npz"));
        ModelWeights weights = KerasWeights.Read(Reference(file), s_flattened);

        Assert.Equal(WeightFormat.Keras, weights.Format);
        string Name(string name) => file.StartsWith("network", StringComparison.Ordinal) ? name.Replace("dense_1.", "scores.") : name;
        Assert.Equal(expected.Select(tensor => Name(tensor.Name)).Order(), weights.Select(tensor => tensor.Name).Order());
        foreach (WeightTensor tensor in expected)
        {
            WeightTensor found = weights[Name(tensor.Name)];
            Assert.Equal(tensor.ToString().Replace(tensor.Name, ""), found.ToString().Replace(found.Name, ""));
            Assert.Equal(tensor.ToFloats(), found.ToFloats());
        }
    }

    [Fact]
    public void Tensors_can_be_had_as_they_are_stored()
    {
        ModelWeights weights = KerasWeights.Read(Reference("keras2.h5"), new KerasOptions { AsStored = true });
        Assert.Equal([3, 2, 2, 4], weights["conv2d.kernel"].Shape);
        Assert.Equal([2, 9], weights["gru.bias"].Shape);
    }

    [Fact]
    public void What_was_flattened_must_fit()
    {
        KerasOptions Of(string layer, int channels) =>
            new() { Flattened = new Dictionary<string, (int, int, int)> { [layer] = (2, 3, channels) } };

        Assert.Contains("names a layer 'fc'; there are conv2d,", Message(Of("fc", 4)), StringComparison.Ordinal);
        Assert.Contains("2 × 3 × 5 inputs; it has 24", Message(Of("dense", 5)), StringComparison.Ordinal);

        string Message(KerasOptions options) =>
            Assert.Throws<ArgumentException>(() => KerasWeights.Read(Reference("keras2.h5"), options)).Message;
    }

    [Fact]
    public void Other_files_are_refused()
    {
        string text = Path.Combine(_folder.Root, "text.h5"), archive = Path.Combine(_folder.Root, "archive.keras");
        File.WriteAllText(text, "no weights");
        using (ZipArchive zip = ZipFile.Open(archive, ZipArchiveMode.Create)) zip.CreateEntry("config.json");
        Assert.Contains("neither an HDF5 file", Refused(text), StringComparison.Ordinal);
        Assert.Contains("without 'model.weights.h5'", Refused(archive), StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => KerasWeights.Read(Path.Combine(_folder.Root, "none.h5")));
        Assert.Throws<IOException>(() => KerasWeights.Read(_folder.Root));
    }

    /// <summary>Bytes that were changed, and ends that are missing: read, or refused with a word.</summary>
    [Theory]
    [InlineData("keras2.h5")]
    [InlineData("network.weights.h5")]
    public void Damaged_files_are_read_or_refused(string file)
    {
        byte[] whole = File.ReadAllBytes(Reference(file));
        Random random = new(TestSeed.Value);
        string path = Path.Combine(_folder.Root, "damaged.h5");
        int cases = TestTier.Count(60, 5_000);
        for (int i = 0; i < cases; i++)
        {
            byte[] bytes = i % 4 == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
            for (int change = random.Next(8); bytes.Length > 0 && change > 0; change--)
                bytes[random.Next(i % 2 == 0 ? bytes.Length : Math.Min(bytes.Length, 4000))] = (byte)random.Next(256);
            File.WriteAllBytes(path, bytes);
            try
            {
                KerasWeights.Read(path);
            }
            catch (InvalidDataException problem)
            {
                Assert.Contains("damaged.h5", problem.Message, StringComparison.Ordinal);
            }
        }
    }

    private static string Refused(string path) => Assert.Throws<InvalidDataException>(() => KerasWeights.Read(path)).Message;

    private static string Reference(string file, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "References", file);
}
