using System.Numerics;
using System.Runtime.CompilerServices;

namespace ModelGen.Runtime;

/// <summary>Cuts floats to a range around zero. A NaN stays one.</summary>
internal readonly struct Cutting(float max) : IRunAction
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Do(Span<float> run)
    {
        Vector<float> most = new(max), least = new(-max);
        int position = 0;
        for (; position + Vector<float>.Count <= run.Length; position += Vector<float>.Count)
        {
            Vector<float> values = new(run[position..]);
            values = Vector.ConditionalSelect(Vector.GreaterThan(values, most), most, values);
            Vector.ConditionalSelect(Vector.LessThan(values, least), least, values).CopyTo(run[position..]);
        }

        for (; position < run.Length; position++)
        {
            float value = run[position];
            run[position] = value > max ? max : value < -max ? -max : value;
        }
    }
}
