using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ModelGen.Runtime;

/// <summary>A number that grows, and that threads wait for to change: first awake, then asleep.</summary>
[StructLayout(LayoutKind.Explicit, Size = 4 * CacheLine)]
internal sealed class Signal
{
    /// <summary>Two of the usual lines: processors fetch them in pairs.</summary>
    private const int CacheLine = 128;

    private const int PollsPerLook = 8;

    /// <summary>How long to poll without giving the processor to others: about what a thread that is under way needs.</summary>
    private static readonly long s_pollTicks = Microseconds(2);

    [FieldOffset(CacheLine)]
    private int _value;

    [FieldOffset(2 * CacheLine)]
    private int _sleepers;

    public int Value => Volatile.Read(ref _value);

    /// <summary>Lets go everyone who waits.</summary>
    public void Advance()
    {
        // A sleeper announces itself before it looks at the value, this thread changes the value before it looks for
        // sleepers: one of the two sees the other.
        Interlocked.Increment(ref _value);
        if (Volatile.Read(ref _sleepers) == 0) return;
        bool interrupted = Enter();
        Monitor.PulseAll(this);
        Monitor.Exit(this);
        if (interrupted) Keep();
    }

    /// <summary>Returns once the value is another one. An interrupt of the thread is kept for its next wait.</summary>
    /// <param name="value">The value that was seen.</param>
    /// <param name="awakeTicks">For how many ticks of the stopwatch to stay awake.</param>
    public void WaitWhile(int value, long awakeTicks)
    {
        if (Value != value) return;
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetTimestamp() - start < s_pollTicks)
        {
            for (int i = 0; i < PollsPerLook; i++)
            {
                if (Value != value) return;
                Thread.SpinWait(1);
            }
        }

        // The processor may be wanted by the very thread that is waited for. Where nobody wants it, this is polling, too.
        while (Stopwatch.GetTimestamp() - start < awakeTicks)
        {
            Thread.Yield();
            if (Value != value) return;
        }

        Sleep(value);
    }

    public static long Microseconds(int count) => Stopwatch.Frequency * count / 1_000_000;

    /// <summary>Takes the lock, and throws nothing.</summary>
    /// <returns>Whether the thread was interrupted meanwhile.</returns>
    private bool Enter()
    {
        for (bool interrupted = false; ; interrupted = true)
        {
            try
            {
                Monitor.Enter(this);
                return interrupted;
            }
            catch (ThreadInterruptedException)
            {
                // Others wait for this thread, or work on its memory: it must neither forget to wake them nor leave.
            }
        }
    }

    /// <summary>Leaves an interrupt to the next wait of this thread. A worker's next wait is somebody else's: there it ends.</summary>
    private static void Keep()
    {
        if (!Worker.IsThisThread) Thread.CurrentThread.Interrupt();
    }

    private void Sleep(int value)
    {
        Interlocked.Increment(ref _sleepers);
        bool interrupted = Enter();
        while (Value == value)
        {
            try
            {
                Monitor.Wait(this);
            }
            catch (ThreadInterruptedException)
            {
                // The lock is held again.
                interrupted = true;
            }
        }

        Monitor.Exit(this);
        Interlocked.Decrement(ref _sleepers);
        if (interrupted) Keep();
    }
}
