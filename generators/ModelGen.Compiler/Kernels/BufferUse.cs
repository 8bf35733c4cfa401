namespace ModelGen.Compiler.Kernels;

/// <summary>Which buffers statements read and write.</summary>
public static class BufferUse
{
    public static IEnumerable<BufferArgument> Written(IEnumerable<Statement> statements) => All(statements).SelectMany(s => s switch
    {
        Statement.Store store => [store.Buffer],
        Statement.StoreFirst store => [store.Buffer],
        _ => Array.Empty<BufferArgument>(),
    });

    public static IEnumerable<BufferArgument> Read(IEnumerable<Statement> statements) => All(statements).SelectMany(s => s switch
    {
        Statement.Let let => Read(let.Value),
        Statement.Assign assign => Read(assign.Value),
        Statement.Store store => Read(store.Value),
        Statement.StoreFirst store => Read(store.Value),
        Statement.ReadIndex read => [read.Buffer],
        _ => [],
    });

    private static IEnumerable<Statement> All(IEnumerable<Statement> statements) => statements.SelectMany(s =>
        s switch
        {
            Statement.Loop loop => loop.Segments.SelectMany(segment => All(segment.Body)),
            Statement.When edge => All(edge.Body),
            _ => [s],
        });

    private static IEnumerable<BufferArgument> Read(VectorExpression expression) => expression switch
    {
        VectorExpression.Load load => [load.Buffer],
        VectorExpression.Gather gather => [gather.Buffer],
        VectorExpression.Broadcast broadcast => [broadcast.Buffer],
        VectorExpression.Call call => call.Arguments.SelectMany(Read),
        VectorExpression.Mask mask => Read(mask.Value),
        VectorExpression.CombineLanes combine => Read(combine.Value),
        _ => [],
    };
}
