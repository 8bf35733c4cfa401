using System.Runtime.Intrinsics;

namespace ModelGen.TestKit.Interpretation;

/// <summary>A statement that can be run.</summary>
internal abstract class StatementNode
{
    public abstract void Run(Frame frame);

    public static void Run(StatementNode[] statements, Frame frame)
    {
        foreach (StatementNode statement in statements) statement.Run(frame);
    }
}

internal sealed class SetNode(int local, VectorNode value) : StatementNode
{
    public override void Run(Frame frame)
    {
        int missing = 0;
        frame.Locals[local] = value.Evaluate(frame, ref missing);
        frame.Missing[local] = missing;
    }
}

/// <summary>A product and a sum of locals, which most of what runs is made of: as <see cref="SetNode"/> does it, in one step.</summary>
internal sealed class MultiplyAddLocalsNode(int local, int left, int right, int sum) : StatementNode
{
    public override void Run(Frame frame)
    {
        Vector512<float>[] locals = frame.Locals;
        int[] missing = frame.Missing;
        locals[local] = Vector512.FusedMultiplyAdd(locals[left], locals[right], locals[sum]);
        missing[local] = missing[left] | missing[right] | missing[sum];
    }
}

internal sealed class StoreNode(int buffer, IndexNode index, VectorNode value, AccessText text) : StatementNode
{
    public override void Run(Frame frame)
    {
        int missing = 0;
        Vector512<float> stored = value.Evaluate(frame, ref missing);
        CheckedSpan span = frame.Buffers[buffer];
        long at = index.At(frame);
        if (!span.CanWrite(at, frame.Lanes)) throw text.Fault(at, frame.Lanes, span);
        span.Store(at, stored, missing, frame.Lanes);
    }
}

internal sealed class StoreFirstNode(int buffer, IndexNode index, VectorNode value, AccessText text) : StatementNode
{
    public override void Run(Frame frame)
    {
        int missing = 0;
        Vector512<float> stored = value.Evaluate(frame, ref missing);
        CheckedSpan span = frame.Buffers[buffer];
        long at = index.At(frame);
        if (!span.CanWrite(at, 1)) throw text.Fault(at, 1, span);
        span.StoreOne(at, stored.ToScalar(), (missing & 1) != 0);
    }
}

internal sealed class StoreLanesNode(int buffer, IndexNode index, VectorNode value, int count, AccessText text) : StatementNode
{
    public override void Run(Frame frame)
    {
        int missing = 0;
        Vector512<float> stored = value.Evaluate(frame, ref missing);
        CheckedSpan span = frame.Buffers[buffer];
        long at = index.At(frame);
        if (!span.CanWrite(at, count)) throw text.Fault(at, count, span);
        span.Store(at, stored, missing, count);
    }
}

/// <summary>A comment.</summary>
internal sealed class NothingNode : StatementNode
{
    public override void Run(Frame frame)
    {
    }
}

internal sealed class WhenNode(int variable, int value, StatementNode[] body) : StatementNode
{
    public override void Run(Frame frame)
    {
        if (frame.Variables[variable] == value) Run(body, frame);
    }
}

/// <summary>An index from memory. The border has checked it; here that is checked, too.</summary>
internal sealed class ReadIndexNode(int variable, int buffer, IndexNode index, int count, AccessText text) : StatementNode
{
    public override void Run(Frame frame)
    {
        CheckedSpan span = frame.Buffers[buffer];
        long at = index.At(frame);
        if (!span.CanWrite(at, 1)) throw text.Fault(at, 1, span);
        int missing = 0;
        float read = span.One(at, ref missing, 1);
        if (missing != 0)
            throw new KernelFault($"Kernel '{text.Kernel}': the index at {text.Buffer}[{at}] has not been written.");
        if (read < 0 || read >= count || read != MathF.Truncate(read))
            throw new KernelFault($"Kernel '{text.Kernel}': the index {read} is not one of 0 … {count - 1}.");
        frame.Variables[variable] = (long)read;
    }
}

/// <summary>One piece of a loop.</summary>
internal sealed record SegmentNode(int Step, StatementNode[] Body);

/// <summary>A loop: each segment goes as far as whole steps do, the last to the end.</summary>
internal sealed class LoopNode(int variable, int count, bool perSample, SegmentNode[] segments, IndexNode? first, IndexNode? end)
    : StatementNode
{
    public int Count => count;

    public override void Run(Frame frame)
    {
        long last = perSample ? count * frame.Samples : count;
        if (first is not null || end is not null)
            Run(frame, first is null ? 0 : Math.Max(0, first.At(frame)), end is null ? last : Math.Min(last, end.At(frame)));
        else
            Run(frame, 0, last);
    }

    /// <summary>The iterations from one position to another.</summary>
    public void Run(Frame frame, long from, long to, int firstSegment = 0)
    {
        long at = from;
        for (int i = firstSegment; i < segments.Length; i++)
        {
            SegmentNode segment = segments[i];
            long limit = i == segments.Length - 1 ? to - 1 : to - segment.Step;
            for (; at <= limit; at += segment.Step)
            {
                frame.Variables[variable] = at;
                Run(segment.Body, frame);
            }
        }
    }

    /// <summary>
    /// Some iterations of a loop that threads share: whole steps of its first segment, and behind the last of all what is left.
    /// </summary>
    public void RunIterations(Frame frame, long from, long to)
    {
        SegmentNode segment = segments[0];
        bool hasRest = segments.Length > 1 && count % segment.Step > 0;
        long limit = hasRest ? to - segment.Step : to - 1;
        for (long at = from; at <= limit; at += segment.Step)
        {
            frame.Variables[variable] = at;
            Run(segment.Body, frame);
        }

        if (hasRest && to == count) Run(frame, count / segment.Step * segment.Step, count, firstSegment: 1);
    }
}
