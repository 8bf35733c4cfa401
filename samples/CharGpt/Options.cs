using System.Globalization;

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
                "--text" => options with { Text = Path.GetFullPath(Value(args, ref i)) },
                "--steps" => options with { Steps = Integer("--steps", Value(args, ref i), 0) },
                "--batch" => options with { Batch = Integer("--batch", Value(args, ref i), 1) },
                "--seed" => options with { Seed = Integer("--seed", Value(args, ref i), 0) },
                "--threads" => options with { Threads = Integer("--threads", Value(args, ref i), 1) },
                "--prompt" => options with { Prompt = Value(args, ref i) },
                "--length" => options with { Length = Integer("--length", Value(args, ref i), 0) },
                "--temperature" => options with { Temperature = Positive("--temperature", Value(args, ref i)) },
                "--out" => options with { Out = Path.GetFullPath(Value(args, ref i)) },
                "--resume" => options with { Resume = Path.GetFullPath(Value(args, ref i)) },
                string other => throw new ArgumentException($"There is no option '{other}'; --help lists them."),
            };
        }

        return options;
    }

    private static string Value(string[] args, ref int i)
    {
        string option = args[i++];
        return i < args.Length && args[i].Length > 0
            ? args[i]
            : throw new ArgumentException($"{option} needs a value; --help shows which.");
    }

    private static int Integer(string option, string text, int minimum) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= minimum
            ? number
            : throw new ArgumentException($"{option} must be a whole number from {minimum} to {int.MaxValue}; '{text}' was given.");

    private static double Positive(string option, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number > 0 && double.IsFinite(number)
            ? number
            : throw new ArgumentException($"{option} must be a number greater than 0; '{text}' was given.");
}
