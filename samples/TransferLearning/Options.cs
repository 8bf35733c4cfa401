using Samples;

namespace TransferLearning;

/// <summary>The command line.</summary>
internal sealed record Options
{
    public const string Help = """
        Trains a new head on ResNet-18's features of images in folders, one for each class.

          --images <folder>   has the folders 'train' and 'test', and in each a folder for each of the ten classes;
                              by default clothes of Fashion-MNIST, written into a folder of that kind
          --count <n>         how many images of each class are written, for training and for the test each; by default 20
          --epochs <n>        how often the head sees each image; by default 100
          --seed <n>          of the weights and the order; by default 1
          --help              this text
        """;

    public string? Images { get; private init; }

    public int Count { get; private init; } = 20;

    public int Epochs { get; private init; } = 100;

    public int Seed { get; private init; } = 1;

    /// <exception cref="ArgumentException">An option is unknown, or its value is of no use.</exception>
    public static Options Parse(string[] args)
    {
        Options options = new();
        for (int i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--images" => options with { Images = CommandLine.File(args, ref i) },
                "--count" => options with { Count = CommandLine.Integer(args, ref i, 1) },
                "--epochs" => options with { Epochs = CommandLine.Integer(args, ref i, 1) },
                "--seed" => options with { Seed = CommandLine.Integer(args, ref i, 0) },
                _ => throw CommandLine.Unknown(args[i]),
            };
        }

        return options;
    }
}
