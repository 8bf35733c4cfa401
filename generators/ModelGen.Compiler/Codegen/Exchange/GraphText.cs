using System.Globalization;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Codegen.Exchange;

/// <summary>
/// A graph of ONNX operators without the numbers of its weights, as text: a line for each input, weight, constant, node and output.
/// </summary>
/// <remarks>
/// The package <c>ModelGen.Onnx</c> reads it (<c>GraphText</c> there): fields are divided by <c>|</c>, lists by commas, attributes by
/// semicolons, each <c>name=type:values</c> with the type <c>i</c>, <c>f</c>, <c>s</c>, <c>is</c> or <c>ss</c>. A node ends with the
/// versions of the operators for which it is meant: <c>18-</c> since 18, <c>-17</c> until 17, nothing for all.
/// </remarks>
internal sealed class GraphText
{
    /// <summary>The first line, which changes with the form.</summary>
    public const string Header = "onnx|2";

    private readonly List<string> _lines = [Header];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _constants = new(StringComparer.Ordinal);
    private string _versions = "";

    /// <summary>What cannot be expressed.</summary>
    public string? Problem { get; private set; }

    public void Input(string name, bool isIds, Shape shape)
    {
        _names.Add(name);
        _lines.Add($"input|{name}|{(isIds ? "ids" : "numbers")}|{List(shape.Sample)}");
    }

    /// <summary>A parameter in the shape of files.</summary>
    public string Weight(string name)
    {
        if (_names.Add(name)) _lines.Add("weight|" + name);
        return name;
    }

    public string Floats(IEnumerable<double> values, params int[] shape) => Constant(
        "floats", shape, string.Join(",", values.Select(value => ((float)value).ToString("R", CultureInfo.InvariantCulture))));

    public string Ints(params int[] values) => Constant("ints", [values.Length], List(values));

    /// <summary>Adds a node with one result.</summary>
    /// <param name="type">The operator.</param>
    /// <param name="name">What the result would like to be called.</param>
    /// <param name="operands">Names of values; "" for one that is left out.</param>
    /// <param name="attributes">See <see cref="Of(string, int)"/> and its like.</param>
    /// <returns>What the result is called.</returns>
    public string Node(string type, string name, IEnumerable<string> operands, params string[] attributes)
    {
        var result = Free(name);
        _lines.Add($"node|{type}|{result}|{string.Join(",", operands)}|{string.Join(";", attributes)}|{_versions}");
        return result;
    }

    /// <summary>Adds a value in two forms, of which a file has one: that for the version of its operators.</summary>
    /// <param name="version">The first version that has the newer form.</param>
    /// <param name="name">What the result would like to be called.</param>
    /// <param name="newer">Adds the newer form; gets the name of the result.</param>
    /// <param name="older">Adds the older one.</param>
    /// <returns>What the result is called, the same in both.</returns>
    public string Since(int version, string name, Func<string, string> newer, Func<string, string> older)
    {
        _versions = "-" + (version - 1).ToString(CultureInfo.InvariantCulture);
        var result = older(name);
        _names.Remove(result);
        _versions = version.ToString(CultureInfo.InvariantCulture) + "-";
        newer(result);
        _versions = "";
        return result;
    }

    public void Output(string name, string value, Shape shape)
    {
        if (name != value) Node("Identity", name, [value]);
        _lines.Add($"output|{name}|{List(shape.Sample)}");
    }

    /// <summary>Keeps a name for a result that comes later.</summary>
    public void Reserve(string name) => _names.Add(name);

    /// <summary>Gives a reserved name back, to be used now.</summary>
    public void Release(string name) => _names.Remove(name);

    /// <summary>Notes that something cannot be expressed; the first such note counts.</summary>
    public string Fail(string reason)
    {
        Problem ??= reason;
        return "";
    }

    public static string Of(string name, int value) => $"{name}=i:{value.ToString(CultureInfo.InvariantCulture)}";

    public static string Of(string name, float value) => $"{name}=f:{value.ToString("R", CultureInfo.InvariantCulture)}";

    public static string Of(string name, string value) => $"{name}=s:{value}";

    public static string Of(string name, IEnumerable<int> values) => $"{name}=is:{List(values)}";

    public static string OfAll(string name, IEnumerable<string> values) => $"{name}=ss:{string.Join(",", values)}";

    public override string ToString() => Problem is null ? string.Join("\n", _lines) : $"{Header}\nproblem|{Problem}";

    private string Constant(string kind, int[] shape, string values)
    {
        var text = $"{List(shape)}|{values}";
        if (_constants.TryGetValue(kind + text, out var known)) return known;
        var name = Free("constant");
        _constants.Add(kind + text, name);
        _lines.Add($"{kind}|{name}|{text}");
        return name;
    }

    private string Free(string name)
    {
        var free = name;
        for (var i = 2; !_names.Add(free); i++) free = $"{name}_{i.ToString(CultureInfo.InvariantCulture)}";
        return free;
    }

    private static string List(IEnumerable<int> values) =>
        string.Join(",", values.Select(value => value.ToString(CultureInfo.InvariantCulture)));
}
