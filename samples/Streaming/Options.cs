using Samples;

namespace Streaming;

/// <summary>What the command line asks for.</summary>
internal sealed record Options(string Data, int Epochs, int Seed, int Threads, string? Out)
{
    private static readonly Options Default = new(Path.Combine(AppContext.BaseDirectory, "data", "mitdb-208.txt.gz"), 60, 0, 1, null);

    /// <summary>What <c>--help</c> prints.</summary>
    public static readonly string Help = $"""
        Trains an LSTM to forecast an electrocardiogram, and lets it follow one
        value by value.

        Usage: dotnet run -c Release --project samples/Streaming -- [options]

          --data <file>    numbers of the converter, one a line, at least a minute;
                           .gz for compressed (default: five minutes of a recording)
          --epochs <n>     how often the recording is read, at least 0 (default: {Default.Epochs})
          --seed <n>       decides the starting weights (default: {Default.Seed})
          --threads <n>    threads that work at a step; the results are the same
                           (default: {Default.Threads})
          --out <file>     a CSV file for the last minute and its forecast
          --help           this text

        Exit codes: 0 success, 1 a step that differs from the windows, 2 a bad
        option or an unusable file.
        """;

    /// <summary>Reads the options.</summary>
    /// <exception cref="ArgumentException">An option is unknown, incomplete or not a number that it accepts.</exception>
    public static Options Parse(string[] args)
    {
        Options options = Default;
        for (int i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--data" => options with { Data = CommandLine.File(args, ref i) },
                "--epochs" => options with { Epochs = CommandLine.Integer(args, ref i, 0) },
                "--seed" => options with { Seed = CommandLine.Integer(args, ref i, 0) },
                "--threads" => options with { Threads = CommandLine.Integer(args, ref i, 1) },
                "--out" => options with { Out = CommandLine.File(args, ref i) },
                string other => throw CommandLine.Unknown(other),
            };
        }

        return options;
    }
}
