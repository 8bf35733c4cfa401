using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Layers;

/// <summary>A value that an input or a layer of a model's <c>Forward</c> gives.</summary>
internal sealed class LayerValue
{
    /// <summary>The name that it has in any case: that of an input.</summary>
    public string? Given { get; init; }

    /// <summary>The local that it was last assigned to, from which it gets its name if it needs one.</summary>
    public string? Local { get; set; }
}

/// <summary>What operations between layers compute, before a layer needs it.</summary>
/// <param name="formula">The operation.</param>
/// <param name="place">Where it stands.</param>
/// <param name="parts">Its operands: values and numbers.</param>
internal sealed class FormulaValue(Formula formula, FormulaPlace place, object[] parts)
{
    /// <summary>The most operations on top of each other: what is deeper becomes a layer.</summary>
    public const int MostDepth = 64;

    public Formula Formula { get; } = formula;

    public FormulaPlace Place { get; } = place;

    public object[] Parts { get; } = parts;

    public int Depth { get; } = 1 + Flat(parts).OfType<FormulaValue>().Select(part => part.Depth).DefaultIfEmpty(0).Max();

    /// <summary>The layer that computes it, once there is one.</summary>
    public LayerValue? Layer { get; set; }

    /// <summary>Operands, those in arrays as well.</summary>
    public static IEnumerable<object> Flat(object[] parts) =>
        parts.SelectMany(part => part is object[] several ? several : [part]);
}

/// <summary>An argument of a layer call.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Value">A number, a text or a value.</param>
/// <param name="Position">Where it stands in its function.</param>
internal sealed record LayerArgument(string Name, object Value, int Position);
