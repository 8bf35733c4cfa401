using System.Diagnostics;
using System.Globalization;
using Embeddings;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.ML.Tokenizers;

namespace ModelGen.Onnx.Tests.Samples;

/// <summary>
/// <c>samples/Embeddings</c>: in a short form, with a network that only marks tokens; and, where everything runs, the native program
/// against ONNX Runtime.
/// </summary>
public sealed class EmbeddingsTests
{
    private const string Words = "[PAD]\r\n[UNK]\r\n[CLS]\r\n[SEP]\r\n[MASK]\r\nthe\r\nmoon\r\nsun\r\n##s\r\nshine\r\n.\r\n";

    [Fact]
    public void A_vector_is_the_mean_over_the_tokens_of_a_text_and_has_the_length_one()
    {
        Encoder encoder = Small();
        float[] vector = encoder.Encode("The moons shine.");

        Assert.Equal([2, 5, 6, 8, 9, 10, 3], encoder.Tokens("The moons shine."));
        Assert.Equal(16, SmallNetwork.Length);
        Assert.Equal(1, Encoder.Likeness(vector, vector), 1e-6);
        Assert.All(new[] { 2, 3, 5, 6, 8, 9, 10 }, token => Assert.Equal(1 / Math.Sqrt(7), vector[token], 1e-6));
        Assert.Equal(0, vector[7]);
    }

    [Fact]
    public void Long_texts_are_for_the_longer_network_and_end_with_the_last_token()
    {
        Encoder encoder = Small();
        encoder.Encode(string.Join(' ', Enumerable.Repeat("moon", 14)));
        Assert.Equal(16, SmallNetwork.Length);
        encoder.Encode(string.Join(' ', Enumerable.Repeat("moon", 15)));
        Assert.Equal(128, SmallNetwork.Length);

        IReadOnlyList<int> tokens = encoder.Tokens(string.Join(' ', Enumerable.Repeat("moon", 500)));
        Assert.Equal((128, 2, 3), (tokens.Count, tokens[0], tokens[^1]));
        Assert.Equal(Encoder.Size, encoder.Encode("").Length);
    }

    [Fact]
    public void The_nearest_texts_come_first()
    {
        Encoder encoder = Small();
        Corpus corpus = Corpus.Of(["the sun", " ", "the moons", "shine shine shine"], encoder);
        Assert.Equal(3, corpus.Count);
        (string Text, double Likeness)[] found = [.. corpus.Nearest(encoder.Encode("moons"), 2)];
        Assert.Equal(["the moons", "the sun"], found.Select(one => one.Text));
        Assert.True(found[0].Likeness > found[1].Likeness);
    }

    [Fact]
    public void The_command_line_says_what_is_wrong()
    {
        Options options = Options.Parse(["--top", "5", "where is it", "--in", "texts.txt", "why"]);
        Assert.Equal((5, "texts.txt"), (options.Top, options.File));
        Assert.Equal(["where is it", "why"], options.Questions);
        foreach (string[] wrong in (string[][])[[], ["--top", "0", "a"], ["--in"], ["--on", "a"]])
            Assert.Throws<ArgumentException>(() => Options.Parse(wrong));
    }

    /// <summary>Fetches the package, imports, compiles, links: minutes. Needs clang, and the headers of zlib.</summary>
    [ExhaustiveFact]
    public void The_native_program_finds_what_ONNX_Runtime_finds()
    {
        string sample = Path.Combine(Repository(), "samples", "Embeddings");
        using TemporaryFolder folder = new();
        Run("dotnet", $"publish \"{sample}\" -c Release -r linux-x64 -o \"{folder.Root}\"", "");
        Assert.DoesNotContain(Directory.GetFiles(folder.Root), file => file.EndsWith(".so", StringComparison.Ordinal));

        string[] texts = File.ReadAllLines(Path.Combine(sample, "corpus.txt"));
        texts = [.. texts, string.Join(' ', texts[..8])];
        string printed = Run(Path.Combine(folder.Root, "find-text"), "--vectors -", string.Join('\n', texts));
        float[][] ours = [.. printed.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ').Select(number => float.Parse(number, CultureInfo.InvariantCulture)).ToArray())];

        string files = Directory.GetDirectories(Path.Combine(sample, "obj", "minilm")).Single();
        using InferenceSession session = new(Path.Combine(files, "model.onnx"));
        using FileStream vocabulary = File.OpenRead(Path.Combine(files, "vocab.txt"));
        BertTokenizer tokenizer = BertTokenizer.Create(vocabulary);
        float[][] theirs = [.. texts.Select(text => Encode(session, tokenizer.EncodeToIds(text)))];

        Assert.Equal(texts.Length, ours.Length);
        for (int a = 0; a < texts.Length; a++)
        {
            for (int b = 0; b < texts.Length; b++)
            {
                double difference = Encoder.Likeness(ours[a], ours[b]) - Encoder.Likeness(theirs[a], theirs[b]);
                Assert.True(Math.Abs(difference) <= 1e-4, $"'{texts[a]}' and '{texts[b]}': {difference}");
            }
        }
    }

    private static Encoder Small() => new(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Words)));

    private static float[] Encode(InferenceSession session, IReadOnlyList<int> ids)
    {
        int[] shape = [1, ids.Count];
        long[] all = [.. ids.Select(id => (long)id)];
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(
            [
                NamedOnnxValue.CreateFromTensor("input_ids", new DenseTensor<long>(all, shape)),
                NamedOnnxValue.CreateFromTensor("attention_mask", new DenseTensor<long>(Enumerable.Repeat(1L, ids.Count).ToArray(), shape)),
                NamedOnnxValue.CreateFromTensor("token_type_ids", new DenseTensor<long>(new long[ids.Count], shape)),
            ],
            ["last_hidden_state"]);
        float[] hidden = [.. results.Single().AsEnumerable<float>()];
        int size = hidden.Length / ids.Count;
        float[] mean = new float[size];
        for (int i = 0; i < hidden.Length; i++) mean[i % size] += hidden[i] / ids.Count;
        double length = Math.Sqrt(Encoder.Likeness(mean, mean));
        return [.. mean.Select(number => (float)(number / length))];
    }

    private static string Run(string program, string arguments, string input)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardInput = true };
        using Process process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {arguments} ended with {process.ExitCode}:\n{printed}");
        return printed;
    }

    private static string Repository()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ModelGen.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
