using System.Globalization;

namespace FashionMnist;

/// <summary>What the command line asks for.</summary>
internal sealed record Options(
    ModelChoice Model,
    int Epochs,
    string? Data,
    int Seed,
    int Threads,
    bool Augment,
    bool Validate,
    bool Constant,
    string? Mistakes,
    string? Out,
    string? Docs)
{
    private static readonly Options Default = new(
        ModelChoice.All[0],
        10,
        null,
        0,
        Environment.ProcessorCount,
        false,
        false,
        false,
        null,
        null,
        null);

    /// <summary>What <c>--help</c> prints.</summary>
    public static readonly string Help = $"""
        Trains a network on the 60,000 training images of Fashion-MNIST and tests it on the 10,000 others.

        Usage: dotnet run -c Release --project samples/FashionMnist -- [options]

          --model <name>     which network (default: {Default.Model.Name}):
        {string.Join('\n', ModelChoice.All.Select(choice => $"                       {choice.Name}: {choice.Description}"))}
          --epochs <n>       how often each image is seen, at least 1 (default: {Default.Epochs})
          --augment          flips and moves the training images at random
          --constant         keeps the learning rate as it is
          --validate         holds back a sixth of the training images, shows accuracy on them after each epoch, and leaves the
                             test images alone: to choose a network or its settings by
          --data <folder>    where the four files are (default: {FashionMnistData.DebianFolder})
          --seed <n>         decides starting weights, order, dropout and augmentation (default: {Default.Seed})
          --threads <n>      the most threads that work at a step; the results are the same (default here: {Default.Threads})
          --mistakes <file>  writes a picture of images that were taken for another class, as SVG
          --out <file>       saves the weights as safetensors
          --docs <file>      trains each network that the marks of README.md name, and writes the figures there
          --help             this text

        Exit codes: 0 success, 2 a bad option, missing data or an unusable file.
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
                "--model" => options with { Model = ModelChoice.Find(Value(args, ref i)) },
                "--epochs" => options with { Epochs = Integer("--epochs", Value(args, ref i), minimum: 1) },
                "--augment" => options with { Augment = true },
                "--constant" => options with { Constant = true },
                "--validate" => options with { Validate = true },
                "--data" => options with { Data = Value(args, ref i) },
                "--seed" => options with { Seed = Integer("--seed", Value(args, ref i), minimum: 0) },
                "--threads" => options with { Threads = Integer("--threads", Value(args, ref i), minimum: 1) },
                "--mistakes" => options with { Mistakes = Picture(Value(args, ref i)) },
                "--docs" => options with { Docs = Path.GetFullPath(Value(args, ref i)) },
                "--out" => options with { Out = Path.GetFullPath(Value(args, ref i)) },
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

    private static string Picture(string path) => Path.GetExtension(path).Equals(".svg", StringComparison.OrdinalIgnoreCase)
        ? Path.GetFullPath(path)
        : throw new ArgumentException($"--mistakes writes SVG, so its file must end in .svg; '{path}' was given.");

    private static int Integer(string option, string text, int minimum) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= minimum
            ? number
            : throw new ArgumentException($"{option} must be a whole number from {minimum} to {int.MaxValue}; '{text}' was given.");
}
