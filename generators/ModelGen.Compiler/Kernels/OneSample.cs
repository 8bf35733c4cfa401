using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Kernels;

/// <summary>Joins the kernels of a program for exactly one sample.</summary>
/// <remarks>
/// Where the number of samples is one, loops over samples are gone, and so are tiles of several rows. Loops that a kernel asks to be
/// written out are. What is left stands in one scope, each local under a name of its own, so that a kernel may use what one before it has
/// computed (<see cref="Forwarding"/>).
/// </remarks>
internal sealed class OneSample
{
    private readonly HashSet<string> _taken;
    private readonly Dictionary<string, int> _ordinals = new(StringComparer.Ordinal);
    private readonly Dictionary<VectorLocal, VectorLocal> _locals = [];
    private readonly Dictionary<string, Affine> _variables = new(StringComparer.Ordinal);
    private Dictionary<BufferArgument, (BufferArgument Buffer, int Start)> _memory = [];

    // Whether loops of several iterations stay one loop each, with all their segments.
    private bool _keepsLoops;

    private OneSample(IEnumerable<string> taken) => _taken = new HashSet<string>(taken, StringComparer.Ordinal);

    /// <summary>The kernels as one, in order.</summary>
    /// <param name="parts">The kernels.</param>
    /// <param name="taken">Names that no local may have.</param>
    public static Kernel Of(IReadOnlyList<KernelPart> parts, IEnumerable<string> taken)
    {
        var buffers = parts.SelectMany(part => part.Memory.Select(memory => memory.Buffer)).Distinct().ToArray();
        var joining = new OneSample([.. taken, .. buffers.Select(buffer => buffer.Name)]);
        var body = new List<Statement>();
        foreach (var part in parts)
        {
            if (part.Kernel.UsesRandom) throw new CompilerException($"Kernel '{part.Kernel.Description}' draws random numbers.");
            joining._memory = part.Kernel.Buffers.Zip(part.Memory, (buffer, memory) => (buffer, memory))
                .ToDictionary(pair => pair.buffer, pair => pair.memory);
            if (part.Kernel.Description.Length > 0) body.Add(new Statement.Remark(part.Kernel.Description));
            joining.Write(part.Kernel.Body, body);
        }

        return new Kernel
        {
            Kind = "Sample",
            Description = "One sample.",
            Buffers = buffers.ToEquatableArray(),
            Scalars = parts.SelectMany(part => part.Kernel.Scalars).Distinct().ToEquatableArray(),
            UsesRandom = false,
            IsJoined = true,
            Body = body.ToEquatableArray(),
            Division = new Division.Whole(),
        };
    }

    /// <summary>
    /// A kernel for exactly one sample, whose outermost loop threads can share; the kernel itself if there is no such loop.
    /// </summary>
    /// <remarks>What samples divide no longer does: loops of one iteration are gone, up to the first one of several.</remarks>
    public static Kernel Shared(Kernel kernel)
    {
        if (kernel.Division is not Division.Samples || kernel.UsesRandom) return kernel;
        var one = new OneSample(kernel.Buffers.Select(buffer => buffer.Name))
        {
            _memory = kernel.Buffers.ToDictionary(buffer => buffer, buffer => (buffer, 0)),
            _keepsLoops = true,
        };
        var body = one.Body(kernel.Body);
        return Division.Of(body) is Division.Iterations division ? kernel with { Body = body, Division = division } : kernel;
    }

    private static Extent Known(Extent extent) => new(extent.Count, false);

    private EquatableArray<Statement> Body(IReadOnlyList<Statement> statements)
    {
        var body = new List<Statement>();
        Write(statements, body);
        return body.ToEquatableArray();
    }

    private void Write(IReadOnlyList<Statement> statements, List<Statement> body)
    {
        foreach (var statement in statements)
        {
            switch (statement)
            {
                case Statement.Let let:
                    var value = Of(let.Value);
                    body.Add(new Statement.Let(_locals[let.Local] = let.Local with { Name = Unique(let.Local.Name) }, value));
                    break;
                case Statement.Assign assign:
                    body.Add(new Statement.Assign(_locals[assign.Local], Of(assign.Value)));
                    break;
                case Statement.Store store:
                    body.Add(new Statement.Store(_memory[store.Buffer].Buffer, Place(store.Buffer, store.Index), Of(store.Value)));
                    break;
                case Statement.StoreFirst store:
                    body.Add(new Statement.StoreFirst(_memory[store.Buffer].Buffer, Place(store.Buffer, store.Index), Of(store.Value)));
                    break;
                case Statement.StoreLanes store:
                    body.Add(new Statement.StoreLanes(
                        _memory[store.Buffer].Buffer, Place(store.Buffer, store.Index), Of(store.Value), store.Count));
                    break;
                case Statement.Prefetch prefetch:
                    body.Add(new Statement.Prefetch(
                        _memory[prefetch.Buffer].Buffer,
                        Place(prefetch.Buffer, prefetch.Index),
                        prefetch.Further is { } further ? Of(further) : null,
                        prefetch.Limit));
                    break;
                case Statement.ReadIndex read:
                    var variable = Unique(read.Variable);
                    body.Add(new Statement.ReadIndex(variable, _memory[read.Buffer].Buffer, Place(read.Buffer, read.At), read.Count));
                    _variables[read.Variable] = Affine.Variable(variable);
                    break;
                case Statement.When edge:
                    Write(edge, body);
                    break;
                case Statement.Loop { First: null, End: null } loop when !_keepsLoops || Iterations(loop) == 1:
                    Write(loop, body);
                    break;
                case Statement.Loop loop:
                    var counter = Unique(loop.Variable);
                    var (first, end) = (loop.First is null ? null : Of(loop.First), loop.End is null ? null : Of(loop.End));
                    _variables[loop.Variable] = Affine.Variable(counter);
                    var segments = loop.Segments.Select(segment => segment with { Body = Body(segment.Body) }).ToEquatableArray();
                    body.Add(new Statement.Loop(counter, Known(loop.Extent), segments, first, end));
                    break;
                default:
                    throw new CompilerException($"{statement.GetType().Name} is unknown.");
            }
        }
    }

    private static int Iterations(Statement.Loop loop) => Parts(loop).Sum(part => part.Iterations);

    /// <summary>The segments of a loop of constant length: where each begins, and how often it runs.</summary>
    private static IEnumerable<(Segment Segment, int Start, int Iterations)> Parts(Statement.Loop loop)
    {
        var start = 0;
        for (var i = 0; i < loop.Segments.Count; i++)
        {
            var segment = loop.Segments[i];
            var rest = loop.Extent.Count - start + (i == loop.Segments.Count - 1 ? segment.Step - 1 : 0);
            var iterations = Math.Max(0, rest / segment.Step);
            yield return (segment, start, iterations);
            start += iterations * segment.Step;
        }
    }

    /// <summary>Each segment is a loop of its own, or is written out.</summary>
    private void Write(Statement.Loop loop, List<Statement> body)
    {
        foreach (var (segment, start, iterations) in Parts(loop))
        {
            if (iterations == 1 || segment.Unrolled)
            {
                for (var iteration = 0; iteration < iterations; iteration++)
                {
                    _variables[loop.Variable] = Affine.Of(start + (iteration * segment.Step));
                    Write(segment.Body, body);
                }
            }
            else if (iterations > 0)
            {
                var counter = Unique(loop.Variable);
                _variables[loop.Variable] = Affine.Variable(counter) + start;
                var written = segment with { Body = Body(segment.Body) };
                body.Add(new Statement.Loop(counter, Extent.Of(iterations * segment.Step), EquatableArray.Of(written)));
            }
        }
    }

    private void Write(Statement.When edge, List<Statement> body)
    {
        var at = _variables[edge.Variable];
        if (!at.IsConstant)
            body.Add(new Statement.When(at.Terms[0].Variable, edge.Value - at.Constant, Body(edge.Body)));
        else if (at.Constant == edge.Value)
            Write(edge.Body, body);
    }

    private VectorExpression Of(VectorExpression expression) => expression switch
    {
        VectorExpression.Load load => new VectorExpression.Load(_memory[load.Buffer].Buffer, Place(load.Buffer, load.Index)),
        VectorExpression.Gather gather =>
            gather with { Buffer = _memory[gather.Buffer].Buffer, Index = Place(gather.Buffer, gather.Index) },
        VectorExpression.Broadcast number =>
            new VectorExpression.Broadcast(_memory[number.Buffer].Buffer, Place(number.Buffer, number.Index)),
        VectorExpression.Read read => new VectorExpression.Read(_locals[read.Local]),
        VectorExpression.Position position => position with { Index = Of(position.Index) },
        VectorExpression.Mask mask => new VectorExpression.Mask(Of(mask.Value), mask.Fill, Of(mask.First), Known(mask.Extent)),
        _ => Rewriting.WithOperands(expression, Of),
    };

    private Affine Place(BufferArgument buffer, Affine index) => Of(index) + _memory[buffer].Start;

    private Affine Of(Affine index)
    {
        var sum = Affine.Of(index.Constant);
        foreach (var term in index.Terms) sum += _variables[term.Variable] * term.Coefficient;
        return sum;
    }

    private string Unique(string name)
    {
        if (_taken.Add(name)) return name;
        _ordinals.TryGetValue(name, out var ordinal);
        string candidate;
        do candidate = name + "_" + Literals.Integer((ordinal = Math.Max(2, ordinal + 1)));
        while (!_taken.Add(candidate));
        _ordinals[name] = ordinal;
        return candidate;
    }
}
