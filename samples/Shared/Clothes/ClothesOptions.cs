using FashionMnist;
using ModelGen.Data;

namespace Samples;

/// <summary>The command line of samples that have several parts and learn from pictures of clothes.</summary>
/// <param name="Parts">Which parts run, in this order.</param>
/// <param name="Images">The most images to learn from.</param>
/// <param name="Data">Where the files are; null for Debian's folder.</param>
/// <param name="Out">The folder for pictures; null if none was named.</param>
/// <param name="Seed">Decides everything that is random.</param>
/// <param name="Threads">The most threads that work at a step.</param>
/// <param name="Quick">Whether it is enough to see that it runs.</param>
internal sealed record ClothesOptions(string[] Parts, int Images, string? Data, string? Out, int Seed, int Threads, bool Quick)
{
    private const int QuickImages = 256;

    /// <summary>Runs a sample: the parts that the command line names, one after the other.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="what">What the sample does, a sentence.</param>
    /// <param name="sample">Its folder.</param>
    /// <param name="parts">Its parts, which get the images to learn from and those of the test.</param>
    /// <returns>The exit code.</returns>
    public static int Run(
        string[] args, string what, string sample, params (string Name, Action<Dataset<int>, Dataset<int>, ClothesOptions> Run)[] parts)
    {
        string[] names = [.. parts.Select(part => part.Name)];
        return CommandLine.Run(args, Help(what, sample, names), () =>
        {
            ClothesOptions options = Parse(args, names);
            (Dataset<int> training, Dataset<int> test) = options.Load();
            Console.WriteLine($"{training.Count} images to learn from, {test.Count} of the test");
            foreach (string name in options.Parts)
            {
                Console.WriteLine();
                parts.Single(part => part.Name == name).Run(training, test, options);
            }
        });
    }

    /// <summary>What <c>--help</c> prints.</summary>
    /// <param name="what">What the sample does, a sentence.</param>
    /// <param name="sample">Its folder.</param>
    /// <param name="parts">Its parts.</param>
    public static string Help(string what, string sample, string[] parts) => $"""
        {what}

        Usage: dotnet run -c Release --project samples/{sample} -- [options]

          --only <part>     one of {string.Join(", ", parts)}
                            (default: all, one after the other)
          --images <n>      the most images to learn from (default: 60,000)
          --data <folder>   where the four files of Fashion-MNIST are
                            (default: {FashionMnistData.DebianFolder})
          --out <folder>    where the pictures go
                            (default: here; with --quick nowhere)
          --seed <n>        decides everything that is random (default: 1)
          --threads <n>     the most threads; the results are the same
                            (default: as many as there are processors)
          --quick           {QuickImages} images and few steps: whether it runs
          --help            this text
        """;

    /// <summary>Reads the options.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="parts">The parts that there are.</param>
    /// <exception cref="ArgumentException">An option is unknown, incomplete or not a value that it accepts.</exception>
    public static ClothesOptions Parse(string[] args, string[] parts)
    {
        ClothesOptions options = new(parts, 60_000, null, null, 1, Environment.ProcessorCount, false);
        for (int i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--quick" => options with { Images = Math.Min(options.Images, QuickImages), Quick = true },
                "--only" => options with { Parts = [Known(CommandLine.Value(args, ref i), parts)] },
                "--images" => options with { Images = CommandLine.Integer(args, ref i, 128) },
                "--data" => options with { Data = CommandLine.Value(args, ref i) },
                "--out" => options with { Out = CommandLine.File(args, ref i) },
                "--seed" => options with { Seed = CommandLine.Integer(args, ref i, 0) },
                "--threads" => options with { Threads = CommandLine.Integer(args, ref i, 1) },
                string other => throw CommandLine.Unknown(other),
            };
        }

        return options;
    }

    /// <summary>Whether pictures are wanted.</summary>
    public bool Draws => Out is not null || !Quick;

    /// <summary>As many epochs or steps as a part asks for; few where it only has to run.</summary>
    public int Rounds(int wanted) => Quick ? Math.Min(wanted, 2) : wanted;

    /// <summary>The images to learn from, shuffled, and those of the test; pixels from 0 to 1.</summary>
    public (Dataset<int> Training, Dataset<int> Test) Load()
    {
        (Dataset<int> training, Dataset<int> test) = FashionMnistData.Load(Data);
        return (training.Shuffle(Seed).Take(Math.Min(Images, training.Count)), Quick ? test.Take(QuickImages) : test);
    }

    /// <summary>The path of a picture; its folder exists.</summary>
    public string Picture(string name)
    {
        string folder = Out ?? ".";
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, name);
    }

    private static string Known(string part, string[] parts) => parts.Contains(part)
        ? part
        : throw new ArgumentException($"There is no part '{part}'; there are {string.Join(", ", parts)}.");
}
