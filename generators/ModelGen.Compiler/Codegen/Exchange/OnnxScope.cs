namespace ModelGen.Compiler.Codegen.Exchange;

/// <summary>Where a layer puts its operators.</summary>
/// <param name="text">The graph.</param>
/// <param name="name">What its result is called.</param>
/// <param name="input">The value that arrives.</param>
internal sealed class OnnxScope(GraphText text, string name, string input)
{
    public GraphText Text { get; } = text;

    public string Input { get; } = input;

    /// <summary>The layer's result is one operator on what arrives, and on more operands.</summary>
    public string Result(string type, IEnumerable<string> more, params string[] attributes) =>
        Text.Node(type, name, new[] { Input }.Concat(more), attributes);

    /// <summary>The layer's result is one operator on other values.</summary>
    public string Last(string type, IEnumerable<string> operands, params string[] attributes) =>
        Text.Node(type, name, operands, attributes);

    /// <summary>An operator within the layer.</summary>
    public string Inner(string type, IEnumerable<string> operands, params string[] attributes) =>
        Text.Node(type, $"{name}/{type}", operands, attributes);

    /// <summary>The layer's result in two forms: one for files whose operators have at least a version, one for older files.</summary>
    public string Since(int version, Func<OnnxScope, string> newer, Func<OnnxScope, string> older) => Text.Since(
        version, name, result => newer(new OnnxScope(Text, result, Input)), result => older(new OnnxScope(Text, result, Input)));
}
