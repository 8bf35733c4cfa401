using System.Text.RegularExpressions;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Layers;

/// <summary>
/// The language of functions is complete enough to write the library in: a third of our own layers, rewritten as users would, gives the
/// same graph, gradients included, and so the same bits.
/// </summary>
public sealed class LayersAsFunctionsTests
{
    private const string Helpers = "static Tensor Larger(Tensor a, Tensor b) => Where(a < b, b, Where(Equal(b, b), a, b));";

    public static TheoryData<string> Written =>
        [.. LayersAsFunctions.All.Where(layer => layer.Function is not null).Select(layer => layer.Name)];

    [Theory]
    [MemberData(nameof(Written))]
    public void Is_the_same_graph(string name)
    {
        LayerAsFunction layer = LayersAsFunctions.All.Single(layer => layer.Name == name);
        Dictionary<(Op, string), int> known = [];
        string[] expected = Roots(
            TrainStep(layer, layer.Layer, "x"),
            known,
            leaf => Regex.Replace(leaf, @$"\b{name}\d\.", "apply1.", RegexOptions.IgnoreCase));
        string[] actual = Roots(TrainStep(layer, Apply(layer), layer.Function!), known, leaf => leaf);

        Assert.Equal(expected, actual);
        Assert.NotEqual(expected, Roots(TrainStep(layer, Apply(layer), "Detach(x) * 0.1"), known, leaf => leaf));
    }

    /// <summary>Every layer of the library is written as a function, or says why not. Ours is no layer that users could write.</summary>
    [Fact]
    public void The_table_has_all_layers()
    {
        string[] layers =
        [
            .. typeof(ModelSpec).Assembly.GetTypes()
                .Where(type => type.Namespace == "ModelGen" && type is { IsAbstract: false, BaseType: not null } && IsLayer(type))
                .Select(type => type.Name[..^"Attribute".Length])
                .Where(name => name != "Apply")
                .Order(StringComparer.Ordinal),
        ];

        Assert.NotEmpty(layers);
        Assert.Equal(layers, LayersAsFunctions.All.Select(layer => layer.Name).Order(StringComparer.Ordinal));
        Assert.Empty(layers.Select(name => name + "Attribute").Except(LayerTable.All.Select(definition => definition.AttributeName)));
        Assert.All(LayersAsFunctions.All, layer => Assert.NotEqual(layer.Function is null, layer.Reason is null));
    }

    [Fact]
    public void A_third_of_the_layers_are_functions() =>
        Assert.InRange(LayersAsFunctions.All.Count(layer => layer.Function is not null) * 3, LayersAsFunctions.All.Count, int.MaxValue);

    private static bool IsLayer(Type type) =>
        type.BaseType is { } above && (above.FullName == "ModelGen.LayerAttribute" || IsLayer(above));

    /// <summary>The function in place of a layer, which may read the input, too.</summary>
    private static string Apply(LayerAsFunction layer) =>
        ReadsInput(layer) ? "Apply(nameof(F), \"input\")" : "Apply(nameof(F))";

    private static bool ReadsInput(LayerAsFunction layer) => layer.Layer.Contains("\"input\"", StringComparison.Ordinal);

    private static TensorGraph TrainStep(LayerAsFunction layer, string attribute, string body)
    {
        string before = layer.OnImages
            ? "Input(2, 6, 6), Conv2D(4, 2, Name = \"first\")"
            : "Input(3, 4), Dense(4, Name = \"first\")";
        string parameters = ReadsInput(layer) ? "Tensor x, Tensor input" : "Tensor x";
        return ProgramSet.TrainStep(DeclarationText.Source(
            $"using System;\nusing static ModelGen.Tensor;\n"
                + $"[Model, {before}, {attribute}, Flatten, Dense(2, Name = \"last\"), MeanSquaredError, Sgd(0.1f)]\n"
                + $"public sealed partial class Net\n{{\n    static Tensor F({parameters}) => {body};\n    {Helpers}\n}}\n"));
    }

    /// <summary>The results of a graph, as numbers that are equal if they are computed alike.</summary>
    private static string[] Roots(TensorGraph graph, Dictionary<(Op, string), int> known, Func<string, string> rename)
    {
        Dictionary<Node, int> numbers = [];
        foreach (Node node in graph.Nodes)
        {
            Op op = node.Op is LeafOp leaf ? leaf with { LeafName = rename(leaf.LeafName) } : node.Op;
            (Op, string) key = (op, string.Join(",", node.Inputs.Select(input => numbers[input])));
            if (!known.TryGetValue(key, out int number)) known.Add(key, number = known.Count);
            numbers.Add(node, number);
        }

        return
        [
            .. graph.Outputs.Select(output => $"{output.Role} {rename(output.Name)} {numbers[output.Node]}").Order(StringComparer.Ordinal),
        ];
    }
}
