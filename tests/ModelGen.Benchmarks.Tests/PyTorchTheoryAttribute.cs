using ModelGen.Benchmarks.Peers;

namespace ModelGen.Benchmarks.Tests;

/// <summary>A theory that needs a Python with torch and numpy, and is skipped without one.</summary>
public sealed class PyTorchTheoryAttribute : TheoryAttribute
{
    private static readonly Lazy<string?> Found = new(() => PythonInterpreter.Find(null));

    public PyTorchTheoryAttribute() =>
        Skip = Found.Value is null ? $"There is no Python with torch and numpy: {PythonInterpreter.Install}." : null;

    /// <summary>The interpreter.</summary>
    public static string Interpreter => Found.Value!;
}
