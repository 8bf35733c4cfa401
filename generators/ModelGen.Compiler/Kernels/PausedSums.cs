using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Kernels;

/// <summary>Lets the sums of a kernel over samples pause: a call for further samples goes on where the one before has ended.</summary>
/// <remarks>
/// An accumulator is all that a sum knows of earlier samples, and memory holds it exactly. So the results have the same bits, however many
/// calls the samples are divided among. A sum that is stored as it is goes on from there. One whose lanes are added up at the end leaves
/// its lanes in a buffer of their own.
/// </remarks>
internal sealed class PausedSums
{
    /// <summary>The parameter that says whether sums go on, or begin.</summary>
    public const string Parameter = "resumes";

    private readonly Kernel _kernel;
    private readonly BufferArgument _partials;
    private readonly HashSet<Statement> _finals = new(ByReference.Instance);
    private readonly HashSet<BufferArgument> _resumed = [];
    private bool _isPossible = true, _usesPartials;
    private int _sums;

    private PausedSums(Kernel kernel)
    {
        _kernel = kernel;
        _partials = new BufferArgument("partials");
    }

    /// <summary>The kernel with sums that can pause: the same one if it has none, null if one of them cannot.</summary>
    public static Kernel? Of(Kernel kernel)
    {
        if (kernel.Division is Division.Samples or Division.Inner) return kernel;
        var paused = new PausedSums(kernel);
        var body = paused.Rewrite(kernel.Body);
        paused.CheckWrites(kernel.Body, sample: null);
        if (BufferUse.Read(kernel.Body).Any(paused._resumed.Contains)) return null;
        if (!paused._isPossible) return null;
        if (paused._sums == 0) return kernel;
        return kernel with
        {
            Body = body,
            Buffers = paused._usesPartials ? kernel.Buffers.Append(paused._partials).ToEquatableArray() : kernel.Buffers,
            Partials = paused._usesPartials ? paused._partials : null,
            IsPaused = true,
        };
    }

    private EquatableArray<Statement> Rewrite(EquatableArray<Statement> statements)
    {
        var body = new List<Statement>();
        for (var i = 0; i < statements.Count; i++)
        {
            if (statements[i] is not Statement.Loop loop)
            {
                if (statements[i] is Statement.When edge && HasSamples(edge.Body)) _isPossible = false;
                body.Add(statements[i]);
                continue;
            }

            if (!loop.Extent.PerSample)
            {
                var segments = loop.Segments.Select(s => s with { Body = Rewrite(s.Body) }).ToEquatableArray();
                body.Add(loop with { Segments = segments });
                continue;
            }

            var begun = new List<Statement>();
            var left = new List<Statement>();
            foreach (var local in Assignments.Of(loop))
            {
                // A sum that begins outside of a loop around this one has another order.
                var isHere = statements.Take(i)
                    .Any(s => s is Statement.Let { Value: VectorExpression.Constant { Value: 0 } } let && let.Local == local);
                if (!isHere || Resumed(local, statements.Skip(i + 1).ToArray(), left) is not { } value)
                {
                    _isPossible = false;
                    return statements;
                }

                _sums++;
                begun.Add(new Statement.Assign(local, value));
            }

            if (begun.Count > 0) body.Add(new Statement.Resume(begun.ToEquatableArray()));
            body.Add(loop);
            body.AddRange(left);
        }

        return body.ToEquatableArray();
    }

    /// <summary>What an accumulator was when the samples before had ended; null if that is nowhere.</summary>
    private VectorExpression? Resumed(VectorLocal sum, IReadOnlyList<Statement> behind, List<Statement> left)
    {
        var named = behind.OfType<Statement.Let>().FirstOrDefault(let => IsOf(let.Value, sum));
        var value = named is null ? sum : named.Local;
        foreach (var statement in behind)
        {
            switch (statement)
            {
                case Statement.Store store when !sum.IsUniform && IsResult(store.Value):
                    if (named?.Value is VectorExpression.CombineLanes) return null;
                    _finals.Add(store);
                    _resumed.Add(store.Buffer);
                    return new VectorExpression.Load(store.Buffer, store.Index);
                case Statement.StoreFirst store when sum.IsUniform && IsResult(store.Value):
                    _finals.Add(store);
                    _resumed.Add(store.Buffer);
                    return new VectorExpression.Broadcast(store.Buffer, store.Index);
                case Statement.StoreFirst store when named?.Value is VectorExpression.CombineLanes && IsResult(store.Value):
                    _finals.Add(store);
                    _usesPartials = true;
                    left.Add(new Statement.Store(_partials, store.Index * VirtualVector.Lanes, new VectorExpression.Read(sum)));
                    return new VectorExpression.Load(_partials, store.Index * VirtualVector.Lanes);
                case Statement.Let or Statement.Store or Statement.StoreFirst or Statement.StoreLanes or Statement.Remark:
                    continue;
                default:
                    return null;
            }
        }

        return null;

        bool IsResult(VectorExpression expression) =>
            expression is VectorExpression.Read read ? read.Local == value : named is null && IsOf(expression, sum);
    }

    /// <summary>Whether an expression is a sum, lanes that do not count left out, or all of its lanes added up.</summary>
    private static bool IsOf(VectorExpression expression, VectorLocal sum) => expression switch
    {
        VectorExpression.Read read => read.Local == sum,
        VectorExpression.Mask { Fill: 0 } mask => IsOf(mask.Value, sum) && mask.Value is VectorExpression.Read,
        VectorExpression.CombineLanes { Kind: ReduceKind.Sum } lanes => lanes.Value is VectorExpression.Read read && read.Local == sum,
        _ => false,
    };

    /// <summary>Everything that is written must be of the samples of this call, or the result of a sum.</summary>
    private void CheckWrites(IReadOnlyList<Statement> statements, string? sample)
    {
        foreach (var statement in statements)
        {
            switch (statement)
            {
                case Statement.Store store:
                    Check(store, store.Index);
                    break;
                case Statement.StoreFirst store:
                    Check(store, store.Index);
                    break;
                case Statement.StoreLanes store:
                    Check(store, store.Index);
                    break;
                case Statement.When edge:
                    CheckWrites(edge.Body, sample);
                    break;
                case Statement.Loop loop:
                    foreach (var segment in loop.Segments)
                        CheckWrites(segment.Body, sample ?? (loop.Extent.PerSample ? loop.Variable : null));
                    break;
            }
        }

        void Check(Statement store, Affine index)
        {
            if (sample is null ? HasSamples(_kernel.Body) && !_finals.Contains(store) : !index.Terms.Any(t => t.Variable == sample))
                _isPossible = false;
        }
    }

    private static bool HasSamples(IReadOnlyList<Statement> statements) => statements.Any(statement => statement switch
    {
        Statement.Loop loop => loop.Extent.PerSample || loop.Segments.Any(segment => HasSamples(segment.Body)),
        Statement.When edge => HasSamples(edge.Body),
        _ => false,
    });

    /// <summary>The locals from around a loop that it assigns, in the order of their first assignment.</summary>
    private sealed class Assignments : KernelWalk
    {
        private readonly HashSet<VectorLocal> _own = [];
        private readonly List<VectorLocal> _assigned = [];

        public static IReadOnlyList<VectorLocal> Of(Statement.Loop loop)
        {
            var assignments = new Assignments();
            assignments.Loop(loop);
            return assignments._assigned.Where(local => !assignments._own.Contains(local)).Distinct().ToArray();
        }

        protected override void Let(Statement.Let let) => _own.Add(let.Local);

        protected override void Assign(Statement.Assign assign) => _assigned.Add(assign.Local);
    }

    /// <summary>Equal statements at different places are different ones.</summary>
    private sealed class ByReference : IEqualityComparer<Statement>
    {
        public static readonly ByReference Instance = new();

        public bool Equals(Statement? x, Statement? y) => ReferenceEquals(x, y);

        public int GetHashCode(Statement statement) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(statement);
    }
}
