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
    public static IReadOnlyList<DeclaredInput> Inputs(EquatableArray<AttributeSpec> attributes)
    {
        var inputs = attributes
            .Where(AttributeFactory.Is<ModelInputAttribute>)
            .Select(a => a.TypeName == nameof(TokensAttribute) ? Ids(a) : new DeclaredInput(NameOf(a), ShapeOf(a), null))
            .ToArray();
        if (inputs.Length == 0) inputs = [new DeclaredInput(null, null, null)];
        return attributes.Any(a => a.TypeName == nameof(LengthsAttribute)) ? [.. inputs, DeclaredInput.Lengths(1)] : inputs;
    }

    public static IEnumerable<string> ExtraOutputs(EquatableArray<AttributeSpec> attributes) => attributes
        .Where(a => a.TypeName == nameof(OutputAttribute))
        .Select(a => (a.Positional.FirstOrDefault()?.Value as ValueSpec.Text)?.Value ?? "output");

    /// <summary>
    /// What the losses compare with. For both kinds, each alone, if there is no loss, or several that disagree and do not say of which
    /// values they are.
    /// </summary>
    internal static IEnumerable<Objective> Objectives(EquatableArray<AttributeSpec> attributes, PortNames names)
    {
        var losses = attributes.Where(IsLoss).ToArray();
        if (losses.Length > 1 && losses.Count(loss => !IsOneOfSeveral(loss)) <= 1)
        {
            var targets = losses.Select(TargetOf).GroupBy(target => target.Name).Select(group => group.First())
                .ToDictionary(target => target.Name, target => Unknown(target.Kind, names.Target(target.Name)));
            return [new Objective(
                targets.Values.ToArray(),
                losses.Select((loss, i) => new LossPort("loss", LossRules.Numbered(i), targets[TargetOf(loss).Name])
                {
                    SampleWeights = HasWeights(loss),
                }).ToArray())];
        }

        var kinds = losses.Select(KindOf).OfType<TargetKind>().Distinct().ToArray();
        if (kinds.Length != 1) kinds = [TargetKind.Classes, TargetKind.Values];
        var name = losses.Length == 1 ? Text(losses[0], nameof(LossAttribute.Target)) : null;
        return kinds.Select(kind =>
        {
            var target = Unknown(kind, names.Target(BoundLoss.NameOfTarget(name, null, kind)));
            return new Objective([target], [new LossPort("loss", "", target) { SampleWeights = losses.Any(HasWeights) }]);
        });
    }

    private static bool IsLoss(AttributeSpec attribute) =>
        LossTable.All.Any(loss => loss.AttributeType.Name == attribute.TypeName);

    private static bool IsOneOfSeveral(AttributeSpec loss) =>
        loss.Named.Any(named => named.Name is nameof(LossAttribute.Of) or nameof(LossAttribute.Weight));

    private static bool HasWeights(AttributeSpec loss) =>
        loss.Named.Any(named => named is { Name: nameof(LossAttribute.SampleWeights), Value: ValueSpec.Flag { Value: true } });

    private static (string Name, TargetKind Kind) TargetOf(AttributeSpec loss)
    {
        var kind = KindOf(loss) ?? TargetKind.Values;
        return (BoundLoss.NameOfTarget(Text(loss, nameof(LossAttribute.Target)), Text(loss, nameof(LossAttribute.Of)), kind), kind);
    }

    private static TargetPort Unknown(TargetKind kind, string name) => kind == TargetKind.Values
        ? new TargetPort(name, "float", "1", null, "[n]")
        : new TargetPort(name, "int", "1", 1, "[n]");

    private static string? Text(AttributeSpec attribute, string argument) =>
        (attribute.Named.FirstOrDefault(named => named.Name == argument)?.Value as ValueSpec.Text)?.Value;

    /// <summary>The constants with the sizes of single inputs and outputs.</summary>
    public static IEnumerable<string> SizeConstants(EquatableArray<AttributeSpec> attributes)
    {
        var names = new PortNames();
        names.MainOutput(null);
        var inputs = names.Inputs(Inputs(attributes));
        var outputs = ExtraOutputs(attributes).Select(name => names.ExtraOutput(name, null));
        return inputs.Where(input => !input.IsLengths).Concat(outputs).Select(port => port.SizeConstant).ToArray();
    }

    private static TargetKind? KindOf(AttributeSpec attribute) =>
        attribute.TypeName == nameof(LossAttribute)
            ? attribute.Function is { Function: not null } use ? use.TakesLabels ? TargetKind.Classes : TargetKind.Values : null
            : LossTable.All.FirstOrDefault(loss => loss.AttributeType.Name == attribute.TypeName)?.TargetKind;

    private static string? NameOf(AttributeSpec input) => Text(input, nameof(ModelInputAttribute.Name));

    private static DeclaredInput Ids(AttributeSpec tokens)
    {
        var arguments = tokens.Positional.Select(a => a.Value).ToArray();
        var vocabulary = arguments.Length > 1 && arguments[1] is ValueSpec.Number { Value: >= 1 and <= int.MaxValue } number
            ? (int)number.Value
            : 1;
        return new DeclaredInput(NameOf(tokens), ShapeOf(arguments.Take(1)), vocabulary);
    }

    private static Shape? ShapeOf(AttributeSpec input) =>
        input.Positional.FirstOrDefault()?.Value is ValueSpec.Array array ? ShapeOf(array.Items) : null;

    private static Shape? ShapeOf(IEnumerable<ValueSpec> sizes)
    {
        var items = sizes.ToArray();
        if (items.Length == 0) return null;
        var elements = 1.0;
        foreach (var item in items)
        {
            if (item is not ValueSpec.Number { Value: >= 1 and <= int.MaxValue } number) return null;
            elements *= number.Value;
        }

        // Sums of several sizes are constants of C#, too, and must not overflow.
        return elements <= Limits.SampleElements ? Shape.Batched(items.Select(item => (int)((ValueSpec.Number)item).Value)) : null;
    }
}

/// <summary>An input as it is declared.</summary>
/// <param name="Name">Its name, or null.</param>
/// <param name="Shape">Its batched shape; null if it is unknown.</param>
/// <param name="Vocabulary">Of ids: how many there are. Null for numbers.</param>
/// <param name="IsLengths">Whether it has the length of each sample.</param>
public sealed record DeclaredInput(string? Name, Shape? Shape, int? Vocabulary, bool IsLengths = false)
{
    /// <summary>The lengths of samples of at most so many steps.</summary>
    public static DeclaredInput Lengths(int steps) => new(LengthsWiring.ParameterName, Shape.Batched([1]), steps + 1, IsLengths: true);
}
