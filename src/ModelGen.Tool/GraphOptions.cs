using System.Globalization;
using ModelGen.Onnx;

namespace ModelGen.Tool;

/// <summary>
/// The options that say how the graph of an ONNX file is read: <c>--input</c>, <c>--batch</c>, <c>--value</c>, <c>--result</c>,
/// <c>--no-batch</c>. Each may be repeated, or hold several with semicolons between them, as MSBuild writes lists.
/// </summary>
internal sealed class GraphOptions
{
    private readonly Dictionary<string, IReadOnlyList<int>> _shapes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _axes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<double>> _values = new(StringComparer.Ordinal);
    private readonly List<string> _results = [];
    private bool _hasBatch = true;

    /// <summary>Takes an option, if it is one of these.</summary>
    /// <param name="option">The option.</param>
    /// <param name="next">Gives its value.</param>
    /// <returns>Whether it is.</returns>
    /// <exception cref="FormatException">Its value is not understood.</exception>
    public bool Take(string option, Func<string> next)
    {
        switch (option)
        {
            case "--no-batch":
                _hasBatch = false;
                return true;
            case "--result":
                _results.AddRange(Split(next()));
                return true;
            case "--input":
                foreach (string text in Split(next()))
                {
                    (string name, string[] sizes) = Named(option, text, "1,3,224,224");
                    _shapes[name] = [.. sizes.Select(size => Size(text, size))];
                }

                return true;
            case "--batch":
                foreach (string text in Split(next()))
                {
                    (string name, string[] axis) = Named(option, text, "1");
                    _axes[name] = axis is [var one] && int.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                        ? number
                        : throw new FormatException($"--batch {text} is no axis; {name}=1 is needed.");
                }

                return true;
            case "--value":
                foreach (string text in Split(next()))
                {
                    (string name, string[] numbers) = Named(option, text, "1");
                    _values[name] = [.. numbers.Select(number => Number(name, number))];
                }

                return true;
            default:
                return false;
        }
    }

    /// <summary>Other options together with these.</summary>
    /// <param name="options">The others.</param>
    /// <returns>All of them.</returns>
    public ImportOptions And(ImportOptions options) =>
        options with { InputShapes = _shapes, BatchAxes = _axes, Values = _values, Results = _results, HasBatch = _hasBatch };

    private static string[] Split(string text) =>
        text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } parts ? parts : [text];

    private static (string Name, string[] Values) Named(string option, string text, string example)
    {
        int at = text.LastIndexOf('=');
        return at > 0 && at + 1 < text.Length
            ? (text[..at], text[(at + 1)..].Split(','))
            : throw new FormatException($"{option} {text} is not understood; {option} name={example} is needed.");
    }

    private static int Size(string text, string size) =>
        int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new FormatException($"'{size}' in --input {text} is no size; name=1,3,224,224 is needed.");

    private static double Number(string name, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new FormatException($"'{text}' in --value {name} is no number.");
}
