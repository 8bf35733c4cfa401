using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Losses;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Codegen.Members;

/// <summary>
/// The inputs, outputs and loss of a declaration that may have errors. Nothing is assumed to be valid, and nothing throws.
/// </summary>
public static class DeclaredPorts
{
    public static (string? Name, Shape? Shape)[] Inputs(EquatableArray<AttributeSpec> attributes)
    {
        var inputs = attributes.Where(a => a.TypeName == nameof(InputAttribute)).Select(a => (NameOf(a), ShapeOf(a))).ToArray();
        return inputs.Length > 0 ? inputs : [(null, null)];
    }

    public static IEnumerable<string> ExtraOutputs(EquatableArray<AttributeSpec> attributes) => attributes
        .Where(a => a.TypeName == nameof(OutputAttribute))
        .Select(a => (a.Positional.FirstOrDefault()?.Value as ValueSpec.Text)?.Value ?? "output");

    /// <summary>The kind of the one loss that is declared; both kinds if there is none, or several that disagree.</summary>
    public static TargetKind[] TargetKinds(EquatableArray<AttributeSpec> attributes)
    {
        var kinds = attributes.Select(KindOf).OfType<TargetKind>().Distinct().ToArray();
        return kinds.Length == 1 ? kinds : [TargetKind.Classes, TargetKind.Values];
    }

    /// <summary>The constants with the sizes of single inputs and outputs.</summary>
    public static IEnumerable<string> SizeConstants(EquatableArray<AttributeSpec> attributes)
    {
        var names = new PortNames();
        names.MainOutput(null);
        var inputs = names.Inputs(Inputs(attributes));
        var outputs = ExtraOutputs(attributes).Select(name => names.ExtraOutput(name, null));
        return inputs.Concat(outputs).Select(port => port.SizeConstant).ToArray();
    }

    private static TargetKind? KindOf(AttributeSpec attribute) =>
        LossTable.All.FirstOrDefault(loss => loss.AttributeType.Name == attribute.TypeName)?.TargetKind;

    private static string? NameOf(AttributeSpec input) =>
        (input.Named.FirstOrDefault(n => n.Name == nameof(InputAttribute.Name))?.Value as ValueSpec.Text)?.Value;

    private static Shape? ShapeOf(AttributeSpec input)
    {
        if (input.Positional.FirstOrDefault()?.Value is not ValueSpec.Array array || array.Items.Count == 0) return null;
        var elements = 1.0;
        foreach (var item in array.Items)
        {
            if (item is not ValueSpec.Number { Value: >= 1 and <= int.MaxValue } number) return null;
            elements *= number.Value;
        }

        // Sums of several sizes are constants of C#, too, and must not overflow.
        return elements <= Limits.SampleElements ? Shape.Batched(array.Items.Select(item => (int)((ValueSpec.Number)item).Value)) : null;
    }
}
