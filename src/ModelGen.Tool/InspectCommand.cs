using ModelGen.Onnx;

namespace ModelGen.Tool;

/// <summary><c>dotnet modelgen inspect</c>: what a file of weights, or an ONNX file, holds.</summary>
internal static class InspectCommand
{
    private const string Help = """
        Usage: dotnet modelgen inspect <file> [options]

        Prints the names, types, shapes and sizes of the tensors in a file:
        .safetensors (or the index of several), .pt and .pth of PyTorch, .dat of
        TorchSharp, .npz of NumPy, .h5, .weights.h5 and .keras of Keras (with the
        names and shapes that models need). Of an .onnx file also its inputs, outputs
        and operators, and whether 'import' can express them.

        Options:
          --input NAME=N,C,H,W   the shape of an input whose axes an ONNX file leaves
                                 open, the batch first; may be repeated
          --batch NAME=AXIS      which axis of an input is the batch
          --value NAME=A,B       an input that is always the same
          --result NAME          a value that is to be a result; may be repeated
          --no-batch             the first axis is no batch
          --help                 this text

        The exit code is 0 if the file was read, 1 if it cannot be, 2 if the
        arguments are wrong. Nothing is written and nothing in a file is executed.
        """;

    /// <summary>Runs the command.</summary>
    public static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        if (arguments.Contains("--help") || arguments.Contains("-h"))
        {
            output.WriteLine(Help);
            return 0;
        }

        string path;
        ImportOptions options;
        try
        {
            (path, options) = Parse(arguments);
        }
        catch (FormatException problem)
        {
            error.WriteLine($"{problem.Message} See dotnet modelgen inspect --help.");
            return 2;
        }

        try
        {
            // All is read before anything is printed: a report is whole or not there.
            StringWriter report = new() { NewLine = output.NewLine };
            if (Path.GetExtension(path).Equals(".onnx", StringComparison.OrdinalIgnoreCase)) OnnxReport.Write(path, options, report);
            else if (arguments.Length > 1)
                throw new InvalidDataException($"'{path}' is no .onnx file; the options are for those.");
            else WeightsReport.Write(path, report);
            output.Write(report);
            return 0;
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            error.WriteLine(problem.Message);
            return 1;
        }
    }

    private static (string Path, ImportOptions Options) Parse(string[] arguments)
    {
        string? path = null;
        GraphOptions graph = new();
        for (int at = 0; at < arguments.Length; at++)
        {
            string argument = arguments[at];
            switch (argument)
            {
                case ['-', ..] when graph.Take(argument, Next):
                    break;
                case ['-', ..]:
                    throw new FormatException($"There is no option '{argument}'.");
                default:
                    path = path is null ? argument : throw new FormatException($"One file is inspected; '{argument}' is a second one.");
                    break;
            }

            string Next() => ++at < arguments.Length ? arguments[at] : throw new FormatException($"{argument} needs a value.");
        }

        return (path ?? throw new FormatException("The name of a file is needed."), graph.And(new()));
    }
}
