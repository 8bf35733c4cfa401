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
    private Scope? _scope;

    /// <summary>Whether a body is printed whose accesses are relative to references in front of it.</summary>
    public bool AreRelative => _scope is not null;

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
        return Within(new Scope(variable, start, null), print);
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

        return Within(new Scope("", 0, [.. counts.Where(c => c.Value >= Several).Select(c => c.Key)]), print);
    }

    /// <summary>An element: <c>__Clr::Unsafe.Add(ref a, i)</c>.</summary>
    public string Element(BufferArgument buffer, Affine index)
    {
        var (name, relative) = Place(buffer, index);
        return Plain(name, relative);
    }

    /// <inheritdoc cref="Element"/>
    public string Reference(BufferArgument buffer, Affine index) => "ref " + Element(buffer, index);

    /// <summary>
    /// How far behind the beginning of a buffer a cache line is that is asked for. In an innermost loop, what does not depend on its
    /// variable is declared in front. That is no reference, since the place may lie outside of the buffer.
    /// </summary>
    public string Distance(Statement.Prefetch prefetch)
    {
        var index = Resolve(prefetch.Index);
        var further = prefetch.Further is { } more
            ? $" + global::System.Math.Min({Literals.Integer(prefetch.Limit)}, {Resolve(more)})"
            : "";
        if (_scope is not { Chosen: null } scope) return index + further;
        var inside = new Affine(new(index.Terms.Where(t => t.Variable == scope.Variable).ToArray()), 0);
        var around = index with { Terms = new(index.Terms.Where(t => t.Variable != scope.Variable).ToArray()) } + further;
        if (!scope.Distances.TryGetValue((prefetch.Buffer, around), out var name))
        {
            scope.Distances.Add((prefetch.Buffer, around), name = NameNear(prefetch.Buffer, "Ahead"));
            scope.Declarations.Add($"nint {name} = {around};");
        }

        return inside.IsConstant ? name : $"{name} + ({inside})";
    }

    /// <summary>An element as a reference and how far behind it.</summary>
    public (string Name, Affine Index) Place(BufferArgument buffer, Affine index)
    {
        var resolved = Resolve(index);
        if (_scope is null) return (buffer.Name, resolved);
        var around = resolved with { Terms = new(resolved.Terms.Where(t => t.Variable != _scope.Variable).ToArray()), Constant = 0 };
        if (around.IsConstant || _scope.Chosen?.Contains((buffer, around)) == false) return (buffer.Name, resolved);
        if (!_scope.Near.TryGetValue((buffer, around), out var near))
        {
            near = (NameNear(buffer, "At"), resolved.With(_scope.Variable, Affine.Of(_scope.Start)).Constant);
            _scope.Near.Add((buffer, around), near);
            _scope.Declarations.Add($"ref var {near.Name} = ref {Plain(buffer.Name, around + near.Constant)};");
        }

        var terms = resolved.Terms.Where(t => t.Variable == _scope.Variable).ToArray();
        return (near.Name, new Affine(new(terms), resolved.Constant - near.Constant));
    }

    private IReadOnlyList<string> Within(Scope scope, Action print)
    {
        _scope = scope;
        print();
        _scope = null;
        return scope.Declarations;
    }

    private static string Plain(string buffer, Affine index) => index == Affine.Zero ? buffer : $"__Clr::Unsafe.Add(ref {buffer}, {index})";

    private string NameNear(BufferArgument buffer, string suffix)
    {
        var name = buffer.Name + suffix;
        _ordinals.TryGetValue(name, out var ordinal);
        _ordinals[name] = ++ordinal;
        return ordinal == 1 ? name : name + Literals.Integer(ordinal);
    }

    /// <summary>What is printed behind references.</summary>
    /// <param name="Variable">The variable of an innermost loop; none of statements in a row.</param>
    /// <param name="Start">Where that begins.</param>
    /// <param name="Chosen">The places that get references; null for all.</param>
    private sealed record Scope(string Variable, int Start, HashSet<(BufferArgument, Affine)>? Chosen)
    {
        public List<string> Declarations { get; } = [];

        public Dictionary<(BufferArgument, Affine), (string Name, int Constant)> Near { get; } = [];

        public Dictionary<(BufferArgument, string), string> Distances { get; } = [];
    }
}
