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
    /// <summary>So many accesses around one place make a reference to it worth its line.</summary>
    private const int Several = 3;

    private readonly Dictionary<string, Affine> _replaced = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _ordinals = new(StringComparer.Ordinal);
    private Innermost? _loop;
    private Straight? _run;

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

    /// <summary>Prints statements without loops among them.</summary>
    /// <param name="accesses">What they read and write.</param>
    /// <param name="print">Prints the statements.</param>
    /// <returns>
    /// The declarations that belong in front: references to places in whose neighbourhood there are several accesses.
    /// </returns>
    public IReadOnlyList<string> Together(IEnumerable<(BufferArgument Buffer, Affine Index, int Count)> accesses, Action print)
    {
        var counts = new Dictionary<(BufferArgument, Affine), int>();
        foreach (var (buffer, index, count) in accesses)
        {
            var around = Resolve(index) with { Constant = 0 };
            counts.TryGetValue((buffer, around), out var others);
            counts[(buffer, around)] = others + count;
        }

        _run = new Straight([.. counts.Where(c => c.Value >= Several).Select(c => c.Key)]);
        print();
        var declarations = _run.Declarations;
        _run = null;
        return declarations;
    }

    /// <summary>An element: <c>__Clr::Unsafe.Add(ref a, i)</c>.</summary>
    public string Element(BufferArgument buffer, Affine index)
    {
        var (name, relative) = Place(buffer, index);
        return Plain(name, relative);
    }

    /// <inheritdoc cref="Element"/>
    public string Reference(BufferArgument buffer, Affine index) => "ref " + Element(buffer, index);

    /// <summary>An element as a reference and how far behind it.</summary>
    public (string Name, Affine Index) Place(BufferArgument buffer, Affine index)
    {
        var resolved = Resolve(index);
        if (_loop is null)
        {
            var place = resolved with { Constant = 0 };
            if (_run is null || place.IsConstant || !_run.Several.Contains((buffer, place))) return (buffer.Name, resolved);
            return Near(_run.Near, _run.Declarations, buffer, place, resolved.Constant, resolved);
        }

        var around = resolved with { Terms = new(resolved.Terms.Where(t => t.Variable != _loop.Variable).ToArray()), Constant = 0 };
        if (around.IsConstant) return (buffer.Name, resolved);
        return Near(
            _loop.Near,
            _loop.Declarations,
            buffer,
            around,
            resolved.With(_loop.Variable, Affine.Of(_loop.Start)).Constant,
            resolved with { Terms = new(resolved.Terms.Where(t => t.Variable == _loop.Variable).ToArray()) });
    }

    private (string Name, Affine Index) Near(
        Dictionary<(BufferArgument, Affine), (string Name, int Constant)> known,
        List<string> declarations,
        BufferArgument buffer,
        Affine around,
        int constant,
        Affine index)
    {
        if (!known.TryGetValue((buffer, around), out var near))
        {
            near = (NameNear(buffer), constant);
            known.Add((buffer, around), near);
            declarations.Add($"ref var {near.Name} = ref {Plain(buffer.Name, around + near.Constant)};");
        }

        var terms = _loop is null ? [] : index.Terms;
        return (near.Name, new Affine(terms, index.Constant - near.Constant));
    }

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

    private sealed record Straight(HashSet<(BufferArgument, Affine)> Several)
    {
        public List<string> Declarations { get; } = [];

        public Dictionary<(BufferArgument, Affine), (string Name, int Constant)> Near { get; } = [];
    }
}
