using System.Numerics;
using System.Runtime.CompilerServices;

namespace ModelGen.Runtime;

/// <summary>Makes floats zero where a mask is zero.</summary>
/// <param name="kept">1 and 0, in the order of memory.</param>
internal struct Masking(float[] kept) : IRunAction
{
    private readonly float[] _kept = kept;
    private int _next;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Do(Span<float> run)
    {
        ReadOnlySpan<float> kept = _kept.AsSpan(_next, run.Length);
        _next += run.Length;
        int position = 0;
        for (; position + Vector<float>.Count <= run.Length; position += Vector<float>.Count)
        {
            Vector<float> values = new(run[position..]), mask = new(kept[position..]);
            Vector.ConditionalSelect(Vector.Equals(mask, Vector<float>.Zero), Vector<float>.Zero, values).CopyTo(run[position..]);
        }

        for (; position < run.Length; position++)
            if (kept[position] == 0) run[position] = 0;
    }
}

/// <summary>Copies floats, in the order of memory.</summary>
internal struct Gathering(float[] destination) : IRunAction
{
    private int _next;

    public void Do(Span<float> run)
    {
        run.CopyTo(destination.AsSpan(_next));
        _next += run.Length;
    }
}
