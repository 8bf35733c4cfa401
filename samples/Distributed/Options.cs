using FashionMnist;
using Samples;

namespace Distributed;

/// <summary>The command line.</summary>
internal sealed record Options
{
    public const string Help = $"""
        A small ResNet learns Fashion-MNIST in as many processes as mpirun starts.

        Usage: mpirun -n <ranks> --bind-to none dotnet <folder of the build>/Distributed.dll [options]

          --epochs <n>    how often each image is seen, at least 1 (default: 3)
          --images <n>    how many of the 60,000 training images are used (default: all)
          --data <folder> where Fashion-MNIST is (default: {FashionMnistData.DebianFolder})
          --exact         the same bits for any number of ranks
          --sync          batch normalization over the whole batch
          --row           ends with a row of a table: ranks, seconds, images a second, accuracy
          --help          this text

        Exit codes: 0 success, 2 a bad option or an unusable file, 1 to 125 when a rank has failed.
        """;

    public int Epochs { get; private init; } = 3;

    public int? Images { get; private init; }

    public string? Data { get; private init; }

    public bool IsExact { get; private init; }

    public bool IsSynchronized { get; private init; }

    public bool PrintsRow { get; private init; }

    /// <exception cref="ArgumentException">An option is unknown, or its value is of no use.</exception>
    public static Options Parse(string[] args)
    {
        Options options = new();
        for (int i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--epochs" => options with { Epochs = CommandLine.Integer(args, ref i, 1) },
                "--images" => options with { Images = CommandLine.Integer(args, ref i, 1) },
                "--data" => options with { Data = CommandLine.File(args, ref i) },
                "--exact" => options with { IsExact = true },
                "--sync" => options with { IsSynchronized = true },
                "--row" => options with { PrintsRow = true },
                _ => throw CommandLine.Unknown(args[i]),
            };
        }

        return options;
    }
}
