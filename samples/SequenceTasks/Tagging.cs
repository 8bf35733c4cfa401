using System.IO.Compression;
using ModelGen;

namespace SequenceTasks;

/// <summary>For each letter of a text without spaces whether a word ends with it: many to many.</summary>
[Model]
[Tokens(Tagging.Length, 26)]
[Embedding(16), Lstm(32, Bidirectional = true, ReturnSequences = true), Dense(2)]
[SoftmaxCrossEntropy, Adam(5e-3)]
public sealed partial class WordEnds;

/// <summary>Words are found again in a text whose spaces are lost.</summary>
internal static class Tagging
{
    public const int Length = 40;

    private const int Batch = 64, TrainingSteps = 600;

    public static void Run()
    {
        Console.WriteLine("A tag for each letter: where words end in a text without spaces");
        (int[] letters, int[] ends) = Read();
        int training = letters.Length * 9 / 10;
        WordEnds model = new(seed: 1);
        Random random = new(3);
        int[] inputs = new int[Batch * Length], labels = new int[inputs.Length];
        double sum = 0;
        for (int step = 1; step <= TrainingSteps; step++)
        {
            for (int piece = 0; piece < Batch; piece++)
            {
                int start = random.Next(training - Length);
                letters.AsSpan(start, Length).CopyTo(inputs.AsSpan(piece * Length));
                ends.AsSpan(start, Length).CopyTo(labels.AsSpan(piece * Length));
            }

            sum += model.TrainStep(inputs, labels);
            if (step % 200 != 0) continue;
            Console.WriteLine($"    step {step,3}   loss {sum / 200:0.000}");
            sum = 0;
        }

        Test(model, letters.AsSpan(training), ends.AsSpan(training));
    }

    private static void Test(WordEnds model, ReadOnlySpan<int> letters, ReadOnlySpan<int> ends)
    {
        int count = letters.Length / Length * Length;
        float[] scores = new float[2 * count];
        model.Predict(letters[..count], scores);
        int right = 0, found = 0, there = 0;
        char[] shown = new char[2 * Length];
        int next = 0;
        for (int i = 0; i < count; i++)
        {
            int end = scores[(2 * i) + 1] > scores[2 * i] ? 1 : 0;
            (right, found, there) = (right + (end & ends[i]), found + end, there + ends[i]);
            if (i >= Length) continue;
            shown[next++] = (char)('a' + letters[i]);
            if (end == 1) shown[next++] = ' ';
        }

        double precision = (double)right / found, recall = (double)right / there;
        Console.WriteLine($"    put aside: precision {precision:0.0 %}, recall {recall:0.0 %} of {there:N0} ends of words");
        Console.WriteLine($"    {new string(shown, 0, next)}");
    }

    // Letters from 0 to 25, and 1 behind each where a word ends.
    private static (int[] Letters, int[] Ends) Read()
    {
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "data", "kjv.txt.gz"));
        using StreamReader reader = new(new GZipStream(file, CompressionMode.Decompress));
        (List<int> letters, List<int> ends) = ([], []);
        foreach (char character in reader.ReadToEnd().ToLowerInvariant())
        {
            if (character is >= 'a' and <= 'z')
            {
                letters.Add(character - 'a');
                ends.Add(0);
            }
            else if (ends.Count > 0)
            {
                ends[^1] = 1;
            }
        }

        return ([.. letters], [.. ends]);
    }
}
