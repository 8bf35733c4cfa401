using System.Diagnostics;
using System.Globalization;
using Embeddings;

const string Usage = """
    Finds texts by their meaning.

    Usage: find-text [options] <question>...

      <question>     what is looked for; - reads questions from the standard input, one in each line
      --in <file>    the texts, one in each line; by default some that come with the program
      --top <n>      how many are shown, from 1 on; by default 3
      --vectors      prints the vector of each question instead, to be compared with other programs
      --time         prints how long one question of 16 tokens takes, on one thread
      --help         this text

    Exit codes: 0 success, 1 a file cannot be read, 2 a wrong option or no question.
    """;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Options options;
try
{
    options = Options.Parse(args);
}
catch (ArgumentException problem)
{
    return Complain($"{problem.Message} --help says more.", 2);
}

if (options.Help)
{
    Console.WriteLine(Usage);
    return 0;
}

using Stream vocabulary = Resource("vocab.txt");
Encoder encoder = new(vocabulary);
if (options.Time) return Measure();
if (options.Vectors)
{
    foreach (string question in options.AllQuestions())
        Console.WriteLine(string.Join(' ', encoder.Encode(question).Select(number => number.ToString("R"))));
    return 0;
}

Corpus corpus;
try
{
    corpus = Corpus.Of(options.File is { } file ? File.ReadLines(file) : Lines(Resource("corpus.txt")), encoder);
}
catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
{
    return Complain(problem.Message, 1);
}

foreach (string question in options.AllQuestions())
{
    Console.WriteLine(question);
    foreach ((string text, double likeness) in corpus.Nearest(encoder.Encode(question), options.Top))
        Console.WriteLine($"  {likeness:0.000}  {text}");
}

return 0;

int Measure()
{
    IReadOnlyList<int> tokens = encoder.Tokens("A quick brown fox jumps over the lazy dog that sleeps in the sun");
    double least = double.MaxValue;
    for (int round = 0; round < 200; round++)
    {
        long start = Stopwatch.GetTimestamp();
        Encoder.Encode(tokens);
        least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    Console.WriteLine($"{tokens.Count} tokens: {least:0.000} ms");
    return 0;
}

static Stream Resource(string name) => typeof(Encoder).Assembly.GetManifestResourceStream(name)!;

static IEnumerable<string> Lines(Stream stream)
{
    using StreamReader reader = new(stream);
    while (reader.ReadLine() is { } line) yield return line;
}

static int Complain(string message, int exit)
{
    Console.Error.WriteLine(message);
    return exit;
}
