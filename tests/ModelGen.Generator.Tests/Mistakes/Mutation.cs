using System.Globalization;
using System.Text.RegularExpressions;

namespace ModelGen.Generator.Tests.Mistakes;

/// <summary>A model without a mistake, and what a slip of the hand makes of it.</summary>
/// <param name="Kind">What was done, and to what.</param>
/// <param name="Lines">The lines after it.</param>
/// <param name="First">The first line that is another one now.</param>
internal sealed partial record Mutation(string Kind, IReadOnlyList<string> Lines, int First)
{
    private static readonly string[] Whole = ["0", "1", "-1", "2", "3", "5", "7", "8", "9", "16", "1000", "int.MaxValue", "Arg.B"];
    private static readonly string[] Real = ["0f", "1f", "-1f", "0.5f", "100f", "float.NaN", "float.PositiveInfinity"];
    private static readonly string[] Texts = ["\"skip\"", "\"x\"", "\"input\"", "\"output\"", "\"\"", "\"no name\"", "\"elsewhere\""];
    private static readonly string[] Kinds =
    [
        "Dense(7)",
        "Dense(8)",
        "Relu",
        "Flatten",
        "Reshape(3, -1)",
        "Maxout(2)",
        "Softmax",
        "Conv2D(4, 3)",
        "MaxPool2D(2)",
        "Permute(1, 0)",
        "Add(\"x\")",
        "From(\"input\")",
        "As(\"x\")",
        "Shape(8)",
        "Input(8)",
        "Sgd(0.1f)",
        "Hinge",
    ];

    /// <summary>Whether it is a block that was changed, and not the model, which comes first.</summary>
    public bool IsInBlock => Lines.Take(First).Contains("[Block]");

    /// <summary>Draws one that changes something.</summary>
    public static Mutation Draw(string model, Random random)
    {
        string[] lines = model.TrimEnd().Split('\n');
        while (true)
        {
            int[] attributes =
            [
                .. Enumerable.Range(0, lines.Length).Where(i => lines[i][0] == '[' && lines[i] is not ("[Model]" or "[Block]")),
            ];
            int at = attributes[random.Next(attributes.Length)];
            (string kind, List<string> changed) = Change(lines, at, random);
            int first = Enumerable.Range(0, Math.Min(lines.Length, changed.Count)).FirstOrDefault(i => lines[i] != changed[i], -1);
            if (first >= 0) return new Mutation($"{kind} at {lines[at]}", changed, first);
        }
    }

    private static (string Kind, List<string> Lines) Change(string[] lines, int at, Random random)
    {
        List<string> changed = [.. lines];
        string line = lines[at];
        switch (random.Next(11))
        {
            case 0:
                changed.RemoveAt(at);
                return ("drop", changed);
            case 1:
                changed.Insert(at, line);
                return ("duplicate", changed);
            case 2 when changed[at + 1][0] == '[':
                (changed[at], changed[at + 1]) = (changed[at + 1], line);
                return ("swap", changed);
            case 3:
                changed[at] = Replace(Number(), line, Whole, random);
                return ("change a number", changed);
            case 4:
                changed[at] = Replace(Fraction(), line, Real, random);
                return ("change a number", changed);
            case 5:
                changed[at] = Replace(Name(), line, Texts, random);
                return ("rename", changed);
            case 6:
                changed[at] = Replace(Argument(), line, [""], random);
                return ("delete an argument", changed);
            case 7 when !line.Contains('='):
                changed[at] = Replace(Closing(), line, [", 2)]", ", \"x\")]"], random);
                return ("append an argument", changed);
            case 8:
                changed[at] = $"[{Pick(Kinds, random)}]";
                return ("replace", changed);
            case 9:
                changed.Insert(at, $"[{Pick(Kinds, random)}]");
                return ("insert", changed);
            default:
                changed.RemoveAt(at);
                int end = Enumerable.Range(at, changed.Count - at).First(i => changed[i][0] != '[');
                changed.Insert(random.Next(at, end + 1), line);
                return ("move", changed);
        }
    }

    /// <summary>Replaces one of the matches. A line without a match stays as it is.</summary>
    private static string Replace(Regex pattern, string line, string[] replacements, Random random)
    {
        MatchCollection matches = pattern.Matches(line);
        if (matches.Count == 0) return line;
        Match match = matches[random.Next(matches.Count)];
        return string.Concat(line.AsSpan(0, match.Index), Pick(replacements, random), line.AsSpan(match.Index + match.Length))
            .Replace("()", "", StringComparison.Ordinal);
    }

    private static string Pick(string[] items, Random random) => items[random.Next(items.Length)];

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind}, line {First}\n{string.Join('\n', Lines)}");

    [GeneratedRegex(@"(?<![\w.-])\d+(?![\w.])|Arg\.[AB]")]
    private static partial Regex Number();

    [GeneratedRegex(@"(?<![\w.])[\d.]+(e-\d)?f")]
    private static partial Regex Fraction();

    [GeneratedRegex("\"\\w+\"")]
    private static partial Regex Name();

    [GeneratedRegex(@"(?<=\()(\w+ = )?(\[[^\]]*\]|[^\]\[,()]+)(, )?|, (\w+ = )?(\[[^\]]*\]|[^\]\[,()]+)(?=\))")]
    private static partial Regex Argument();

    [GeneratedRegex(@"\)\]")]
    private static partial Regex Closing();
}
