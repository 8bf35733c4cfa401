using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Kernels;

/// <summary>A buffer a kernel is called with.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Element">The type of its elements, which reading widens to floats. Only floats are written.</param>
public sealed record BufferArgument(string Name, Element Element = Element.F32);

/// <summary>A named value of sixteen floats, or of one float sixteen times.</summary>
public sealed record VectorLocal(string Name, bool IsUniform);

/// <summary>A virtual vector of sixteen floats.</summary>
public abstract record VectorExpression
{
    /// <summary>Whether all lanes hold the same number, so that one machine vector of any width stands for all.</summary>
    public abstract bool IsUniform { get; }

    /// <summary>The vectors that it is computed from.</summary>
    internal virtual IReadOnlyList<VectorExpression> Operands => [];

    /// <summary>Sixteen adjacent floats.</summary>
    public sealed record Load(BufferArgument Buffer, Affine Index) : VectorExpression
    {
        public override bool IsUniform => false;
    }

    /// <summary>Sixteen floats, each <paramref name="Stride"/> floats behind the one before.</summary>
    public sealed record Gather(BufferArgument Buffer, Affine Index, int Stride) : VectorExpression
    {
        public override bool IsUniform => false;
    }

    /// <summary>One float in every lane.</summary>
    public sealed record Broadcast(BufferArgument Buffer, Affine Index) : VectorExpression
    {
        public override bool IsUniform => true;
    }

    public sealed record Constant(double Value) : VectorExpression
    {
        public override bool IsUniform => true;
    }

    /// <summary>A float the kernel is called with.</summary>
    public sealed record ScalarArgument(string Name) : VectorExpression
    {
        public override bool IsUniform => true;
    }

    public sealed record Read(VectorLocal Local) : VectorExpression
    {
        public override bool IsUniform => Local.IsUniform;
    }

    public sealed record Call(ScalarFunction Function, EquatableArray<VectorExpression> Arguments) : VectorExpression
    {
        public override bool IsUniform => Arguments.All(a => a.IsUniform);

        internal override IReadOnlyList<VectorExpression> Operands => Arguments;
    }

    /// <summary>In each lane two numbers, rounded to whole numbers of 16 bits, ties to even; the first in the lower half.</summary>
    public sealed record Pair(VectorExpression First, VectorExpression Second) : VectorExpression
    {
        public override bool IsUniform => First.IsUniform && Second.IsUniform;

        internal override IReadOnlyList<VectorExpression> Operands => [First, Second];
    }

    /// <summary>In each lane the two products of two pairs, added to a 32-bit integer.</summary>
    public sealed record MultiplyAddPairs(VectorExpression Left, VectorExpression Right, VectorExpression Sum) : VectorExpression
    {
        public override bool IsUniform => Left.IsUniform && Right.IsUniform && Sum.IsUniform;

        internal override IReadOnlyList<VectorExpression> Operands => [Left, Right, Sum];
    }

    /// <summary>32-bit integers as floats, rounded to the nearest, ties to even.</summary>
    public sealed record FromIntegers(VectorExpression Value) : VectorExpression
    {
        public override bool IsUniform => Value.IsUniform;

        internal override IReadOnlyList<VectorExpression> Operands => [Value];
    }

    /// <summary>An index as a float: the same in every lane, or one more from lane to lane.</summary>
    public sealed record Position(Affine Index, bool AlongLanes) : VectorExpression
    {
        public override bool IsUniform => !AlongLanes;
    }

    /// <summary>Uniform random numbers in [0, 1) for the given element and sample.</summary>
    public sealed record Random(int Stream, Affine Element, bool ElementAlongLanes, Affine Sample, bool SampleAlongLanes) : VectorExpression
    {
        /// <summary>Whether the samples of a call are a part of a batch, and are counted from the first sample of that.</summary>
        public bool InPart { get; init; }

        public override bool IsUniform => !ElementAlongLanes && !SampleAlongLanes;
    }

    /// <summary>The first lanes of a vector, the others replaced: lane i is kept where <c>first + i</c> is below the extent.</summary>
    public sealed record Mask(VectorExpression Value, double Fill, Affine First, Extent Extent) : VectorExpression
    {
        public override bool IsUniform => false;

        internal override IReadOnlyList<VectorExpression> Operands => [Value];
    }

    /// <summary>The sixteen lanes combined as a tree: i with i + 8, then i + 4, i + 2, i + 1.</summary>
    public sealed record CombineLanes(ReduceKind Kind, VectorExpression Value) : VectorExpression
    {
        public override bool IsUniform => true;

        internal override IReadOnlyList<VectorExpression> Operands => [Value];
    }

    /// <summary>The upper eight lanes of one vector, and behind them the lower eight of another.</summary>
    public sealed record Straddle(VectorExpression First, VectorExpression Second) : VectorExpression
    {
        public override bool IsUniform => false;

        internal override IReadOnlyList<VectorExpression> Operands => [First, Second];
    }
}
