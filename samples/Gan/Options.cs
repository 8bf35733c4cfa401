using System.Globalization;
using FashionMnist;

namespace Gan;

/// <summary>What the command line asks for.</summary>
internal sealed record Options(string[] Losses, int Epochs, int Images, string? Data, string Out, int Seed, int Threads, bool Pictures)
{
    private static readonly Options Default = new(Opponent.Names, 5, 60_000, null, ".", 1, Environment.ProcessorCount, true);

    /// <summary>What <c>--help</c> prints.</summary>
    public static readonly string Help = $"""
        Trains a generator of pictures of clothes against four kinds of opponents.

        Usage: dotnet run -c Release --project samples/Gan -- [options]

          --loss <name>     one of {string.Join(", ", Opponent.Names)} (default: all, one after the other)
          --epochs <n>      how often each image is seen (default: {Default.Epochs})
          --images <n>      how many of the 60,000 images (default: {Default.Images})
          --data <folder>   where the four files are (default: {FashionMnistData.DebianFolder})
          --out <folder>    where the pictures go: gan-epoch-10.png and so on (default: here)
          --seed <n>        decides everything that is random (default: {Default.Seed})
          --threads <n>     the most threads that work at a step; the results are the same
          --quick           256 images, one epoch, no pictures: whether it runs
          --help            this text
        """;

    /// <summary>Reads the options.</summary>
    /// <exception cref="ArgumentException">An option is unknown, incomplete or not a value that it accepts.</exception>
    public static Options Parse(string[] args)
    {
        Options options = Default;
        for (int i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--quick" => options with { Epochs = 1, Images = 256, Pictures = false },
                "--loss" => options with { Losses = [Known(Value(args, ref i))] },
                "--epochs" => options with { Epochs = Integer(args, ref i, 1) },
                "--images" => options with { Images = Integer(args, ref i, 64) },
                "--data" => options with { Data = Value(args, ref i) },
                "--out" => options with { Out = Value(args, ref i) },
                "--seed" => options with { Seed = Integer(args, ref i, 0) },
                "--threads" => options with { Threads = Integer(args, ref i, 1) },
                string other => throw new ArgumentException($"There is no option '{other}'; --help lists them."),
            };
        }

        return options;
    }

    private static string Known(string loss) => Opponent.Names.Contains(loss)
        ? loss
        : throw new ArgumentException($"There is no loss '{loss}'; there are {string.Join(", ", Opponent.Names)}.");

    private static string Value(string[] args, ref int i)
    {
        string option = args[i++];
        return i < args.Length ? args[i] : throw new ArgumentException($"{option} needs a value; --help shows which.");
    }

    private static int Integer(string[] args, ref int i, int minimum)
    {
        string option = args[i], text = Value(args, ref i);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= minimum
            ? number
            : throw new ArgumentException($"{option} must be a whole number of at least {minimum}; '{text}' was given.");
    }
}
