using System.Runtime.Intrinsics;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Ops;

namespace ModelGen.TestKit.Interpretation;

/// <summary>A vector expression that can be evaluated. Lanes that depend on what nobody has written are reported as missing.</summary>
internal abstract class VectorNode
{
    public abstract Vector512<float> Evaluate(Frame frame, ref int missing);

    /// <summary>Every lane, in the order of the lanes.</summary>
    protected static readonly Vector512<float> Indices = Vector512<float>.Indices;

    protected const int AllLanes = 0xFFFF;
}

/// <summary>What access failed, for messages.</summary>
internal sealed record AccessText(string Kernel, string Verb, string Buffer, Affine Index)
{
    public KernelFault Fault(long at, long count, CheckedSpan span) =>
        new($"Kernel '{Kernel}': {Verb} {Buffer}[{Index}] is at {at} … {at + count - 1}, and the buffer has {span.Length} floats.")
        {
            LeavesBuffer = true,
        };
}

internal sealed class LoadNode(int buffer, IndexNode index, AccessText text) : VectorNode
{
    public override Vector512<float> Evaluate(Frame frame, ref int missing)
    {
        CheckedSpan span = frame.Buffers[buffer];
        long at = index.At(frame);
        if (!span.CanRead(at, frame.Lanes)) throw text.Fault(at, frame.Lanes, span);
        return span.Load(at, frame.Lanes, ref missing);
    }
}

internal sealed class GatherNode(int buffer, IndexNode index, int stride, AccessText text) : VectorNode
{
    public override Vector512<float> Evaluate(Frame frame, ref int missing)
    {
        CheckedSpan span = frame.Buffers[buffer];
        long at = index.At(frame);
        Span<float> value = stackalloc float[16];
        value.Clear();
        for (int lane = 0; lane < frame.Lanes; lane++, at += stride)
        {
            if (!span.CanGather(at, frame.Lanes)) throw text.Fault(at, 1, span);
            if (at >= span.Length) missing |= 1 << lane;
            else value[lane] = span.One(at, ref missing, 1 << lane);
        }

        missing |= AllLanes & ~((1 << frame.Lanes) - 1);
        return Vector512.Create<float>(value);
    }
}

internal sealed class BroadcastNode(int buffer, IndexNode index, AccessText text) : VectorNode
{
    public override Vector512<float> Evaluate(Frame frame, ref int missing)
    {
        CheckedSpan span = frame.Buffers[buffer];
        long at = index.At(frame);
        if (!span.CanWrite(at, 1)) throw text.Fault(at, 1, span);
        return Vector512.Create(span.One(at, ref missing, AllLanes));
    }
}

internal sealed class ConstantNode(float value) : VectorNode
{
    private readonly Vector512<float> _value = Vector512.Create(value);

    public override Vector512<float> Evaluate(Frame frame, ref int missing) => _value;
}

internal sealed class ScalarNode(int scalar) : VectorNode
{
    public override Vector512<float> Evaluate(Frame frame, ref int missing) => Vector512.Create(frame.Scalars[scalar]);
}

internal sealed class ReadNode(int local) : VectorNode
{
    public override Vector512<float> Evaluate(Frame frame, ref int missing)
    {
        missing |= frame.Missing[local];
        return frame.Locals[local];
    }
}

internal sealed class PositionNode(IndexNode index, bool alongLanes) : VectorNode
{
    public override Vector512<float> Evaluate(Frame frame, ref int missing)
    {
        Vector512<float> start = Vector512.Create((float)index.At(frame));
        return alongLanes ? Indices + start : start;
    }
}

internal sealed class RandomNode(int stream, IndexNode element, bool elementAlongLanes, IndexNode sample, bool sampleAlongLanes)
    : VectorNode
{
    public override Vector512<float> Evaluate(Frame frame, ref int missing) => VectorFunctions.Uniform(
        frame.Seed,
        frame.Step,
        Counter(element.At(frame) + ((long)stream << RandomOp.ElementBits), elementAlongLanes),
        Counter(sample.At(frame), sampleAlongLanes));

    private static Vector512<uint> Counter(long index, bool alongLanes)
    {
        Vector512<uint> start = Vector512.Create(unchecked((uint)index));
        return alongLanes ? Vector512<uint>.Indices + start : start;
    }
}

/// <summary>The first lanes of a vector, and a number in the others, which so are known.</summary>
internal sealed class MaskNode(VectorNode value, float fill, IndexNode first, Extent extent) : VectorNode
{
    private readonly Vector512<float> _fill = Vector512.Create(fill);

    public override Vector512<float> Evaluate(Frame frame, ref int missing)
    {
        long kept = (extent.Count * (extent.PerSample ? frame.Samples : 1)) - first.At(frame);
        int ofValue = 0;
        Vector512<float> all = value.Evaluate(frame, ref ofValue);
        if (kept >= 16)
        {
            missing |= ofValue;
            return all;
        }

        if (kept > 0) missing |= ofValue & ((1 << (int)kept) - 1);
        return Vector512.ConditionalSelect(Vector512.LessThan(Indices, Vector512.Create((float)kept)), all, _fill);
    }
}

/// <summary>The upper half of one vector and the lower half of another.</summary>
internal sealed class StraddleNode(VectorNode first, VectorNode second) : VectorNode
{
    public override Vector512<float> Evaluate(Frame frame, ref int missing)
    {
        int ofFirst = 0, ofSecond = 0;
        Vector512<float> value = Vector512.Create(
            first.Evaluate(frame, ref ofFirst).GetUpper(),
            second.Evaluate(frame, ref ofSecond).GetLower());
        missing |= (ofFirst >> 8) | ((ofSecond & 0xFF) << 8);
        return value;
    }
}

/// <summary>The sixteen lanes combined as a tree. All of them count.</summary>
internal sealed class CombineNode(ReduceKind kind, VectorNode value, string kernel) : VectorNode
{
    public override Vector512<float> Evaluate(Frame frame, ref int missing)
    {
        int ofValue = 0;
        Vector512<float> v = value.Evaluate(frame, ref ofValue);
        if (ofValue != 0) throw new KernelFault($"Kernel '{kernel}': lanes are combined that nobody has written: {ofValue:x4}.");
        if (kind == ReduceKind.Sum)
        {
            Vector256<float> eight = v.GetLower() + v.GetUpper();
            Vector128<float> four = eight.GetLower() + eight.GetUpper();
            return Vector512.Create(four[0] + four[2] + (four[1] + four[3]));
        }

        for (int half = 8; half > 0; half /= 2)
        {
            for (int lane = 0; lane < half; lane++)
                v = v.WithElement(lane, (float)ScalarFunction.Larger(v.GetElement(lane), v.GetElement(lane + half)));
        }

        return Vector512.Create(v.GetElement(0));
    }
}

/// <summary>A function of one vector that is a few instructions, or one of the compiler's own.</summary>
internal sealed class UnaryNode(VectorFunctions.Function function, VectorNode argument) : VectorNode
{
    public override Vector512<float> Evaluate(Frame frame, ref int missing) => function(argument.Evaluate(frame, ref missing));
}

/// <summary>A few instructions on two vectors.</summary>
internal interface IBinaryFunction
{
    static abstract Vector512<float> Of(Vector512<float> a, Vector512<float> b);
}

/// <summary>A function of two vectors, of a type of its own, so that the JIT puts it where it is called.</summary>
internal sealed class BinaryNode<TFunction>(VectorNode left, VectorNode right) : VectorNode
    where TFunction : struct, IBinaryFunction
{
    public override Vector512<float> Evaluate(Frame frame, ref int missing) =>
        TFunction.Of(left.Evaluate(frame, ref missing), right.Evaluate(frame, ref missing));
}

internal struct AddFunction : IBinaryFunction
{
    public static Vector512<float> Of(Vector512<float> a, Vector512<float> b) => a + b;
}

internal struct SubtractFunction : IBinaryFunction
{
    public static Vector512<float> Of(Vector512<float> a, Vector512<float> b) => a - b;
}

internal struct MultiplyFunction : IBinaryFunction
{
    public static Vector512<float> Of(Vector512<float> a, Vector512<float> b) => a * b;
}

internal struct DivideFunction : IBinaryFunction
{
    public static Vector512<float> Of(Vector512<float> a, Vector512<float> b) => a / b;
}

internal struct MaxFunction : IBinaryFunction
{
    public static Vector512<float> Of(Vector512<float> a, Vector512<float> b) =>
        Vector512.ConditionalSelect(Vector512.Equals(a, a), Vector512.ConditionalSelect(Vector512.GreaterThan(a, b), a, b), a);
}

internal struct PairFunction : IBinaryFunction
{
    public static Vector512<float> Of(Vector512<float> a, Vector512<float> b) => PairArithmetic.Pair(a, b);
}

internal sealed class MultiplyAddNode(VectorNode left, VectorNode right, VectorNode sum) : VectorNode
{
    public override Vector512<float> Evaluate(Frame frame, ref int missing) =>
        Vector512.FusedMultiplyAdd(left.Evaluate(frame, ref missing), right.Evaluate(frame, ref missing), sum.Evaluate(frame, ref missing));
}

/// <summary>One of two vectors, lane by lane; only what is chosen can be missing, and what decides.</summary>
internal sealed class ChooseNode(bool isLess, VectorNode left, VectorNode right, VectorNode then, VectorNode otherwise) : VectorNode
{
    public override Vector512<float> Evaluate(Frame frame, ref int missing)
    {
        (Vector512<float> a, Vector512<float> b) = (left.Evaluate(frame, ref missing), right.Evaluate(frame, ref missing));
        Vector512<float> chosen = isLess ? Vector512.LessThan(a, b) : Vector512.Equals(a, b);
        (int ofThen, int ofOtherwise) = (0, 0);
        Vector512<float> result = Vector512.ConditionalSelect(
            chosen,
            then.Evaluate(frame, ref ofThen),
            otherwise.Evaluate(frame, ref ofOtherwise));
        if ((ofThen | ofOtherwise) != 0)
        {
            int bits = (int)chosen.AsUInt32().ExtractMostSignificantBits();
            missing |= (ofThen & bits) | (ofOtherwise & ~bits & AllLanes);
        }

        return result;
    }
}
