using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Codegen;

/// <summary>A loop of a kernel that is written as a method of its own.</summary>
/// <remarks>
/// A tile with a long epilogue stores its sums, and a loop reads them back. Inside the kernel, the JIT moves the constants of that loop in
/// front of the loops around it, and the accumulators lose their registers to them. A call for each tile costs next to nothing.
/// </remarks>
/// <param name="Loop">The loop, an object of the kernel's tree.</param>
/// <param name="Kernel">The method: the loop over references to where it begins.</param>
/// <param name="Starts">What the references are to, in the order of the method's buffers.</param>
internal sealed record Outline(Statement.Loop Loop, Kernel Kernel, EquatableArray<VectorExpression.Load> Starts)
{
    /// <summary>The loops of a kernel that stand beside accumulators and use nothing of what is around them but memory.</summary>
    public static IReadOnlyList<Outline> Of(Kernel kernel)
    {
        var found = new List<Outline>();
        foreach (var loop in kernel.Body.OfType<Statement.Loop>()) Search(kernel, loop, found);
        return found;
    }

    private static void Search(Kernel kernel, Statement.Loop around, List<Outline> found)
    {
        foreach (var segment in around.Segments)
        {
            var hasAccumulators = segment.Body.Any(s => s is Statement.Let { Value: VectorExpression.Constant });
            foreach (var loop in segment.Body.OfType<Statement.Loop>())
            {
                if (hasAccumulators && Rewriter.Rewrite(kernel, loop) is { } outline) found.Add(outline);
                else Search(kernel, loop, found);
            }
        }
    }

    /// <summary>Writes the loop with references in place of buffers and of the variables around it.</summary>
    private sealed class Rewriter
    {
        private readonly KernelBuilder _builder = new();
        private readonly HashSet<string> _variables = new(StringComparer.Ordinal);
        private readonly HashSet<VectorLocal> _locals = [];
        private readonly HashSet<string> _scalars = new(StringComparer.Ordinal);
        private readonly Dictionary<(BufferArgument, Affine), (BufferArgument Buffer, int Constant)> _references = [];
        private readonly List<VectorExpression.Load> _starts = [];
        private bool _isApart = true;

        /// <summary>The outline of a loop; null if it uses more than memory.</summary>
        public static Outline? Rewrite(Kernel kernel, Statement.Loop loop)
        {
            var rewriter = new Rewriter();
            var body = rewriter.Of(loop);
            if (!rewriter._isApart) return null;
            var description = kernel.Description;
            var end = description.IndexOf(". ", StringComparison.Ordinal);
            return new Outline(
                loop,
                new Kernel
                {
                    Kind = "Finish",
                    Description = $"Behind the sums of a tile: {(end < 0 ? description : description.Substring(0, end))}.",
                    Buffers = rewriter._builder.Buffers.ToEquatableArray(),
                    Scalars = kernel.Scalars.Where(rewriter._scalars.Contains).ToEquatableArray(),
                    UsesRandom = false,
                    Body = EquatableArray.Of<Statement>(body),
                    IsNarrow = kernel.IsNarrow,
                    Division = new Division.Inner(),
                },
                rewriter._starts.ToEquatableArray());
        }

        private Statement.Loop Of(Statement.Loop loop)
        {
            Require(loop is { First: null, End: null, Extent.PerSample: false });
            _variables.Add(loop.Variable);
            return loop with
            {
                Segments = loop.Segments.Select(s => s with { Body = s.Body.Select(Of).ToEquatableArray() }).ToEquatableArray(),
            };
        }

        private Statement Of(Statement statement)
        {
            switch (statement)
            {
                case Statement.Let let:
                    _locals.Add(let.Local);
                    return let with { Value = Of(let.Value) };
                case Statement.Assign assign:
                    Require(_locals.Contains(assign.Local));
                    return assign with { Value = Of(assign.Value) };
                case Statement.Store store:
                    var (buffer, index) = Of(store.Buffer, store.Index);
                    return new Statement.Store(buffer, index, Of(store.Value));
                case Statement.StoreFirst store:
                    (buffer, index) = Of(store.Buffer, store.Index);
                    return new Statement.StoreFirst(buffer, index, Of(store.Value));
                case Statement.StoreLanes store:
                    (buffer, index) = Of(store.Buffer, store.Index);
                    return store with { Buffer = buffer, Index = index, Value = Of(store.Value) };
                case Statement.Loop loop:
                    return Of(loop);
                default:
                    Require(statement is Statement.Remark);
                    return statement;
            }
        }

        private VectorExpression Of(VectorExpression expression)
        {
            switch (expression)
            {
                case VectorExpression.Load load:
                    var (buffer, index) = Of(load.Buffer, load.Index);
                    return new VectorExpression.Load(buffer, index);
                case VectorExpression.Gather gather:
                    (buffer, index) = Of(gather.Buffer, gather.Index);
                    return gather with { Buffer = buffer, Index = index };
                case VectorExpression.Broadcast broadcast:
                    (buffer, index) = Of(broadcast.Buffer, broadcast.Index);
                    return new VectorExpression.Broadcast(buffer, index);
                case VectorExpression.Read read:
                    Require(_locals.Contains(read.Local));
                    return read;
                case VectorExpression.ScalarArgument scalar:
                    _scalars.Add(scalar.Name);
                    return scalar;
                case VectorExpression.Position position:
                    Require(IsInside(position.Index));
                    return position;
                case VectorExpression.Mask mask:
                    Require(IsInside(mask.First) && !mask.Extent.PerSample);
                    break;
                case VectorExpression.Random:
                    _isApart = false;
                    break;
            }

            return Rewriting.WithOperands(expression, Of);
        }

        /// <summary>
        /// An access relative to a reference. The reference is where the first iteration reads or writes, so that it is within the array.
        /// </summary>
        private (BufferArgument Buffer, Affine Index) Of(BufferArgument buffer, Affine index)
        {
            var outer = new Affine(index.Terms.Where(t => !_variables.Contains(t.Variable)).ToEquatableArray(), 0);
            if (!_references.TryGetValue((buffer, outer), out var reference))
            {
                reference = (_builder.Buffer(buffer.Element), index.Constant);
                _references.Add((buffer, outer), reference);
                _starts.Add(new VectorExpression.Load(buffer, outer + index.Constant));
            }

            var inner = new Affine(index.Terms.Where(t => _variables.Contains(t.Variable)).ToEquatableArray(), index.Constant);
            return (reference.Buffer, inner + -reference.Constant);
        }

        private bool IsInside(Affine index) => index.Terms.All(t => _variables.Contains(t.Variable));

        private void Require(bool isSo) => _isApart &= isSo;
    }
}

/// <summary>The method that an outline became.</summary>
/// <param name="Outline">The outline.</param>
/// <param name="Method">The method's name.</param>
/// <param name="Sizes">The sizes that it takes behind its references and scalars.</param>
internal sealed record OutlineCall(Outline Outline, string Method, IReadOnlyList<string> Sizes);
