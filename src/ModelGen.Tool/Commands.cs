namespace ModelGen.Tool;

/// <summary>The commands of the tool: the first argument says which.</summary>
internal static class Commands
{
    private const string Help = """
        Usage: dotnet modelgen <command> [options]

        Commands:
          import <file.onnx>     makes a C# class with attributes and a file of weights of an ONNX file
          export <assembly.dll>  writes a model of a built project as an ONNX file
          inspect <file>         prints what is in a file of weights or an ONNX file

        'dotnet modelgen <command> --help' lists the options of a command.
        """;

    /// <summary>Runs a command.</summary>
    /// <returns>0 if it did what was asked; 1 if that is not possible; 2 if what was asked is not understood.</returns>
    public static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        switch (arguments)
        {
            case [] or ["--help" or "-h" or "help", ..]:
                output.WriteLine(Help);
                return arguments.Length == 0 ? 2 : 0;
            case ["import", .. var rest]:
                return ImportCommand.Run(rest, output, error);
            case ["export", .. var rest]:
                return ExportCommand.Run(rest, output, error);
            case ["inspect", .. var rest]:
                return InspectCommand.Run(rest, output, error);
            default:
                error.WriteLine($"There is no command '{arguments[0]}'; there are import, export and inspect. See dotnet modelgen --help.");
                return 2;
        }
    }
}
