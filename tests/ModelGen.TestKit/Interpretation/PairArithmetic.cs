using System.Runtime.Intrinsics;

namespace ModelGen.TestKit.Interpretation;

/// <summary>Pairs of whole numbers, number by number: what the instructions of kernels are compared with.</summary>
internal static class PairArithmetic
{
    public static Vector512<float> Pair(Vector512<float> first, Vector512<float> second) => Each(
        lane => unchecked(((int)MathF.Round(second[lane]) << 16) | ((int)MathF.Round(first[lane]) & 0xFFFF)));

    public static Vector512<float> MultiplyAdd(Vector512<float> left, Vector512<float> right, Vector512<float> sum)
    {
        (Vector512<int> a, Vector512<int> b, Vector512<int> c) = (left.AsInt32(), right.AsInt32(), sum.AsInt32());
        return Each(lane => unchecked(c[lane] + ((short)a[lane] * (short)b[lane]) + ((a[lane] >> 16) * (b[lane] >> 16))));
    }

    public static Vector512<float> FromIntegers(Vector512<float> integers)
    {
        Vector512<int> all = integers.AsInt32();
        Vector512<float> floats = Vector512<float>.Zero;
        for (int lane = 0; lane < Vector512<int>.Count; lane++) floats = floats.WithElement(lane, (float)all[lane]);
        return floats;
    }

    private static Vector512<float> Each(Func<int, int> lane)
    {
        Vector512<int> all = Vector512<int>.Zero;
        for (int i = 0; i < Vector512<int>.Count; i++) all = all.WithElement(i, lane(i));
        return all.AsSingle();
    }
}

internal sealed class MultiplyAddPairsNode(VectorNode left, VectorNode right, VectorNode sum) : VectorNode
{
    public override Vector512<float> Evaluate(Frame frame, ref int missing) =>
        PairArithmetic.MultiplyAdd(left.Evaluate(frame, ref missing), right.Evaluate(frame, ref missing), sum.Evaluate(frame, ref missing));
}
