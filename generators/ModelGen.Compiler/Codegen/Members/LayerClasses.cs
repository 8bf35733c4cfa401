using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Codegen.Members;

/// <summary>The nested class <c>Layers</c>: for each layer its sizes and the names of its parameters, with what it costs on hover.</summary>
/// <remarks>A layer that has no name in the declaration, learns nothing and keeps the shape has nothing to say, and is left out.</remarks>
internal static class LayerClasses
{
    // The outer class's name, what every class inherits, and the members of a layer: a class cannot have a member's name.
    private static readonly string[] Taken =
    [
        "Layers", "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString",
        "InputSize", "OutputSize", "ParameterCount",
    ];

    public static void Write(SurfaceModel model, MemberWriter members)
    {
        var layers = (model.Built is { } built ? Known(built) : model.Outline.Select(Unknown)).ToArray();
        if (layers.Length == 0) return;
        var taken = new HashSet<string>(Taken, StringComparer.Ordinal);
        var docs = Documentation.Summary("The layers: their sizes, and the names of their parameters, such as "
            + $"<c>Parameters[Layers.{Example(layers)}]</c>.");
        members.Classes(docs, "public static class Layers", layers.Select(layer => Class(layer, taken)));
    }

    private static string Example(LayerMember[] layers)
    {
        var layer = layers.FirstOrDefault(l => l.Parameters.Count > 0) ?? layers[0];
        return Identifiers.PascalPath(layer.Path) + "." + (layer.Parameters.Count > 0 ? Identifiers.Pascal(layer.Parameters[0].Name) : "…");
    }

    private static ClassText Class(LayerMember layer, ISet<string> taken)
    {
        var name = Identifiers.Unique(Identifiers.PascalPath(layer.Path), taken);
        var takenHere = new HashSet<string>(Taken, StringComparer.Ordinal) { name };
        var constants = new List<(Documentation, string)>
        {
            (Documentation.Summary($"Floats of one sample that arrive{layer.Arriving}."), $"public const int InputSize = {Literals.Integer(layer.InputSize)}"),
            (Documentation.Summary($"Floats of one sample that leave{layer.Leaving}."), $"public const int OutputSize = {Literals.Integer(layer.OutputSize)}"),
        };
        if (layer.ParameterCount > 0)
            constants.Add((Documentation.Summary("How many numbers it learns."), $"public const int ParameterCount = {Literals.Integer(layer.ParameterCount)}"));
        constants.AddRange(layer.Parameters.Select(p => (
            Documentation.Summary(p.Docs),
            $"public const string {Identifiers.Unique(Identifiers.Pascal(p.Name), takenHere)} = {Literals.Text(layer.Path + "." + p.Name)}")));
        return new ClassText(layer.Docs, "public static class " + name, constants);
    }

    private static LayerMember Unknown(LayerOutline layer) => new(
        layer.Name,
        Documentation.Summary($"{Documentation.Escape(layer.Kind)}: its sizes are not known while the declaration has errors."),
        1, "", 1, "", 1, layer.ParameterNames.Select(name => (name, "The name of the parameter.")).ToArray());

    private static IEnumerable<LayerMember> Known(BuiltModel built)
    {
        var file = new WeightFile(built.Stored);
        var fields = built.Inputs.Any(input => input.Value.Shape.Rank > 2)
            ? ReceptiveField.Of(new TensorGraph(built.Layers.Select(layer => new GraphOutput(layer.Name, layer.Result))))
            : new Dictionary<Node, ReceptiveField>();
        for (var i = 0; i < built.Layers.Count; i++)
        {
            var layer = built.Layers[i];
            var costs = Costs(built.Layers, i, file);
            if (!layer.IsNamed && costs.Parameters == 0 && layer.InputShape == layer.OutputShape) continue;
            yield return new LayerMember(
                layer.Name,
                Docs(layer, costs, fields.TryGetValue(layer.Result, out var field) ? field : null),
                layer.InputShape.SampleElements, ", " + layer.InputShape,
                layer.OutputShape.SampleElements, ", " + layer.OutputShape,
                costs.Parameters,
                layer.Parameters.Select(p => (p.Name.Substring(layer.Name.Length + 1), Place(p, file))).ToArray());
        }
    }

    /// <summary>What a layer costs with all that is inside of it: its row, and those below that lie deeper.</summary>
    private static (int Parameters, long MultiplyAdds, long Start) Costs(IReadOnlyList<LayerInfo> layers, int index, WeightFile file)
    {
        var (parameters, multiplyAdds, start) = (0, 0L, 0L);
        for (var i = index; i < layers.Count && (i == index || layers[i].Depth > layers[index].Depth); i++)
        {
            if (parameters == 0 && layers[i].Parameters.Count > 0) start = file[layers[i].Parameters[0]];
            parameters += layers[i].ParameterCount;
            multiplyAdds += layers[i].MultiplyAdds;
        }

        return (parameters, multiplyAdds, start);
    }

    private static Documentation Docs(LayerInfo layer, (int Parameters, long MultiplyAdds, long Start) costs, ReceptiveField? field)
    {
        var summary = $"{Documentation.Escape(layer.Kind)}: {layer.InputShape} → {layer.OutputShape}";
        var weights = "";
        if (costs.Parameters > 0)
        {
            summary += $"; {Literals.Grouped(costs.Parameters)} parameters";
            weights = $"{Literals.Grouped(sizeof(float) * (long)costs.Parameters)} bytes of weights, in a saved file from byte {Literals.Grouped(costs.Start)} on; ";
        }

        if (costs.MultiplyAdds > 0) summary += $"{(costs.Parameters > 0 ? "," : ";")} {Literals.Grouped(costs.MultiplyAdds)} multiply-adds a sample";
        var image = field is { IsWide: true } ? $" Each element sees {field.Display} of the input." : "";
        return Documentation.Summary(summary + ".")
            .Remarks($"{weights}{Literals.Grouped(sizeof(float) * (long)layer.OutputShape.SampleElements)} bytes of output a sample.{image}");
    }

    private static string Place(ParameterInfo parameter, WeightFile file)
    {
        var shape = string.Join(", ", parameter.StandardShape.Select(d => Literals.Integer(d)));
        return $"[{shape}]: {Literals.Grouped(WeightFile.Bytes(parameter))} bytes of a saved file, from byte {Literals.Grouped(file[parameter])} on.";
    }

    private sealed record LayerMember(
        string Path, Documentation Docs, int InputSize, string Arriving, int OutputSize, string Leaving, int ParameterCount,
        IReadOnlyList<(string Name, string Docs)> Parameters);
}
