using System.Diagnostics;

namespace ModelGen.Onnx.Tests.Export;

/// <summary>A test that needs ONNX' own checker.</summary>
internal sealed class CheckerFactAttribute : FactAttribute
{
    private const string Python = "/usr/bin/python3";

    private static readonly Lazy<string?> Missing = new(() =>
        File.Exists(Python) && Run("import onnx.checker").Length == 0 ? null : "Debian's package python3-onnx is not installed.");

    public CheckerFactAttribute() => Skip = Missing.Value;

    /// <summary>What the checker says of files; nothing if all is well.</summary>
    public static string Problems(IEnumerable<string> paths) => Run(
        "import onnx, sys\nfor path in sys.argv[1:]: onnx.checker.check_model(onnx.load(path), full_check=True)", [.. paths]);

    private static string Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(Python, ["-c", program, .. arguments]) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? "" : errors + " ";
    }
}
