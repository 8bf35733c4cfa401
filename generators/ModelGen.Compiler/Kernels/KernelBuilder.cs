using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Kernels;

/// <summary>Writes the statements of one kernel.</summary>
public sealed class KernelBuilder
{
    // Without the names of loop variables and of the number of samples.
    private const string BufferLetters = "abcdegh";

    private readonly Stack<Scope> _scopes = new([new Scope()]);
    private readonly List<string> _scalars = [];
    private readonly List<BufferArgument> _buffers = [];
    private bool _usesRandom;
    private bool _countsFromPart;

    public IReadOnlyList<BufferArgument> Buffers => _buffers;

    /// <summary>A new parameter for a buffer. Its name is one that no local has: a, b, c, … and then p7, p8, ….</summary>
    /// <param name="element">The type of its elements.</param>
    public BufferArgument Buffer(Element element = Element.F32)
    {
        var index = _buffers.Count;
        var buffer = new BufferArgument(index < BufferLetters.Length ? BufferLetters[index].ToString() : "p" + index, element);
        _buffers.Add(buffer);
        return buffer;
    }

    public VectorExpression Scalar(string name)
    {
        if (!_scalars.Contains(name))
        {
            _scalars.Add(name);
            _scopes.Last().Declared.Add(name);
        }

        return new VectorExpression.ScalarArgument(name);
    }

    /// <summary>A name that no enclosing scope has. Sibling scopes may use the same names.</summary>
    public string Unique(string name)
    {
        var scope = _scopes.Peek();
        if (!scope.Ordinals.TryGetValue(name, out var ordinal)) ordinal = 1;
        string candidate;
        do candidate = ordinal == 1 ? name : name + "_" + ordinal;
        while (ordinal++ < int.MaxValue && IsTaken(candidate));
        scope.Ordinals[name] = ordinal;
        scope.Declared.Add(candidate);
        return candidate;
    }

    public void Loop(string name, Extent extent, params (int Step, bool Unrolled, Action<Affine> Body)[] segments)
    {
        var variable = Unique(name);
        var written = segments
            .Select(s => new Segment(s.Step, s.Unrolled, Capture(() => s.Body(Affine.Variable(variable)))))
            .ToEquatableArray();
        Add(new Statement.Loop(variable, extent, written));
    }

    /// <summary>A loop in steps of one whose ends depend on loops around it.</summary>
    public void Between(string name, Extent extent, Affine? first, Affine? end, Action<Affine> body)
    {
        var variable = Unique(name);
        var segment = new Segment(1, false, Capture(() => body(Affine.Variable(variable))));
        Add(new Statement.Loop(variable, extent, EquatableArray.Of(segment), first, end));
    }

    /// <summary>What is done in one iteration of a loop around it only.</summary>
    /// <param name="position">Where that loop is: its variable, and at most a constant.</param>
    /// <param name="value">The position at which it is done.</param>
    /// <param name="body">Writes it.</param>
    public void When(Affine position, int value, Action body)
    {
        if (position.Terms.Count != 1 || position.Terms[0].Coefficient != 1)
            throw new CompilerException($"{position} is not the position of one loop.");
        Add(new Statement.When(position.Terms[0].Variable, value - position.Constant, Capture(body)));
    }

    /// <summary>Reads an integer from a buffer as an index, for the statements behind it: see <see cref="Statement.ReadIndex"/>.</summary>
    public Affine ReadIndex(string name, BufferArgument buffer, Affine at, int count)
    {
        var variable = Unique(name);
        Add(new Statement.ReadIndex(variable, buffer, at, count));
        return Affine.Variable(variable);
    }

    public VectorExpression Let(string name, VectorExpression value)
    {
        if (value is VectorExpression.Read or VectorExpression.Constant or VectorExpression.ScalarArgument) return value;
        var local = new VectorLocal(Unique(name), value.IsUniform);
        Add(new Statement.Let(local, value));
        return new VectorExpression.Read(local);
    }

    /// <summary>A variable that statements may assign.</summary>
    public VectorLocal Variable(string name, VectorExpression initial, bool uniform = false)
    {
        var local = new VectorLocal(Unique(name), uniform);
        Add(new Statement.Let(local, initial));
        return local;
    }

    public void Assign(VectorLocal local, VectorExpression value) => Add(new Statement.Assign(local, value));

    public void Store(BufferArgument buffer, Affine index, VectorExpression value) => Add(new Statement.Store(buffer, index, value));

    public void StoreFirst(BufferArgument buffer, Affine index, VectorExpression value) =>
        Add(new Statement.StoreFirst(buffer, index, value));

    public void StoreLanes(BufferArgument buffer, Affine index, VectorExpression value, int count) =>
        Add(new Statement.StoreLanes(buffer, index, value, count));

    public void Prefetch(BufferArgument buffer, Affine index, Affine? further, int limit) =>
        Add(new Statement.Prefetch(buffer, index, further, limit));

    public VectorExpression Random(
        int stream, Affine element, bool elementAlongLanes, Affine sample, bool sampleAlongLanes, bool inPart = false)
    {
        _usesRandom = true;
        _countsFromPart |= inPart;
        return new VectorExpression.Random(stream, element, elementAlongLanes, sample, sampleAlongLanes) { InPart = inPart };
    }

    public static VectorExpression Call(ScalarFunction function, params VectorExpression[] arguments) =>
        new VectorExpression.Call(function, arguments.ToEquatableArray());

    public Kernel Build(string kind, string description)
    {
        var body = _scopes.Peek().Statements.ToEquatableArray();
        return new Kernel
        {
            Kind = kind,
            Description = description,
            Buffers = _buffers.ToEquatableArray(),
            Scalars = _scalars.ToEquatableArray(),
            UsesRandom = _usesRandom,
            CountsFromPart = _countsFromPart,
            Body = body,
            Division = Division.Of(body),
        };
    }

    private EquatableArray<Statement> Capture(Action body)
    {
        _scopes.Push(new Scope());
        body();
        var closed = _scopes.Pop();
        _scopes.Peek().Nested.UnionWith(closed.Declared);
        _scopes.Peek().Nested.UnionWith(closed.Nested);
        return closed.Statements.ToEquatableArray();
    }

    // C# also refuses a name that a nested scope before it has.
    private bool IsTaken(string name)
    {
        if (_scopes.Peek().Nested.Contains(name)) return true;
        foreach (var scope in _scopes)
            if (scope.Declared.Contains(name)) return true;
        return false;
    }

    private void Add(Statement statement) => _scopes.Peek().Statements.Add(statement);

    private sealed class Scope
    {
        public List<Statement> Statements { get; } = [];

        public HashSet<string> Declared { get; } = [];

        public HashSet<string> Nested { get; } = [];

        /// <summary>The number to try next for a name.</summary>
        public Dictionary<string, int> Ordinals { get; } = [];
    }
}
