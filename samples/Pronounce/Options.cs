using Samples;

namespace Pronounce;

/// <summary>What the command line asks for.</summary>
internal sealed record Options(
    string Dictionary, string Network, int Steps, int Batch, int Words, int Held, int Beam, int Seed, int Threads, string[] Say, string Out,
    string? Resume)
{
    private static readonly Options Default = new(
        Pronunciations.Installed,
        "transformer",
        4000,
        64,
        0,
        5000,
        4,
        0,
        1,
        ["modelgen", "compiler", "gradient", "phoneme"],
        Path.Combine(AppContext.BaseDirectory, "pronounce.safetensors"),
        null);

    /// <summary>What <c>--help</c> prints.</summary>
    public static readonly string Help = $"""
        Learns to pronounce English words, and says how often it is wrong with words that it has never seen.

        Usage: dotnet run -c Release --project samples/Pronounce -- [options]

          --network <name>     transformer or lstm (default: {Default.Network})
          --dictionary <file>  lines of a word and its sounds (default: {Default.Dictionary})
          --steps <n>          training steps, at least 0 (default: {Default.Steps})
          --batch <n>          words in each step, at least 1 (default: {Default.Batch})
          --words <n>          learns from so many words at most, 0 for all (default: {Default.Words})
          --held <n>           words that are put aside, at least 1 (default: {Default.Held})
          --beam <n>           width of the beam search, at least 1 (default: {Default.Beam})
          --seed <n>           decides starting weights, and which words are put aside (default: {Default.Seed})
          --threads <n>        threads that work at a step; the results are the same (default: {Default.Threads})
          --say <words>        words to pronounce in the end, with commas between (default: {string.Join(',', Default.Say)})
          --out <file>         where to save the weights (default: pronounce.safetensors beside the program)
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
                "--network" => options with { Network = CommandLine.Value(args, ref i) },
                "--dictionary" => options with { Dictionary = CommandLine.File(args, ref i) },
                "--steps" => options with { Steps = CommandLine.Integer(args, ref i, 0) },
                "--batch" => options with { Batch = CommandLine.Integer(args, ref i, 1) },
                "--words" => options with { Words = CommandLine.Integer(args, ref i, 0) },
                "--held" => options with { Held = CommandLine.Integer(args, ref i, 1) },
                "--beam" => options with { Beam = CommandLine.Integer(args, ref i, 1) },
                "--seed" => options with { Seed = CommandLine.Integer(args, ref i, 0) },
                "--threads" => options with { Threads = CommandLine.Integer(args, ref i, 1) },
                "--say" => options with { Say = CommandLine.Value(args, ref i).ToLowerInvariant().Split(',') },
                "--out" => options with { Out = CommandLine.File(args, ref i) },
                "--resume" => options with { Resume = CommandLine.File(args, ref i) },
                string other => throw CommandLine.Unknown(other),
            };
        }

        return options;
    }

    /// <summary>The network that is asked for.</summary>
    /// <exception cref="ArgumentException">There is none of the name.</exception>
    public ISpeaker Create() => Network switch
    {
        "transformer" => Resume is null ? new Transformer(Seed) : Transformer.Load(Resume),
        "lstm" => Resume is null ? new Recurrent(Seed) : Recurrent.Load(Resume),
        _ => throw new ArgumentException($"There is no network '{Network}'; there are transformer and lstm."),
    };
}
