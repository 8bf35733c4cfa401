namespace ModelGen.Generator.Tests.Mistakes;

/// <summary>In which order the compiler reads the lines of a file with one model, the first class, and its blocks.</summary>
internal sealed class ReadingOrder(IReadOnlyList<string> lines)
{
    private readonly int _modelEnd = Enumerable.Range(0, lines.Count).First(i => lines[i].Contains("class Net", StringComparison.Ordinal));

    /// <summary>Whether a line is read, for the first time or again, after another one is.</summary>
    public bool IsReadAfter(int line, int other) => Declaration(line) == Declaration(other)
        ? line > other
        : Places(line).Last() >= Places(other).First();

    /// <summary>
    /// The model up to the place of a line, with an end that fits any shape; null if what is before that place has an end already.
    /// </summary>
    public IEnumerable<string>? CutBefore(int line)
    {
        string[] before = [.. lines.Take(Places(line).First())];
        bool hasEnd = before.Any(text => Ends.Any(end => text.StartsWith("[" + end, StringComparison.Ordinal)));
        return hasEnd ? null : [.. before, "[MeanSquaredError]", "[Sgd(0.1f)]", .. lines.Skip(_modelEnd)];
    }

    private static readonly string[] Ends =
    [
        "MeanSquaredError",
        "MeanAbsoluteError",
        "Huber",
        "Hinge",
        "SoftmaxCrossEntropy",
        "CrossEntropy",
        "BinaryCrossEntropy",
        "Distillation",
        "Sgd",
        "Adam",
        "Adagrad",
        "RmsProp",
        "RAdam",
        "Lion",
        "Lamb",
        "Muon",
    ];

    /// <summary>The lines of the model through which a line is read: its own, or those that use its block.</summary>
    private IEnumerable<int> Places(int line) => line <= _modelEnd
        ? [line]
        : Enumerable.Range(0, _modelEnd).Where(i => Uses(lines[i], Declaration(line), [])).DefaultIfEmpty(_modelEnd);

    private bool Uses(string attribute, string block, HashSet<string> seen) =>
        Blocks(attribute)
            .Any(used =>
                used == block
                || (
                    seen.Add(used)
                    && lines.Where((text, i) => text[0] == '[' && Declaration(i) == used).Any(text => Uses(text, block, seen))));

    private static string[] Blocks(string attribute) => attribute.Split('<', '>') is [_, var names, ..] ? names.Split(", ") : [];

    /// <summary>The name of the class that a line belongs to.</summary>
    private string Declaration(int line) => lines.Skip(line).First(text => text[0] != '[').Split(' ', ';')[4];
}
