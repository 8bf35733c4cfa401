using System.Runtime.CompilerServices;

namespace ModelGen.Metrics;

/// <summary>Checks scores against labels.</summary>
internal static class ScoreTable
{
    /// <summary>How many scores each label has.</summary>
    public static int Columns(
        ReadOnlySpan<float> scores,
        ReadOnlySpan<int> labels,
        [CallerArgumentExpression(nameof(scores))] string name = "")
    {
        if (labels.IsEmpty || scores.IsEmpty || scores.Length % labels.Length != 0)
        {
            throw new ArgumentException(
                $"{scores.Length} scores for {labels.Length} labels were given; the same number of scores is needed for each label.", name);
        }

        int columns = scores.Length / labels.Length, wrong = labels.IndexOfAnyExceptInRange(0, columns - 1);
        return wrong < 0
            ? columns
            : throw new ArgumentException(
                $"The label at position {wrong} is {labels[wrong]}; there are {columns} scores for each, so it must be from 0 to "
                    + $"{columns - 1}.",
                nameof(labels));
    }

    /// <summary>Checks that there is a label, 0 or 1, for each score.</summary>
    public static void CheckBinary(ReadOnlySpan<float> scores, ReadOnlySpan<int> labels)
    {
        if (scores.Length != labels.Length)
        {
            throw new ArgumentException(
                $"{scores.Length} scores for {labels.Length} labels were given; as many are needed.", nameof(scores));
        }

        int wrong = labels.IndexOfAnyExceptInRange(0, 1);
        if (wrong >= 0)
            throw new ArgumentException($"The label at position {wrong} is {labels[wrong]}; it must be 0 or 1.", nameof(labels));
    }

    /// <summary>One column of a table with a row for each sample.</summary>
    public static float[] Column(ReadOnlySpan<float> scores, int columns, int column)
    {
        float[] values = new float[scores.Length / columns];
        for (int row = 0; row < values.Length; row++)
            values[row] = scores[(row * columns) + column];
        return values;
    }

    /// <summary>1 where a label is a class, 0 elsewhere.</summary>
    public static int[] IsClass(ReadOnlySpan<int> labels, int classIndex)
    {
        int[] values = new int[labels.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = labels[i] == classIndex ? 1 : 0;
        return values;
    }
}
