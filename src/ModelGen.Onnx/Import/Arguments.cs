namespace ModelGen.Onnx.Import;

/// <summary>The arguments of an attribute; those that are the default are left out.</summary>
internal sealed class Arguments
{
    private readonly List<string> _texts = [];

    public static Arguments Of(params string[] texts)
    {
        Arguments arguments = new();
        arguments._texts.AddRange(texts);
        return arguments;
    }

    public Arguments Option(string name, int value, int otherwise) => value == otherwise ? this : Add($"{name} = {Shapes.Text(value)}");

    public Arguments Option(string name, double value, double otherwise) =>
        (float)value == (float)otherwise ? this : Add($"{name} = {Shapes.Text(value)}");

    public Arguments Option(string name, bool value, bool otherwise) =>
        value == otherwise ? this : Add($"{name} = {(value ? "true" : "false")}");

    /// <summary>An option for all axes, or with a plural for those of each: <c>Stride = 2</c>, <c>Strides = [2, 1]</c>.</summary>
    public Arguments Each(string name, IReadOnlyList<int> values, int otherwise) =>
        values.All(value => value == values[0]) ? Option(name, values[0], otherwise) : Add($"{name}s = [{Shapes.Text(values)}]");

    /// <summary>A size of a window: <c>3</c>, or <c>[1, 7]</c>.</summary>
    public static string Size(IReadOnlyList<int> values) =>
        values.All(value => value == values[0]) ? Shapes.Text(values[0]) : $"[{Shapes.Text(values)}]";

    public override string ToString() => string.Join(", ", _texts);

    private Arguments Add(string text)
    {
        _texts.Add(text);
        return this;
    }
}
