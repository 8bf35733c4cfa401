using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Spec;

namespace ModelGen.Numerics.Tests;

/// <summary>
/// A kernel with one of its numbers changed: an offset or a factor of an index, where a loop ends, the place of a condition.
/// </summary>
internal sealed class KernelMutation
{
    private readonly Random _random;
    private int _next;
    private int _chosen = -1;

    private KernelMutation(Random random) => _random = random;

    /// <summary>What was changed.</summary>
    public string Change { get; private set; } = "";

    /// <summary>Changes a number of a kernel at random.</summary>
    public static (Kernel Kernel, string Change) Of(Kernel kernel, Random random)
    {
        KernelMutation mutation = new(random);
        mutation.Rewrite(kernel.Body);
        mutation._chosen = random.Next(mutation._next);
        mutation._next = 0;
        EquatableArray<Statement> body = mutation.Rewrite(kernel.Body);
        return (kernel with { Body = body, Division = Division.Of(body) }, mutation.Change);
    }

    private EquatableArray<Statement> Rewrite(EquatableArray<Statement> statements) => statements.Select(Rewrite).ToEquatableArray();

    private Statement Rewrite(Statement statement) => statement switch
    {
        Statement.Let let => let with { Value = Rewrite(let.Value) },
        Statement.Assign assign => assign with { Value = Rewrite(assign.Value) },
        Statement.Store store => store with { Index = Rewrite(store.Index), Value = Rewrite(store.Value) },
        Statement.StoreFirst store => store with { Index = Rewrite(store.Index), Value = Rewrite(store.Value) },
        Statement.When edge => edge with { Value = Number(edge.Value, "place"), Body = Rewrite(edge.Body) },
        Statement.Loop loop => loop with
        {
            Extent = loop.Extent with { Count = Math.Max(1, Number(loop.Extent.Count, "extent of " + loop.Variable)) },
            First = loop.First is { } first ? Rewrite(first) : null,
            End = loop.End is { } end ? Rewrite(end) : null,
            Segments = loop.Segments.Select(segment => segment with { Body = Rewrite(segment.Body) }).ToEquatableArray(),
        },
        _ => statement,
    };

    private VectorExpression Rewrite(VectorExpression expression) => expression switch
    {
        VectorExpression.Load load => load with { Index = Rewrite(load.Index) },
        VectorExpression.Gather gather => gather with { Index = Rewrite(gather.Index), Stride = Number(gather.Stride, "stride") },
        VectorExpression.Broadcast broadcast => broadcast with { Index = Rewrite(broadcast.Index) },
        VectorExpression.Call call => call with { Arguments = call.Arguments.Select(Rewrite).ToEquatableArray() },
        VectorExpression.Mask mask => mask with { Value = Rewrite(mask.Value) },
        VectorExpression.CombineLanes combine => combine with { Value = Rewrite(combine.Value) },
        _ => expression,
    };

    private Affine Rewrite(Affine index) =>
        new(
            index
                .Terms.Select(term => term with { Coefficient = Number(term.Coefficient, $"factor of {term.Variable} in {index}") })
                .ToEquatableArray(),
            Number(index.Constant, $"offset of {index}"));

    private int Number(int number, string what)
    {
        if (_next++ != _chosen) return number;
        int changed = _random.Next(6) switch
        {
            0 => number + 1,
            1 => number - 1,
            2 => number + 16,
            3 => number - 16,
            4 => number + _random.Next(1, 200),
            _ => (2 * number) + 1,
        };
        Change = $"{what}: {number} became {changed}";
        return changed;
    }
}
