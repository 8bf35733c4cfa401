using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Kernels;

/// <summary>A statement of a kernel.</summary>
public abstract record Statement
{
    /// <summary>Runs a variable over 0 … extent − 1 in segments. Each goes as far as whole steps of it fit.</summary>
    /// <param name="Variable">The variable.</param>
    /// <param name="Extent">The number of values.</param>
    /// <param name="Segments">The bodies.</param>
    /// <param name="First">Where it begins, if not at zero. Then its step is one, and it is never written out.</param>
    /// <param name="End">Where it ends, if before the extent.</param>
    /// <remarks>Steps of 14, 4, 1 over 64 make 4 iterations of 14 and 2 of 4. Without a step, the variable is not used.</remarks>
    public sealed record Loop(string Variable, Extent Extent, EquatableArray<Segment> Segments, Affine? First = null, Affine? End = null)
        : Statement;

    /// <summary>Runs if the variable of an enclosing loop has a certain value.</summary>
    /// <param name="Variable">The loop's variable.</param>
    /// <param name="Value">The value.</param>
    /// <param name="Body">The statements.</param>
    public sealed record When(string Variable, int Value, EquatableArray<Statement> Body) : Statement;

    /// <summary>
    /// Reads an integer that indexes another buffer, such as a row of a table. The statements behind it know it as a variable.
    /// </summary>
    /// <param name="Variable">The variable: 0 … count − 1.</param>
    /// <param name="Buffer">The buffer with the number, as a float, which holds it exactly. The kernel does not write there.</param>
    /// <param name="At">Where in the buffer.</param>
    /// <param name="Count">How many values it may have. The public member that takes such numbers has checked their range.</param>
    public sealed record ReadIndex(string Variable, BufferArgument Buffer, Affine At, int Count) : Statement;

    public sealed record Let(VectorLocal Local, VectorExpression Value) : Statement;

    public sealed record Assign(VectorLocal Local, VectorExpression Value) : Statement;

    /// <summary>Stores sixteen floats.</summary>
    public sealed record Store(BufferArgument Buffer, Affine Index, VectorExpression Value) : Statement;

    /// <summary>Stores the first lane.</summary>
    public sealed record StoreFirst(BufferArgument Buffer, Affine Index, VectorExpression Value) : Statement;

    /// <summary>Stores the first lanes: eight, four or one.</summary>
    public sealed record StoreLanes(BufferArgument Buffer, Affine Index, VectorExpression Value, int Count) : Statement
    {
        /// <summary>Whether so many lanes can be stored at once, all sixteen included.</summary>
        public static bool Suits(int count) => count is 1 or 4 or 8 or VirtualVector.Lanes;
    }

    /// <summary>Asks for the cache line at a place that is read soon. It may lie outside of the buffer: nothing is read.</summary>
    /// <param name="Buffer">A buffer of floats.</param>
    /// <param name="Index">Where.</param>
    /// <param name="Further">What is added to that, but not beyond a limit; null if nothing is.</param>
    /// <param name="Limit">The limit.</param>
    public sealed record Prefetch(BufferArgument Buffer, Affine Index, Affine? Further = null, int Limit = 0) : Statement;

    /// <summary>Runs if sums go on from what a call for earlier samples has left: see <see cref="PausedSums"/>.</summary>
    /// <param name="Body">The statements: each gives an accumulator the value that it had.</param>
    public sealed record Resume(EquatableArray<Statement> Body) : Statement;

    /// <summary>A comment on what follows.</summary>
    public sealed record Remark(string Text) : Statement;
}

/// <summary>The body of a loop for one step size.</summary>
/// <param name="Step">The step.</param>
/// <param name="Unrolled">Whether the loop is written out if its extent is constant.</param>
/// <param name="Body">The statements; they may use the loop's variable.</param>
public sealed record Segment(int Step, bool Unrolled, EquatableArray<Statement> Body);
