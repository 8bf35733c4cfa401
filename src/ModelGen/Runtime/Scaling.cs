using System.Numerics;
using System.Runtime.CompilerServices;

namespace ModelGen.Runtime;

/// <summary>Multiplies floats by a number.</summary>
internal readonly struct Scaling(float factor) : IRunAction
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Do(Span<float> run)
    {
        int position = 0;
        for (; position + Vector<float>.Count <= run.Length; position += Vector<float>.Count)
            (new Vector<float>(run[position..]) * factor).CopyTo(run[position..]);
        for (; position < run.Length; position++)
            run[position] *= factor;
    }
}
