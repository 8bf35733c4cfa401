using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ModelGen.Runtime;

namespace ModelGen.TestKit.Interpretation;

/// <summary>A buffer that knows which of its floats have been written. The others hold a NaN.</summary>
public sealed class CheckedMemory
{
    /// <summary>Floats behind the last one that a vector may read and must not use: the room that the runtime's buffers have.</summary>
    internal const int Room = 16;

    private const byte Missing = 0xFF;

    private static readonly float Poison = BitConverter.Int32BitsToSingle(0x7FA5_A5A5);

    /// <summary>Memory of no floats.</summary>
    public static readonly CheckedMemory Nothing = Unwritten(0);

    /// <summary>Floats of the runtime's, if they are seen by others.</summary>
    private readonly AlignedBuffer? _shared;

    /// <summary>Floats of its own. Not pinned: many pinned arrays mean many collections of all generations.</summary>
    private readonly float[] _own = [];

    private readonly byte[] _missing;

    private CheckedMemory(AlignedBuffer shared)
        : this(shared.Length) => _shared = shared;

    private CheckedMemory(float[] own)
        : this(own.Length - Room) => _own = own;

    private CheckedMemory(int length)
    {
        Length = length;
        _missing = new byte[length + Room];
        _missing.AsSpan(length).Fill(Missing);
    }

    /// <summary>How many floats there are.</summary>
    public int Length { get; }

    /// <summary>The floats, checked by nobody.</summary>
    public Span<float> Floats => MemoryMarshal.CreateSpan(ref First, Length);

    private ref float First => ref _shared is null ? ref MemoryMarshal.GetArrayDataReference(_own) : ref _shared.Reference;

    /// <summary>Memory that nobody has written yet.</summary>
    public static CheckedMemory Unwritten(long length)
    {
        CheckedMemory memory = Zeros(length);
        memory.Forget();
        return memory;
    }

    /// <summary>Memory that the host has filled with zeros.</summary>
    public static CheckedMemory Zeros(long length) => new(new float[checked((int)(length + Room))]);

    /// <summary>Memory that the host has filled.</summary>
    public static CheckedMemory Of(AlignedBuffer floats) => new(floats);

    /// <inheritdoc cref="Of(AlignedBuffer)"/>
    public static CheckedMemory Of(ReadOnlySpan<float> floats)
    {
        CheckedMemory copy = Zeros(floats.Length);
        floats.CopyTo(copy.Floats);
        return copy;
    }

    /// <summary>All of it is as if it had never been written.</summary>
    public void Forget()
    {
        Floats.Fill(Poison);
        _missing.AsSpan().Fill(Missing);
    }

    /// <summary>The first float that has not been written, or was computed from such; −1 if there is none.</summary>
    public int FirstMissing(int start, int end)
    {
        int at = _missing.AsSpan(start, end - start).IndexOf(Missing);
        return at < 0 ? -1 : start + at;
    }

    internal ref float At(long index) => ref Unsafe.Add(ref First, (nint)index);

    internal bool IsMissing(long index) => _missing[index] != 0;

    /// <summary>Which of sixteen floats are missing, a bit for each.</summary>
    internal int MissingAt(long index) => (int)Vector128.LoadUnsafe(ref MissingReference(index)).ExtractMostSignificantBits();

    internal void SetMissing(long index, bool isMissing) => _missing[index] = isMissing ? Missing : (byte)0;

    /// <summary>Writes sixteen floats, or the first of them, with what is missing of them.</summary>
    internal void Write(long index, Vector512<float> value, int missing, int lanes)
    {
        if (lanes == 16)
        {
            value.StoreUnsafe(ref At(index));
            if (missing == 0) Vector128<byte>.Zero.StoreUnsafe(ref MissingReference(index));
            else WriteMissing(index, missing, lanes);
            return;
        }

        if (lanes == 8) value.GetLower().StoreUnsafe(ref At(index));
        else for (int lane = 0; lane < lanes; lane++) At(index + lane) = value.GetElement(lane);
        WriteMissing(index, missing, lanes);
    }

    private void WriteMissing(long index, int missing, int lanes)
    {
        for (int lane = 0; lane < lanes; lane++) SetMissing(index + lane, ((missing >> lane) & 1) != 0);
    }

    private ref byte MissingReference(long index) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_missing), (nint)index);
}
