namespace ModelGen.Generator.Tests.Mistakes;

/// <summary>In which order the compiler reads the lines of a file with one model, the first class, and its blocks.</summary>
internal sealed class ReadingOrder(IReadOnlyList<string> lines)
{
    private readonly int _modelEnd = Enumerable.Range(0, lines.Count).First(i => lines[i].Contains("class Net", StringComparison.Ordinal));

    /// <summary>Which of two lines is read first: by their places in the model, and within one place as they stand.</summary>
    public int Compare(int left, int right) => (Place(left), Order(left, right)).CompareTo((Place(right), Order(right, left)));

    /// <summary>The model up to the place of a line, with an end that fits any shape; null if what is before that place has an end already.</summary>
    public IEnumerable<string>? CutBefore(int line)
    {
        string[] before = [.. lines.Take(Place(line))];
        bool hasEnd = before.Any(text => Ends.Any(end => text.StartsWith("[" + end, StringComparison.Ordinal)));
        return hasEnd ? null : [.. before, "[MeanSquaredError]", "[Sgd(0.1f)]", .. lines.Skip(_modelEnd)];
    }

    private static readonly string[] Ends =
        ["MeanSquaredError", "MeanAbsoluteError", "Huber", "Hinge", "SoftmaxCrossEntropy", "CrossEntropy", "BinaryCrossEntropy", "Sgd", "Adam"];

    /// <summary>Lines of two blocks that one attribute of the model uses are read from block to block, not from top to bottom.</summary>
    private int Order(int line, int other) => Declaration(line) == Declaration(other) ? line : 0;

    /// <summary>The line of the model through which a line is first read.</summary>
    private int Place(int line) => line <= _modelEnd
        ? line
        : Enumerable.Range(0, _modelEnd).FirstOrDefault(i => Uses(lines[i], Declaration(line), []), _modelEnd);

    private bool Uses(string attribute, string block, HashSet<string> seen) => Blocks(attribute).Any(used =>
        used == block || (seen.Add(used) && lines.Where((text, i) => text[0] == '[' && Declaration(i) == used).Any(text => Uses(text, block, seen))));

    private static string[] Blocks(string attribute) => attribute.Split('<', '>') is [_, var names, ..] ? names.Split(", ") : [];

    /// <summary>The name of the class that a line belongs to.</summary>
    private string Declaration(int line) => lines.Skip(line).First(text => text[0] != '[').Split(' ', ';')[4];
}
