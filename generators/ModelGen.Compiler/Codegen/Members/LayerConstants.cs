using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Codegen.Members;

/// <summary>The nested class <c>Layers</c>: a constant for each layer with parameters, whose docs show its shapes.</summary>
internal static class LayerConstants
{
    // The class's own name, and what every class inherits.
    private static readonly string[] Taken =
        ["Layers", "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString"];

    public static void Write(SurfaceModel model, MemberWriter members)
    {
        var layers = model.Built?.Layers.Where(l => l.Parameters.Count > 0).ToArray() ?? [];
        if (layers.Length == 0) return;
        var taken = new HashSet<string>(Taken, StringComparer.Ordinal);
        var docs = Documentation.Summary("The names of the layers that have parameters: <c>Parameters[Layers."
            + $"{Identifiers.PascalPath(layers[0].Name)} + \".weight\"]</c>.");
        members.NestedClass(docs, "public static class Layers", layers.Select(layer => (Docs(layer), Constant(layer, taken))));
    }

    private static string Constant(LayerInfo layer, ISet<string> taken) =>
        $"public const string {Identifiers.Unique(Identifiers.PascalPath(layer.Name), taken)} = {Literals.Text(layer.Name)}";

    private static Documentation Docs(LayerInfo layer) => Documentation
        .Summary($"{Documentation.Escape(layer.Kind)}: {layer.InputShape} → {layer.OutputShape}; {Literals.Grouped(layer.ParameterCount)} parameters, "
            + $"{Literals.Grouped(layer.MultiplyAdds)} multiply-adds a sample.")
        .Remarks(string.Join(", ", layer.Parameters.Select(p =>
            $"<c>{Documentation.Escape(p.Name)}</c> [{string.Join(", ", p.StandardShape.Select(d => Literals.Integer(d)))}]")) + ".");
}
