using Samples;

namespace CharGpt;

/// <summary>What the command line asks for.</summary>
internal sealed record Options(
    string Text, int Steps, int Batch, int Seed, int Threads, int Length, double Temperature, string Prompt, string Out, string? Resume)
{
    private static readonly Options Default = new(
        Path.Combine(AppContext.BaseDirectory, "data", "kjv.txt.gz"),
        2000,
        16,
        0,
        1,
        400,
        0.8,
        "And God said",
        Path.Combine(AppContext.BaseDirectory, "chargpt.safetensors"),
        null);

    /// <summary>What <c>--help</c> prints.</summary>
    public static readonly string Help = $"""
        Trains a small GPT on the characters of a text, and lets it write.

        Usage: dotnet run -c Release --project samples/CharGpt -- [options]

          --text <file>        a text, or one compressed with gzip (default: some books of the King James Bible)
          --steps <n>          training steps, at least 0 (default: {Default.Steps})
          --batch <n>          pieces of 64 characters in each step, at least 1 (default: {Default.Batch})
          --seed <n>           decides starting weights, pieces and what is written (default: {Default.Seed})
          --threads <n>        threads that work at a step; the results are the same (default: {Default.Threads})
          --prompt <text>      what it goes on from (default: {Default.Prompt})
          --length <n>         how many characters it writes, at least 0 (default: {Default.Length})
          --temperature <x>    below 1 it writes what is likely, above 1 anything (default: 0.8)
          --out <file>         where to save the weights (default: chargpt.safetensors beside the program)
          --resume <file>      weights to begin with; the optimizer begins anew
          --help               this text

        Exit codes: 0 success, 2 a bad option or an unusable file.
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
                "--text" => options with { Text = CommandLine.File(args, ref i) },
                "--steps" => options with { Steps = CommandLine.Integer(args, ref i, 0) },
                "--batch" => options with { Batch = CommandLine.Integer(args, ref i, 1) },
                "--seed" => options with { Seed = CommandLine.Integer(args, ref i, 0) },
                "--threads" => options with { Threads = CommandLine.Integer(args, ref i, 1) },
                "--prompt" => options with { Prompt = CommandLine.Value(args, ref i) },
                "--length" => options with { Length = CommandLine.Integer(args, ref i, 0) },
                "--temperature" => options with { Temperature = CommandLine.Positive(args, ref i) },
                "--out" => options with { Out = CommandLine.File(args, ref i) },
                "--resume" => options with { Resume = CommandLine.File(args, ref i) },
                string other => throw CommandLine.Unknown(other),
            };
        }

        return options;
    }
}
