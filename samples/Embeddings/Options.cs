using System.Globalization;

namespace Embeddings;

/// <summary>The command line.</summary>
internal sealed record Options
{
    private static readonly string[] Flags = ["--vectors", "--time", "--help"];

    public IReadOnlyList<string> Questions { get; private init; } = [];

    public string? File { get; private init; }

    public int Top { get; private init; } = 3;

    public bool Vectors { get; private init; }

    public bool Time { get; private init; }

    public bool Help { get; private init; }

    /// <exception cref="ArgumentException">An option is unknown or has no value, or nothing is asked.</exception>
    public static Options Parse(string[] args)
    {
        Options options = new() { Vectors = args.Contains("--vectors"), Time = args.Contains("--time"), Help = args.Contains("--help") };
        List<string> questions = [];
        for (int i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--in":
                    options = options with { File = Value(args, ref i) };
                    break;
                case "--top":
                    string text = Value(args, ref i);
                    options = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int top) && top > 0
                        ? options with { Top = top }
                        : throw new ArgumentException($"--top needs a number from 1 on; '{text}' was given.");
                    break;
                case ['-', _, ..] option when !Flags.Contains(option):
                    throw new ArgumentException($"There is no option '{option}'.");
                case var question when !Flags.Contains(question):
                    questions.Add(question);
                    break;
            }
        }

        if (questions.Count == 0 && !options.Time && !options.Help) throw new ArgumentException("Ask at least one question.");
        return options with { Questions = questions };
    }

    /// <summary>The questions, those of the standard input among them.</summary>
    public IEnumerable<string> AllQuestions() => Questions.SelectMany(question => question == "-" ? StandardInput() : [question]);

    private static IEnumerable<string> StandardInput()
    {
        while (Console.ReadLine() is { } line) yield return line;
    }

    private static string Value(string[] args, ref int i) =>
        ++i < args.Length ? args[i] : throw new ArgumentException($"{args[i - 1]} needs a value.");
}
