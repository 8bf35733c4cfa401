using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace ModelGen.Runtime;

/// <summary>The share of one thread in a job that several threads run together. The default value is the whole job.</summary>
/// <remarks>Alone, each question costs one branch that always goes the same way.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Part
{
    private readonly Team? _team;
    private readonly int _index;
    private readonly int _count;

    /// <param name="team">The threads that run the job.</param>
    /// <param name="index">Which of them, from 0; the caller's own thread is 0.</param>
    /// <param name="count">How many there are.</param>
    internal Part(Team team, int index, int count) => (_team, _index, _count) = (team, index, count);

    /// <summary>Whether this thread does what cannot be divided.</summary>
    public bool IsFirst
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _index == 0;
    }

    /// <summary>How many threads run the job.</summary>
    internal int Count => _team is null ? 1 : _count;

    /// <summary>Waits until all threads of the job are here: what they wrote before can be read behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Barrier() => _team?.Barrier();

    /// <summary>Where this thread's iterations of a loop begin: a multiple of the step.</summary>
    /// <param name="extent">Where the loop ends.</param>
    /// <param name="step">How far one iteration goes.</param>
    /// <returns>0 for the first part; for the others where the part before ends.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint First(nint extent, nint step) => _team is null ? 0 : Start(extent, step, _index);

    /// <summary>Where this thread's iterations of a loop end.</summary>
    /// <param name="extent">Where the loop ends.</param>
    /// <param name="step">How far one iteration goes.</param>
    /// <returns>A multiple of the step, or the extent for the last part, which so takes what is left over.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint Last(nint extent, nint step) => _team is null || _index == _count - 1 ? extent : Start(extent, step, _index + 1);

    // Not within the programs, which have two of these for each kernel.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private nint Start(nint extent, nint step, int index) => (nint)((long)(extent / step) * index / _count) * step;
}
