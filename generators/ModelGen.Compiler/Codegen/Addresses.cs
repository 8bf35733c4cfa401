using ModelGen.Compiler.Kernels;

namespace ModelGen.Compiler.Codegen;

/// <summary>The text of buffer elements while a kernel is printed.</summary>
/// <remarks>
/// The accesses of an innermost loop are relative to references that are declared in front of it, because the JIT computes everything
/// that is added to a loop variable again in each iteration. A reference is where the first iteration reads or writes: the array may
/// move, so it must never be outside of the array.
/// </remarks>
internal sealed class Addresses
{
    private readonly Dictionary<string, Affine> _replaced = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _ordinals = new(StringComparer.Ordinal);
    private Innermost? _loop;

    /// <summary>The index with the known variables replaced.</summary>
    public Affine Resolve(Affine index)
    {
        foreach (var known in _replaced) index = index.With(known.Key, known.Value);
        return index;
    }

    /// <summary>The value of a variable, or null if it is unknown.</summary>
    public int? ValueOf(string variable) => _replaced.TryGetValue(variable, out var value) && value.IsConstant ? value.Constant : null;

    /// <summary>Prints something with a variable replaced.</summary>
    public void Replacing(string variable, Affine value, Action print)
    {
        _replaced.Add(variable, value);
        print();
        _replaced.Remove(variable);
    }

    /// <summary>Prints the body of a loop that has no other inside.</summary>
    /// <param name="variable">The loop's variable.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="print">Prints the body.</param>
    /// <returns>The declarations that belong in front of the loop.</returns>
    public IReadOnlyList<string> Inside(string variable, int start, Action print)
    {
        _loop = new Innermost(variable, start);
        print();
        var declarations = _loop.Declarations;
        _loop = null;
        return declarations;
    }

    /// <summary>An element: <c>__Clr::Unsafe.Add(ref a, i)</c>.</summary>
    public string Element(BufferArgument buffer, Affine index)
    {
        var resolved = Resolve(index);
        if (_loop is null) return Plain(buffer.Name, resolved);
        var around = resolved with { Terms = new(resolved.Terms.Where(t => t.Variable != _loop.Variable).ToArray()), Constant = 0 };
        if (around.IsConstant) return Plain(buffer.Name, resolved);
        if (!_loop.Near.TryGetValue((buffer, around), out var near))
        {
            near = (NameNear(buffer), resolved.With(_loop.Variable, Affine.Of(_loop.Start)).Constant);
            _loop.Near.Add((buffer, around), near);
            _loop.Declarations.Add($"ref var {near.Name} = ref {Plain(buffer.Name, around + near.Constant)};");
        }

        return Plain(
            near.Name,
            resolved with
            {
                Terms = new(resolved.Terms.Where(t => t.Variable == _loop.Variable).ToArray()),
                Constant = resolved.Constant - near.Constant,
            });
    }

    /// <inheritdoc cref="Element"/>
    public string Reference(BufferArgument buffer, Affine index) => "ref " + Element(buffer, index);

    private static string Plain(string buffer, Affine index) => index == Affine.Zero ? buffer : $"__Clr::Unsafe.Add(ref {buffer}, {index})";

    private string NameNear(BufferArgument buffer)
    {
        _ordinals.TryGetValue(buffer.Name, out var ordinal);
        _ordinals[buffer.Name] = ++ordinal;
        return ordinal == 1 ? buffer.Name + "At" : $"{buffer.Name}At{ordinal}";
    }

    private sealed record Innermost(string Variable, int Start)
    {
        public List<string> Declarations { get; } = [];

        public Dictionary<(BufferArgument, Affine), (string Name, int Constant)> Near { get; } = [];
    }
}
