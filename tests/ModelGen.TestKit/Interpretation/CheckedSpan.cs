using System.Runtime.Intrinsics;

namespace ModelGen.TestKit.Interpretation;

/// <summary>What a kernel gets for one of its buffers: a part of a memory that it may not leave.</summary>
/// <param name="Memory">The memory.</param>
/// <param name="Start">Where the part begins.</param>
/// <param name="Length">How many floats it has.</param>
/// <param name="Room">Floats behind those that a vector may read and must not use.</param>
public sealed record CheckedSpan(CheckedMemory Memory, long Start, long Length, int Room = 0)
{
    /// <summary>Whether floats from an index on may be read as a vector, of which at least the first one is used.</summary>
    internal bool CanRead(long at, long count) => at >= 0 && at + count <= Length + Math.Min(Room, count - 1);

    /// <summary>Whether one lane of a gathered vector may be read.</summary>
    internal bool CanGather(long at, long lanes) => at >= 0 && at < Length + Math.Min(Room, lanes - 1);

    internal bool CanWrite(long at, long count) => at >= 0 && at + count <= Length;

    /// <summary>A vector; the lanes behind the end, and those that are not computed, count as missing.</summary>
    internal Vector512<float> Load(long at, int lanes, ref int missing)
    {
        if (lanes == 16 && at + 16 <= Length)
        {
            missing |= Memory.MissingAt(Start + at);
            return Vector512.LoadUnsafe(ref Memory.At(Start + at));
        }

        if (lanes == 8 && at + 8 <= Length)
        {
            missing |= (Memory.MissingAt(Start + at) & 0xFF) | 0xFF00;
            return Vector512.Create(Vector256.LoadUnsafe(ref Memory.At(Start + at)), Vector256<float>.Zero);
        }

        Vector512<float> value = Vector512<float>.Zero;
        for (int lane = 0; lane < 16; lane++)
        {
            if (lane >= lanes || at + lane >= Length) missing |= 1 << lane;
            else value = value.WithElement(lane, One(at + lane, ref missing, 1 << lane));
        }

        return value;
    }

    internal float One(long at, ref int missing, int lanes)
    {
        if (Memory.IsMissing(Start + at)) missing |= lanes;
        return Memory.At(Start + at);
    }

    internal void Store(long at, Vector512<float> value, int missing, int lanes) => Memory.Write(Start + at, value, missing, lanes);

    internal void StoreOne(long at, float value, bool isMissing)
    {
        Memory.At(Start + at) = value;
        Memory.SetMissing(Start + at, isMissing);
    }
}
