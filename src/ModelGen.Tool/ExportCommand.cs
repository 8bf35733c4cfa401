using System.Globalization;
using ModelGen.Onnx;

namespace ModelGen.Tool;

/// <summary><c>dotnet modelgen export</c>: a class of a built assembly, with weights of a file, becomes an ONNX file.</summary>
internal static class ExportCommand
{
    private static readonly string Versions =
        $"{OnnxExportOptions.OldestOpset} to {OnnxExportOptions.NewestOpset}; by default {new OnnxExportOptions().Opset}";

    private static readonly string Help = $"""
        Usage: dotnet modelgen export <assembly.dll> [options]

        Makes a model of a project that has been built, loads its weights, and
        writes it as an ONNX file. The project references ModelGen.Onnx. The code of
        the assembly runs.

        Options:
          --class NAME       the class, with its namespace if several fit; not needed
                             if there is only one
          --weights FILE     a file of weights with exactly the model's tensors, such
                             as Save writes; without it they are those of a new model
          --opset N          the version of the operators, {Versions}
          --output FILE      the file; by default the name of the class with .onnx,
                             in the current folder
          --help             this text

        The exit code is 0 if the file was written, 1 if that is not possible, 2 if
        the arguments are wrong. The file is written beside the one wanted, and then
        renamed.
        """;

    /// <summary>Runs the command.</summary>
    public static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        if (arguments.Contains("--help") || arguments.Contains("-h"))
        {
            output.WriteLine(Help);
            return 0;
        }

        ExportArguments parsed;
        try
        {
            parsed = Parse(arguments);
        }
        catch (FormatException problem)
        {
            error.WriteLine($"{problem.Message} See dotnet modelgen export --help.");
            return 2;
        }

        try
        {
            using BuiltAssembly assembly = new(parsed.Assembly);
            Export(assembly, parsed, output);
            return 0;
        }
        catch (Exception problem)
            when (problem is IOException or InvalidDataException or UnauthorizedAccessException or NotSupportedException)
        {
            error.WriteLine(problem.Message);
            return 1;
        }
        catch (Exception problem) when (problem is TypeLoadException or MissingMemberException or BadImageFormatException)
        {
            error.WriteLine($"'{parsed.Assembly}' cannot be used: {problem.Message}");
            return 1;
        }
    }

    private static void Export(BuiltAssembly assembly, ExportArguments arguments, TextWriter output)
    {
        IModel model = assembly.Create(arguments.Class);
        string name = BuiltAssembly.Name(model.GetType());
        if (model is not IOnnxExportable)
        {
            throw new InvalidDataException(
                $"{name} cannot be exported, because its project does not reference ModelGen.Onnx when it is compiled. Add "
                    + "<PackageReference Include=\"ModelGen.Onnx\" Version=\"…\" />, without IncludeAssets, and build again.");
        }

        if (arguments.Weights is { } weights) Load(model, name, weights);
        string path = arguments.Output ?? model.GetType().Name + ".onnx";
        model.ExportOnnx(path, arguments.Options);
        output.WriteLine($"{path}: {name}, {TensorList.Counted(model.Parameters.Count, "tensor")}, operators of version "
            + arguments.Options.Opset.ToString(CultureInfo.InvariantCulture));
        if (arguments.Weights is null && model.Parameters.Count > 0)
            output.WriteLine("The weights are those of a new model; --weights FILE takes trained ones.");
    }

    private static void Load(IModel model, string name, string path)
    {
        ModelWeights weights = WeightsReader.Read(path);
        try
        {
            model.LoadFrom(weights).ThrowIfIncomplete();
        }
        catch (InvalidDataException problem)
        {
            throw new InvalidDataException(
                $"The weights in '{path}' are not those of {name}; nothing was written. {problem.Message}", problem);
        }
    }

    private static ExportArguments Parse(string[] arguments)
    {
        string? assembly = null;
        ExportArguments parsed = new("");
        for (int at = 0; at < arguments.Length; at++)
        {
            string argument = arguments[at];
            switch (argument)
            {
                case "--class": parsed = parsed with { Class = Next() }; break;
                case "--weights": parsed = parsed with { Weights = Next() }; break;
                case "--output": parsed = parsed with { Output = Next() }; break;
                case "--opset": parsed = parsed with { Options = new OnnxExportOptions { Opset = Opset(Next()) } }; break;
                case ['-', ..]: throw new FormatException($"There is no option '{argument}'.");
                default:
                    assembly = assembly is null
                        ? argument
                        : throw new FormatException($"One assembly is read; '{argument}' is a second one.");
                    break;
            }

            string Next() => ++at < arguments.Length && arguments[at].Length > 0
                ? arguments[at]
                : throw new FormatException($"{argument} needs a value.");
        }

        return parsed with { Assembly = assembly ?? throw new FormatException("The name of an assembly is needed.") };
    }

    private static int Opset(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int version)
        && version >= OnnxExportOptions.OldestOpset && version <= OnnxExportOptions.NewestOpset
            ? version
            : throw new FormatException(
                $"--opset {text} is no version in which models are written; there are "
                    + $"{OnnxExportOptions.OldestOpset} to {OnnxExportOptions.NewestOpset}.");

    /// <summary>What was asked for.</summary>
    private sealed record ExportArguments(string Assembly)
    {
        public string? Class { get; init; }

        public string? Weights { get; init; }

        public string? Output { get; init; }

        public OnnxExportOptions Options { get; init; } = new();
    }
}
