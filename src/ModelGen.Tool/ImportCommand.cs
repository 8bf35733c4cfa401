using System.Globalization;
using ModelGen.Onnx;

namespace ModelGen.Tool;

/// <summary><c>dotnet modelgen import</c>: an ONNX file becomes a class and a file of weights.</summary>
internal static class ImportCommand
{
    private const string Help = """
        Usage: dotnet modelgen import <file.onnx> [options]

        Writes Class.cs, a C# class with attributes, and file.safetensors, its weights. What cannot be expressed is listed, with
        the name of each node and the reason; then nothing is written.

        Options:
          --input NAME=N,C,H,W   the shape of an input whose axes the file leaves open, the batch first; may be repeated
          --batch NAME=AXIS      which axis of an input is the batch, where it is not the first: state=1 for [layers, N, units]
          --value NAME=A,B       an input that is always the same, such as a sampling rate, becomes a constant
          --no-batch             the first axis is no batch: all of an input is one sample
          --inference            a class that only predicts, with the weights inside: [Model(Weights = "...")]
          --class NAME           the name of the class; by default that of the file
          --namespace NAME       the namespace of the class; by default none
          --output FOLDER        where to write, a folder; by default the current one
          --help                 this text

        The exit code is 0 if both files were written, 1 if the file cannot be imported, 2 if the arguments are wrong.
        """;

    /// <summary>Runs the command.</summary>
    public static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        if (arguments.Contains("--help") || arguments.Contains("-h"))
        {
            output.WriteLine(Help);
            return 0;
        }

        string path, folder;
        ImportOptions options;
        try
        {
            (path, folder, options) = Parse(arguments);
        }
        catch (FormatException problem)
        {
            error.WriteLine($"{problem.Message} See dotnet modelgen import --help.");
            return 2;
        }

        try
        {
            ImportedModel model = OnnxImport.Read(path, options);
            Directory.CreateDirectory(folder);
            model.Write(folder);
            output.WriteLine($"{Path.Combine(folder, model.ClassName + ".cs")}");
            output.WriteLine($"{Path.Combine(folder, model.WeightsFile)}: {model.Weights.Count} tensors");
            foreach (string note in model.Notes) output.WriteLine(note);
            return 0;
        }
        catch (OnnxImportException problem)
        {
            error.WriteLine($"'{path}' cannot be imported; nothing was written. {problem.Message}");
            return 1;
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            error.WriteLine(problem.Message);
            return 1;
        }
    }

    private static (string Path, string Folder, ImportOptions Options) Parse(string[] arguments)
    {
        string? path = null;
        string folder = ".";
        Dictionary<string, IReadOnlyList<int>> shapes = new(StringComparer.Ordinal);
        Dictionary<string, int> axes = new(StringComparer.Ordinal);
        Dictionary<string, IReadOnlyList<double>> values = new(StringComparer.Ordinal);
        ImportOptions options = new() { InputShapes = shapes, BatchAxes = axes, Values = values };
        for (int at = 0; at < arguments.Length; at++)
        {
            string argument = arguments[at];
            switch (argument)
            {
                case "--inference":
                    options = options with { Inference = true };
                    break;
                case "--no-batch":
                    options = options with { HasBatch = false };
                    break;
                case "--class":
                    options = options with { ClassName = Identifier(Next()) };
                    break;
                case "--namespace":
                    string name = Next();
                    foreach (string part in name.Split('.')) Identifier(part);
                    options = options with { Namespace = name };
                    break;
                case "--output":
                    folder = Next();
                    break;
                case "--input":
                    AddShape(Next(), shapes);
                    break;
                case "--batch":
                    (string input, string[] axis) = Named(argument, Next());
                    axes[input] = axis is [var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int one)
                        ? one
                        : throw new FormatException($"--batch {input} needs an axis: {input}=1.");
                    break;
                case "--value":
                    (string constant, string[] numbers) = Named(argument, Next());
                    values[constant] = [.. numbers.Select(text => Number(constant, text))];
                    break;
                case ['-', ..]:
                    throw new FormatException($"There is no option '{argument}'.");
                default:
                    path = path is null ? argument : throw new FormatException($"One file is imported; '{argument}' is a second one.");
                    break;
            }

            string Next() => ++at < arguments.Length ? arguments[at] : throw new FormatException($"{argument} needs a value.");
        }

        return (path ?? throw new FormatException("The name of an ONNX file is needed."), folder, options);
    }

    private static string Identifier(string name) =>
        name.Length > 0 && !char.IsDigit(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c == '_')
            ? name
            : throw new FormatException($"'{name}' is no name in C#.");

    private static (string Name, string[] Values) Named(string option, string text)
    {
        int at = text.LastIndexOf('=');
        return at > 0 && at + 1 < text.Length
            ? (text[..at], text[(at + 1)..].Split(','))
            : throw new FormatException($"{option} {text} is not understood; {option} name=1 is needed.");
    }

    private static double Number(string name, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new FormatException($"'{text}' in --value {name} is no number.");

    private static void AddShape(string text, Dictionary<string, IReadOnlyList<int>> shapes)
    {
        int at = text.LastIndexOf('=');
        List<int> shape = [];
        foreach (string part in at > 0 ? text[(at + 1)..].Split(',') : [])
        {
            shape.Add(int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size > 0
                ? size
                : throw new FormatException($"'{part}' in --input {text} is no size; name=1,3,224,224 is needed."));
        }

        if (shape.Count == 0) throw new FormatException($"--input {text} has no shape; name=1,3,224,224 is needed.");
        shapes[text[..at]] = shape;
    }
}
