using System.Globalization;
using System.Text;

namespace ModelGen.Benchmarks;

/// <summary>An option of a command.</summary>
/// <param name="Name">With its dashes: <c>--rounds</c>.</param>
/// <param name="Value">What the help calls its value, or null for a switch that takes none.</param>
/// <param name="Help">What it does, and its default.</param>
internal sealed record Option(string Name, string? Value, string Help);

/// <summary>The user typed something that the command does not understand; the message says what, and what it needs.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>The arguments of one command: words, and options with or without a value.</summary>
internal sealed class CommandLine
{
    private readonly Dictionary<string, string?> _given = new(StringComparer.Ordinal);

    private CommandLine(IReadOnlyList<string> words) => Words = words;

    /// <summary>The arguments that are no options, in order.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="UsageException">An option is unknown, is given twice, or lacks its value.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments, IReadOnlyList<Option> options)
    {
        List<string> words = [];
        CommandLine line = new(words);
        for (int i = 0; i < arguments.Count; i++)
        {
            if (!arguments[i].StartsWith('-'))
            {
                words.Add(arguments[i]);
                continue;
            }

            Option option =
                options.FirstOrDefault(known => known.Name == arguments[i])
                ?? throw new UsageException(
                    $"'{arguments[i]}' is not an option; there are {string.Join(", ", options.Select(known => known.Name))}.");
            if (option.Value is not null && ++i == arguments.Count)
                throw new UsageException($"{option.Name} needs a value: {option.Name} {option.Value}.");
            if (!line._given.TryAdd(option.Name, option.Value is null ? null : arguments[i]))
                throw new UsageException($"{option.Name} is given twice.");
        }

        return line;
    }

    /// <summary>Whether an option was given.</summary>
    public bool Has(string option) => _given.ContainsKey(option);

    /// <summary>The value of an option, or null if it was not given.</summary>
    public string? Text(string option) => _given.GetValueOrDefault(option);

    /// <summary>The value of an option that is a whole number.</summary>
    /// <exception cref="UsageException">It is something else, or outside the range.</exception>
    public int Integer(string option, int otherwise, int least, int most) =>
        Text(option) is { } text ? Integer(option, text, least, most) : otherwise;

    /// <summary>The value of an option that is a list of whole numbers with commas between.</summary>
    /// <exception cref="UsageException">One of them is something else, or outside the range.</exception>
    public IReadOnlyList<int> Integers(string option, IReadOnlyList<int> otherwise, int least, int most) =>
        Text(option) is { } text ? [.. text.Split(',').Select(part => Integer(option, part, least, most)).Distinct().Order()] : otherwise;

    /// <summary>The lines of a help text that describe options.</summary>
    public static string Describe(IReadOnlyList<Option> options)
    {
        StringBuilder text = new();
        int width = options.Max(option => Usage(option).Length) + 3;
        foreach (Option option in options) text.Append("  ").Append(Usage(option).PadRight(width)).Append(option.Help).Append('\n');
        return text.ToString();
    }

    private static string Usage(Option option) => option.Value is null ? option.Name : $"{option.Name} {option.Value}";

    private static int Integer(string option, string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw new UsageException($"{option} is '{text}'; it must be a whole number from {least} to {most}.");
}
