using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Codegen;

/// <summary>The vector widths that kernels are written for: a choice of the build, which changes no bit of a result.</summary>
/// <remarks>Two of equal widths are equal: incremental generation depends on it.</remarks>
public sealed record VectorWidths
{
    /// <summary>What a project writes for <see cref="OfMachine"/>.</summary>
    public const string Machine = "machine";

    private VectorWidths(IEnumerable<Target> targets) => Bits = targets.Select(t => t.Bits).ToEquatableArray();

    /// <summary>512, 256 and 128 bits: one build for every machine.</summary>
    public static VectorWidths All { get; } = new(Target.All);

    /// <summary>The widths in bits, the widest first.</summary>
    public EquatableArray<int> Bits { get; }

    /// <summary>
    /// The width is the one of the machine that builds. Elsewhere the kernels run all the same, in narrower vectors if they have to.
    /// </summary>
    public bool IsOfMachine { get; private init; }

    /// <summary>The same as targets.</summary>
    public IReadOnlyList<Target> Targets => Target.All.Where(t => Bits.Contains(t.Bits)).ToArray();

    /// <summary>Reads a list such as <c>256,128</c>, in any order.</summary>
    /// <returns>Null if it is empty, or if something in it is no width.</returns>
    public static VectorWidths? Parse(string? text)
    {
        var words = (text ?? "").Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries);
        var targets = Target.All.Where(t => words.Contains(Literals.Integer(t.Bits))).ToArray();
        return targets.Length > 0 && words.Distinct().Count() == targets.Length ? new VectorWidths(targets) : null;
    }

    /// <summary>The only width that the machine with this widest one needs.</summary>
    public static VectorWidths OfMachine(int bits) => new(Target.All.Where(target => target.Bits == bits)) { IsOfMachine = true };

    public override string ToString() => string.Join(",", Bits);
}
