using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Kernels;

/// <summary>
/// Lets statements use what others before them have stored, instead of loading it, and leaves out stores that nobody reads.
/// </summary>
/// <remarks>
/// Memory is known where an index is a number, which is where no loop is around a statement or its loop was written out. A load of sixteen
/// floats that is half in one stored vector and half in the next is made of the two; any other overlap stays a load. Values do not change.
/// </remarks>
internal sealed class Forwarding
{
    private readonly Dictionary<VectorLocal, int> _assignments; // of each local, those that are still to come
    private readonly Dictionary<VectorLocal, VectorExpression> _same = [];
    private readonly Dictionary<string, (int First, int Last)> _ranges = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names;
    private List<Stored> _stored = [];

    private Forwarding(Kernel kernel)
    {
        var names = new Names();
        names.Visit(kernel.Body);
        _assignments = names.Assignments;
        _names = new HashSet<string>(kernel.Buffers.Select(buffer => buffer.Name), StringComparer.Ordinal);
        _names.UnionWith(names.All);
    }

    /// <summary>The kernel with values in registers where it can have them.</summary>
    /// <param name="kernel">A kernel whose locals have names of their own, such as <see cref="OneSample"/> makes.</param>
    /// <param name="scratch">The buffers that nobody reads behind the kernel.</param>
    /// <param name="read">Floats of those that are read nevertheless: the first, and how many.</param>
    public static Kernel In(
        Kernel kernel,
        IReadOnlyCollection<BufferArgument> scratch,
        IReadOnlyList<(BufferArgument Buffer, int First, int Count)> read)
    {
        var forwarded = kernel with { Body = new Forwarding(kernel).Body(kernel.Body) };
        return DeadStores.Without(forwarded, scratch, read);
    }

    private EquatableArray<Statement> Body(IReadOnlyList<Statement> statements)
    {
        var body = new List<Statement>();
        foreach (var statement in statements) Write(statement, body);
        return body.ToEquatableArray();
    }

    private void Write(Statement statement, List<Statement> body)
    {
        switch (statement)
        {
            case Statement.Let let:
                var value = Of(let.Value);
                if (IsFinal(value) && !IsAssigned(let.Local)) _same[let.Local] = value;
                else body.Add(new Statement.Let(let.Local, value));
                break;
            case Statement.Assign assign:
                body.Add(new Statement.Assign(assign.Local, Of(assign.Value)));
                _assignments[assign.Local]--;
                break;
            case Statement.Store store:
                var vector = Named(Of(store.Value), store.Index, body);
                body.Add(new Statement.Store(store.Buffer, store.Index, vector));
                Remember(store.Buffer, store.Index, VirtualVector.Lanes, vector);
                break;
            case Statement.StoreFirst store:
                var number = Of(store.Value);
                if (number.IsUniform) number = Named(number, store.Index, body);
                body.Add(new Statement.StoreFirst(store.Buffer, store.Index, number));
                Remember(store.Buffer, store.Index, 1, number);
                break;
            case Statement.StoreLanes store:
                body.Add(new Statement.StoreLanes(store.Buffer, store.Index, Of(store.Value), store.Count));
                Forget(store.Buffer, store.Index, store.Count);
                break;
            case Statement.ReadIndex read:
                _ranges[read.Variable] = (0, read.Count - 1);
                body.Add(read);
                break;
            case Statement.When edge:
                body.Add(new Statement.When(edge.Variable, edge.Value, Inside(edge.Body)));
                break;
            case Statement.Loop loop:
                _ranges[loop.Variable] = AccessRange.Of(loop);
                body.Add(loop with { Segments = loop.Segments.Select(s => s with { Body = Inside(s.Body) }).ToEquatableArray() });
                break;
            default:
                body.Add(statement);
                break;
        }
    }

    /// <summary>Statements that run any number of times: what they store is not known before, and their locals not behind.</summary>
    private EquatableArray<Statement> Inside(IReadOnlyList<Statement> statements)
    {
        foreach (var access in AccessRanges.Of(statements, _ranges))
            if (!access.IsRead) Forget(access.Buffer, access.First, access.Last);
        var before = _stored.ToList();
        var body = Body(statements);
        _stored = before;
        return body;
    }

    /// <summary>A value under a name, so that others may use it.</summary>
    private VectorExpression Named(VectorExpression value, Affine index, List<Statement> body)
    {
        if (!index.IsConstant || value is VectorExpression.Read or VectorExpression.Constant or VectorExpression.ScalarArgument)
            return value;
        var (name, ordinal) = ("stored", 1);
        while (!_names.Add(name)) name = "stored_" + Literals.Integer(++ordinal);
        var local = new VectorLocal(name, value.IsUniform);
        body.Add(new Statement.Let(local, value));
        return new VectorExpression.Read(local);
    }

    private void Remember(BufferArgument buffer, Affine index, int count, VectorExpression value)
    {
        Forget(buffer, index, count);
        if (index.IsConstant && (count > 1 || value.IsUniform) && !(value is VectorExpression.Read read && IsAssigned(read.Local)))
            _stored.Add(new Stored(buffer, index.Constant, count, value));
    }

    /// <summary>A name for a value may stand for it only if the value is not another one later.</summary>
    private bool IsFinal(VectorExpression value) =>
        value is VectorExpression.Constant || (value is VectorExpression.Read read && !IsAssigned(read.Local));

    private bool IsAssigned(VectorLocal local) => _assignments.TryGetValue(local, out var count) && count > 0;

    private void Forget(BufferArgument buffer, Affine index, int count)
    {
        var (first, last) = AccessRange.Of(index, _ranges);
        Forget(buffer, first, last + count - 1);
    }

    private void Forget(BufferArgument buffer, int first, int last) =>
        _stored.RemoveAll(stored => stored.Buffer == buffer && stored.First <= last && first < stored.First + stored.Count);

    private VectorExpression Of(VectorExpression expression) => expression switch
    {
        VectorExpression.Read read => _same.TryGetValue(read.Local, out var same) ? same : read,
        VectorExpression.Load { Index.IsConstant: true } load => Find(load) ?? load,
        VectorExpression.Broadcast { Index.IsConstant: true } number => Find(number) ?? number,
        _ => Rewriting.WithOperands(expression, Of),
    };

    private VectorExpression? Find(VectorExpression.Load load)
    {
        if (At(load.Index.Constant) is { } whole) return whole;
        const int half = VirtualVector.Lanes / 2;
        return At(load.Index.Constant - half) is { } first && At(load.Index.Constant + half) is { } second
            ? new VectorExpression.Straddle(first, second)
            : null;

        VectorExpression? At(int index) =>
            _stored.FirstOrDefault(s => s.Buffer == load.Buffer && s.First == index && s.Count == VirtualVector.Lanes)?.Value;
    }

    private VectorExpression? Find(VectorExpression.Broadcast number) => _stored.FirstOrDefault(stored =>
        stored.Buffer == number.Buffer && stored.Value.IsUniform && stored.First <= number.Index.Constant
        && number.Index.Constant < stored.First + stored.Count)?.Value;

    /// <summary>What lies in memory.</summary>
    private sealed record Stored(BufferArgument Buffer, int First, int Count, VectorExpression Value);

    /// <summary>The names of locals and variables, and how often locals are assigned.</summary>
    private sealed class Names : KernelWalk
    {
        public Dictionary<VectorLocal, int> Assignments { get; } = [];

        public HashSet<string> All { get; } = [];

        public void Visit(IReadOnlyList<Statement> statements) => Body(statements);

        protected override void Let(Statement.Let let) => All.Add(let.Local.Name);

        protected override void Assign(Statement.Assign assign)
        {
            Assignments.TryGetValue(assign.Local, out var count);
            Assignments[assign.Local] = count + 1;
        }

        protected override void Loop(Statement.Loop loop)
        {
            All.Add(loop.Variable);
            base.Loop(loop);
        }

        protected override void ReadIndex(Statement.ReadIndex read, Action rest)
        {
            All.Add(read.Variable);
            rest();
        }
    }
}
