using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Kernels;

/// <summary>The instructions that a kernel executes for a number of samples at a vector width, counted on its loops.</summary>
/// <remarks>
/// It is read from the statements, with their tiles, remainders and unrolled loops, so it always agrees with the code. Everything is
/// counted in machine vectors: a virtual vector of sixteen floats is <c>parts</c> of them.
/// </remarks>
public sealed class KernelWork
{
    private readonly int _samples;
    private readonly int _parts;
    private readonly Func<VectorExpression, int> _operationsOf;
    private readonly Dictionary<BufferArgument, long> _reads = [];
    private readonly Dictionary<(int, int, int), InnerTile> _tiles = [];
    private readonly Dictionary<string, int[]> _values = new(StringComparer.Ordinal);

    private KernelWork(int samples, int parts, Func<VectorExpression, int> operationsOf)
    {
        _samples = samples;
        _parts = parts;
        _operationsOf = operationsOf;
    }

    /// <summary>Arithmetic instructions, fused multiply-adds included.</summary>
    public long Operations { get; private set; }

    /// <summary>Loads, those of single floats included.</summary>
    public long Loads { get; private set; }

    public long Stores { get; private set; }

    /// <summary>The tiles of accumulators; the one with most multiply-adds is first.</summary>
    public IReadOnlyList<InnerTile> Tiles => _tiles.Values.OrderByDescending(t => t.Products).ToArray();

    /// <summary>The bytes that all loads from a buffer ask for: of floats, 64 for a virtual vector and 4 for one.</summary>
    public long BytesRead(BufferArgument buffer) => _reads.TryGetValue(buffer, out var bytes) ? bytes : 0;

    /// <summary>Counts a kernel.</summary>
    /// <param name="kernel">The loops.</param>
    /// <param name="samples">The number of samples.</param>
    /// <param name="parts">Machine vectors in a virtual vector.</param>
    /// <param name="operationsOf">The instructions of one expression for one machine vector, without its arguments.</param>
    public static KernelWork Of(Kernel kernel, int samples, int parts, Func<VectorExpression, int> operationsOf)
    {
        var work = new KernelWork(samples, parts, operationsOf);
        work.Body(kernel.Body, 1);
        return work;
    }

    /// <summary>Counts statements that run <paramref name="times"/> times; the multiply-adds that stand together are one tile.</summary>
    private void Body(IReadOnlyList<Statement> statements, long times)
    {
        var tile = new TileCounter();
        Visit(statements, times, 1, tile);
        if (tile.Find() is not { } found) return;
        var products = tile.Products * times;
        var key = (found.Rows, found.Vectors, tile.MachineAccumulators(_parts));
        if (_tiles.TryGetValue(key, out var known)) products += known.Products;
        _tiles[key] = new InnerTile(found.Rows, found.Vectors, key.Item3, products);
    }

    /// <param name="statements">What runs.</param>
    /// <param name="times">How often, in all.</param>
    /// <param name="unrolled">How often it is written out in the loop that <paramref name="tile"/> belongs to.</param>
    /// <param name="tile">Takes the multiply-adds.</param>
    private void Visit(IReadOnlyList<Statement> statements, long times, int unrolled, TileCounter tile)
    {
        foreach (var statement in statements)
        {
            switch (statement)
            {
                case Statement.Let let:
                    Count(let.Value, times);
                    break;
                case Statement.Assign assign:
                    if (ProductOf(assign) is { } factors) tile.Add(assign.Local, factors, unrolled * PartsOf(assign.Value));
                    Count(assign.Value, times);
                    break;
                case Statement.Store store:
                    Count(store.Value, times);
                    Stores += times * _parts;
                    break;
                case Statement.StoreFirst first:
                    Count(first.Value, times);
                    Stores += times;
                    break;
                case Statement.StoreLanes part:
                    Count(part.Value, times);
                    Stores += times;
                    break;
                case Statement.ReadIndex index:
                    Read(index.Buffer, 4 * times);
                    Loads += times;
                    break;
                case Statement.Loop loop:
                    Visit(loop, times, unrolled, tile);
                    break;
                case Statement.When edge:
                    Body(edge.Body, times * _values[edge.Variable].Count(value => value == edge.Value) / _values[edge.Variable].Length);
                    break;
            }
        }
    }

    private void Visit(Statement.Loop loop, long times, int unrolled, TileCounter tile)
    {
        var count = loop.Extent.Count * (loop.Extent.PerSample ? _samples : 1);
        if (loop.First is not null || loop.End is not null)
        {
            Between(loop, times);
            return;
        }

        var start = 0;
        for (var i = 0; i < loop.Segments.Count; i++)
        {
            var segment = loop.Segments[i];
            var isLast = i == loop.Segments.Count - 1;
            var iterations = (count - start + (isLast ? segment.Step - 1 : 0)) / segment.Step;
            _values[loop.Variable] = Enumerable.Range(0, iterations).Select(index => start + (index * segment.Step)).ToArray();
            start += iterations * segment.Step;
            if (iterations == 0) continue;
            if (segment.Unrolled && !loop.Extent.PerSample) Visit(segment.Body, times * iterations, unrolled * iterations, tile);
            else Body(segment.Body, times * iterations);
        }
    }

    /// <summary>Counts the iterations between ends that depend on one loop around this one.</summary>
    private void Between(Statement.Loop loop, long times)
    {
        var around = new[] { loop.First, loop.End }
            .SelectMany(end => end is null ? [] : end.Terms.Select(t => t.Variable))
            .Distinct()
            .ToArray();
        if (around.Length > 1)
            throw new CompilerException($"The ends of loop '{loop.Variable}' depend on {around.Length} loops.");
        var values = around.Length == 0 ? [0] : _values[around[0]];
        var iterations = values.Sum(value => (long)Math.Max(0, End(loop.End, value) - First(loop.First, value)));
        _values[loop.Variable] = Enumerable.Range(0, loop.Extent.Count).ToArray();
        Body(loop.Segments[0].Body, times * iterations / values.Length);

        int At(Affine bound, int value) => around.Aggregate(bound, (end, variable) => end.With(variable, Affine.Of(value))).Constant;
        int First(Affine? bound, int value) => bound is null ? 0 : Math.Max(0, At(bound, value));
        int End(Affine? bound, int value) => bound is null ? loop.Extent.Count : Math.Min(loop.Extent.Count, At(bound, value));
    }

    private void Count(VectorExpression expression, long times)
    {
        switch (expression)
        {
            case VectorExpression.Load load:
                Read(load.Buffer, (long)VirtualVector.Lanes * load.Buffer.Element.Bytes() * times);
                Loads += times * _parts;
                return;
            case VectorExpression.Gather gather:
                Read(gather.Buffer, (long)VirtualVector.Lanes * gather.Buffer.Element.Bytes() * times);
                Loads += times * VirtualVector.Lanes;
                return;
            case VectorExpression.Broadcast broadcast:
                Read(broadcast.Buffer, broadcast.Buffer.Element.Bytes() * times);
                Loads += times;
                return;
        }

        foreach (var operand in expression.Operands) Count(operand, times);
        Operations += times * _operationsOf(expression) * PartsOf(expression);
    }

    private void Read(BufferArgument buffer, long bytes) => _reads[buffer] = BytesRead(buffer) + bytes;

    private int PartsOf(VectorExpression expression) => expression.IsUniform ? 1 : _parts;

    /// <summary>The factors of a product that is added to a local, fused or not; null if the assignment does something else.</summary>
    private static IReadOnlyList<VectorExpression>? ProductOf(Statement.Assign assign)
    {
        if (assign.Value is VectorExpression.MultiplyAddPairs pairs)
            return pairs.Sum is VectorExpression.Read total && total.Local == assign.Local ? [pairs.Left, pairs.Right] : null;
        if (assign.Value is not VectorExpression.Call call) return null;
        IReadOnlyList<VectorExpression>? factors =
            call.Function == Ops.ScalarFunction.MultiplyAdd ? call.Arguments.Take(2).ToArray()
            : call.Function == Ops.ScalarFunction.Add && call.Arguments[0] is VectorExpression.Call product
                && product.Function == Ops.ScalarFunction.Multiply ? product.Arguments
            : null;
        return call.Arguments[call.Arguments.Count - 1] is VectorExpression.Read sum && sum.Local == assign.Local ? factors : null;
    }

    /// <summary>The multiply-adds of one innermost loop, its written-out loops included.</summary>
    private sealed class TileCounter
    {
        private readonly HashSet<VectorLocal> _accumulators = [];
        private readonly HashSet<VectorExpression> _operands = [];

        /// <summary>Multiply-adds of machine vectors in one iteration.</summary>
        public long Products { get; private set; }

        public void Add(VectorLocal accumulator, IReadOnlyList<VectorExpression> arguments, int products)
        {
            _accumulators.Add(accumulator);
            _operands.Add(arguments[0]);
            _operands.Add(arguments[1]);
            Products += products;
        }

        public int MachineAccumulators(int parts) => _accumulators.Sum(a => a.IsUniform ? 1 : parts);

        /// <summary>
        /// Rows and vectors: each broadcast number is multiplied by each vector. A sum that shares no operand is one column.
        /// </summary>
        public (int Rows, int Vectors)? Find()
        {
            if (_accumulators.Count == 0) return null;
            var vectors = _operands.Count(o => !o.IsUniform);
            var rows = _operands.Count - vectors;
            return rows * vectors == _accumulators.Count ? (rows, vectors) : (_accumulators.Count, 1);
        }
    }
}

/// <summary>A block of accumulators that stays in registers while a sum runs.</summary>
/// <param name="Rows">Results that share the vectors of an operand.</param>
/// <param name="Vectors">Virtual vectors of each row.</param>
/// <param name="Accumulators">Machine vectors in all: independent chains of multiply-adds.</param>
/// <param name="Products">Multiply-adds of machine vectors that the kernel executes in such tiles.</param>
public sealed record InnerTile(int Rows, int Vectors, int Accumulators, long Products);
