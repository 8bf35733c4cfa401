using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Codegen.Members;

/// <summary>
/// The nested class <c>Layers</c>: for each layer its sizes and the names of its parameters, with what it costs on hover.
/// </summary>
/// <remarks>A layer without a given name, without parameters and with the shape of its input is left out.</remarks>
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

    /// <summary>The constants: path below <c>Layers</c>, and value.</summary>
    public static IEnumerable<(string Path, object Value)> Constants(SurfaceModel model)
    {
        var taken = new HashSet<string>(Taken, StringComparer.Ordinal);
        foreach (var layer in Known(model.Built!))
        {
            var name = Identifiers.Unique(Identifiers.PascalPath(layer.Path), taken);
            yield return (name + ".InputSize", layer.InputSize);
            yield return (name + ".OutputSize", layer.OutputSize);
            if (layer.ParameterCount > 0) yield return (name + ".ParameterCount", layer.ParameterCount);
            foreach (var (member, value) in ParameterNames(layer, name)) yield return (name + "." + member, value);
        }
    }

    private static IEnumerable<(string Name, string Value)> ParameterNames(LayerMember layer, string className)
    {
        var taken = new HashSet<string>(Taken, StringComparer.Ordinal) { className };
        return layer.Parameters.Select(name => (Identifiers.Unique(Identifiers.Pascal(name), taken), layer.Path + "." + name)).ToArray();
    }

    private static string Example(LayerMember[] layers)
    {
        var layer = layers.FirstOrDefault(l => l.Parameters.Count > 0) ?? layers[0];
        return Identifiers.PascalPath(layer.Path) + "." + (layer.Parameters.Count > 0 ? Identifiers.Pascal(layer.Parameters[0]) : "…");
    }

    private static ClassText Class(LayerMember layer, ISet<string> taken)
    {
        var name = Identifiers.Unique(Identifiers.PascalPath(layer.Path), taken);
        var learned = layer.ParameterCount == 0 ? "" : $", ParameterCount = {Literals.Integer(layer.ParameterCount)}";
        var sizes =
            $"public const int InputSize = {Literals.Integer(layer.InputSize)}, OutputSize = {Literals.Integer(layer.OutputSize)}{learned}";
        var constants = new List<(Documentation, string)>
        {
            (
                Documentation.Summary(
                    "Floats of one sample that arrive and that leave" + (learned.Length == 0 ? "." : "; numbers that it learns.")),
                sizes),
        };
        if (layer.Parameters.Count > 0)
        {
            var names = ParameterNames(layer, name).Select(parameter => $"{parameter.Name} = {Literals.Text(parameter.Value)}");
            constants.Add((Documentation.Summary(layer.InFile), "public const string " + string.Join(", ", names)));
        }

        return new ClassText(layer.Docs, "public static class " + name, constants);
    }

    private static LayerMember Unknown(LayerOutline layer) => new(
        layer.Name,
        Documentation.Summary($"{Documentation.Escape(layer.Kind)}: its sizes are not known while the declaration has errors."),
        1, 1, 1, layer.ParameterNames, "The names of its parameters.");

    private static IEnumerable<LayerMember> Known(BuiltModel built)
    {
        var file = new WeightFile(built);
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
                layer.InputShape.SampleElements,
                layer.OutputShape.SampleElements,
                costs.Parameters,
                layer.Parameters.Select(p => NameOf(p, layer)).ToArray(),
                $"In a saved file: {string.Join("; ", layer.Parameters.Select(p => InFile(NameOf(p, layer), p, file)))}.");
        }
    }

    /// <summary>The cost of a layer with its contents: its row, and the deeper ones below it.</summary>
    private static (int Parameters, long Bytes, long MultiplyAdds, long Start) Costs(
        IReadOnlyList<LayerInfo> layers, int index, WeightFile file)
    {
        var (parameters, bytes, multiplyAdds, start) = (0, 0L, 0L, 0L);
        for (var i = index; i < layers.Count && (i == index || layers[i].Depth > layers[index].Depth); i++)
        {
            if (parameters == 0 && layers[i].Parameters.Count > 0) start = file[layers[i].Parameters[0]];
            parameters += layers[i].ParameterCount;
            bytes += layers[i].ParameterBytes;
            multiplyAdds += layers[i].MultiplyAdds;
        }

        return (parameters, bytes, multiplyAdds, start);
    }

    private static Documentation Docs(
        LayerInfo layer, (int Parameters, long Bytes, long MultiplyAdds, long Start) costs, ReceptiveField? field)
    {
        var summary = $"{Documentation.Escape(layer.Kind)}: {layer.InputShape} → {layer.OutputShape}";
        var weights = "";
        if (costs.Parameters > 0)
        {
            summary += $"; {Literals.Grouped(costs.Parameters)} parameters";
            weights =
                $"{Literals.Grouped(costs.Bytes)} bytes of weights, in a saved file from byte "
                    + $"{Literals.Grouped(costs.Start)} on; ";
        }

        if (costs.MultiplyAdds > 0)
            summary += $"{(costs.Parameters > 0 ? "," : ";")} {Literals.Grouped(costs.MultiplyAdds)} multiply-adds a sample";
        var image = field is { IsWide: true } ? $" Each element sees {field.Display} of the input." : "";
        return Documentation
            .Summary(summary + ".")
            .Remarks(
                $"{weights}{Literals.Grouped(sizeof(float) * (long)layer.OutputShape.SampleElements)} bytes of output a sample.{image}");
    }

    private static string NameOf(ParameterInfo parameter, LayerInfo layer) => parameter.Name.Substring(layer.Name.Length + 1);

    private static string InFile(string name, ParameterInfo parameter, WeightFile file)
    {
        var shape = string.Join(", ", parameter.StandardShape.Select(d => Literals.Integer(d)));
        return $"{name} [{shape}] from byte {Literals.Grouped(file[parameter])} on";
    }

    /// <param name="Parameters">Their names behind the path.</param>
    /// <param name="InFile">Their positions in a saved file.</param>
    private sealed record LayerMember(
        string Path,
        Documentation Docs,
        int InputSize,
        int OutputSize,
        int ParameterCount,
        IReadOnlyList<string> Parameters,
        string InFile);
}
