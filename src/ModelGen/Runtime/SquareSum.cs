using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelGen.Runtime;

/// <summary>
/// The sum of the squares of many floats, in double precision: sixteen interleaved sums, added up in order. A square is exact, so the
/// result is the same bits on every machine.
/// </summary>
internal struct SquareSum : IRunAction
{
    private const int Lanes = 16;

    private Vector512<double> _lower;
    private Vector512<double> _upper;

    /// <summary>The sum so far.</summary>
    public readonly double Value
    {
        get
        {
            double sum = 0;
            for (int lane = 0; lane < Lanes / 2; lane++) sum += _lower[lane];
            for (int lane = 0; lane < Lanes / 2; lane++) sum += _upper[lane];
            return sum;
        }
    }

    /// <summary>Adds the squares of some floats, the first of them to the first sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Do(Span<float> run)
    {
        ref float first = ref MemoryMarshal.GetReference(run);
        Vector512<double> lower = _lower, upper = _upper;
        nuint position = 0;
        for (; position + Lanes <= (nuint)run.Length; position += Lanes)
        {
            Vector512<float> values = Vector512.LoadUnsafe(ref first, position);
            Vector512<double> left = Vector512.WidenLower(values), right = Vector512.WidenUpper(values);
            lower += left * left;
            upper += right * right;
        }

        if (position < (nuint)run.Length)
        {
            Span<float> last = stackalloc float[Lanes];
            last.Clear();
            run[(int)position..].CopyTo(last);
            Vector512<float> values = Vector512.Create<float>(last);
            Vector512<double> left = Vector512.WidenLower(values), right = Vector512.WidenUpper(values);
            lower += left * left;
            upper += right * right;
        }

        (_lower, _upper) = (lower, upper);
    }
}
