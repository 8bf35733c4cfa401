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
          --result NAME          a value of the file that is a result; may be repeated; by default the outputs
          --no-batch             the first axis is no batch: all of an input is one sample
          --inference            a class that only predicts, with the weights inside: [Model(Weights = "...")]
          --class NAME           the name of the class; by default that of the file
          --namespace NAME       the namespace of the class; by default none
          --weights NAME         the name of the file of weights; by default that of the ONNX file
          --output FOLDER        where to write, a folder; by default the current one
          --msbuild              errors as builds show them, on the file
          @FILE                  further arguments, one in each line of a file
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
        bool isBuild = false;
        try
        {
            arguments = [.. arguments.SelectMany(Expand)];
            isBuild = arguments.Contains("--msbuild");
            (path, folder, options) = Parse(arguments);
        }
        catch (FormatException problem) when (isBuild)
        {
            error.WriteLine($"ModelGenOnnx : error MG9006: {problem.Message}");
            return 2;
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
        catch (OnnxImportException problem) when (isBuild)
        {
            foreach (ImportProblem one in problem.Problems) BuildError(error, path, "MG9007", one.ToString());
            return 1;
        }
        catch (Exception problem) when (isBuild && IsExpected(problem))
        {
            BuildError(error, path, "MG9007", problem.Message);
            return 1;
        }
        catch (OnnxImportException problem)
        {
            error.WriteLine($"'{path}' cannot be imported; nothing was written. {problem.Message}");
            return 1;
        }
        catch (Exception problem) when (IsExpected(problem))
        {
            error.WriteLine(problem.Message);
            return 1;
        }
    }

    private static bool IsExpected(Exception problem) => problem is IOException or InvalidDataException or UnauthorizedAccessException;

    /// <summary>The form of errors that MSBuild knows: a file, a code and a text, in one line.</summary>
    private static void BuildError(TextWriter error, string path, string code, string text) =>
        error.WriteLine($"{Path.GetFullPath(path)} : error {code}: {text.ReplaceLineEndings(" ")}");

    private static string[] Expand(string argument)
    {
        if (argument is not ['@', .. var file]) return [argument];
        try
        {
            return [.. File.ReadAllLines(file).Where(line => line.Length > 0)];
        }
        catch (Exception problem) when (IsExpected(problem))
        {
            throw new FormatException($"The arguments in '{file}' cannot be read: {problem.Message}");
        }
    }

    private static (string Path, string Folder, ImportOptions Options) Parse(string[] arguments)
    {
        string? path = null;
        string folder = ".";
        ImportOptions options = new();
        GraphOptions graph = new();
        for (int at = 0; at < arguments.Length; at++)
        {
            string argument = arguments[at];
            switch (argument)
            {
                case "--inference":
                    options = options with { Inference = true };
                    break;
                case "--class":
                    options = options with { ClassName = Identifier(Next()) };
                    break;
                case "--namespace":
                    string name = Next();
                    foreach (string part in name.Split('.')) Identifier(part);
                    options = options with { Namespace = name };
                    break;
                case "--msbuild":
                    break;
                case "--weights":
                    options = options with { WeightsFile = FileName(Next()) };
                    break;
                case "--output":
                    folder = Next();
                    break;
                case ['-', ..] when graph.Take(argument, Next):
                    break;
                case ['-', ..]:
                    throw new FormatException($"There is no option '{argument}'.");
                default:
                    path = path is null ? argument : throw new FormatException($"One file is imported; '{argument}' is a second one.");
                    break;
            }

            string Next() => ++at < arguments.Length ? arguments[at] : throw new FormatException($"{argument} needs a value.");
        }

        return (path ?? throw new FormatException("The name of an ONNX file is needed."), folder, graph.And(options));
    }

    private static string FileName(string name) => name == Path.GetFileName(name) && name.EndsWith(".safetensors", StringComparison.Ordinal)
        ? name
        : throw new FormatException($"'{name}' is no name of a file of weights; it has no folder and ends with .safetensors.");

    private static string Identifier(string name) =>
        name.Length > 0 && !char.IsDigit(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c == '_')
            ? name
            : throw new FormatException($"'{name}' is no name in C#.");
}
