using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace ModelGen.Runtime;

/// <summary>Runs jobs of generated models on the calling thread and, where that is worth it, on others beside it.</summary>
/// <remarks>
/// The threads belong to the process. They start when they are first needed, stay awake for some microseconds after a job,
/// then sleep; they end with the process. A caller takes those that are free and come in time: with none, it works alone.
/// The results are the same bits in any case. Nothing is allocated once the threads exist. A job within a job is done alone, by
/// the thread that comes to it. An interrupt of the calling thread stays pending until its next wait behind the call.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Workers
{
    /// <summary>Operations that make a further thread worth its while: some microseconds of work.</summary>
    internal static long Grain { get; set; } = 400_000;

    /// <summary>Operations that one thread does in a microsecond, about.</summary>
    internal static long Pace { get; set; } = 40_000;

    /// <summary>The most threads that work at one job, the caller's included; by default as many as processors.</summary>
    internal static int Limit { get; set; } = Environment.ProcessorCount;

    /// <summary>Runs all parts of a job and returns when they are done.</summary>
    /// <typeparam name="TJob">A structure, so that each kind of job has machine code of its own.</typeparam>
    /// <param name="job">The job. Its parts run on this very variable.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <param name="work">How much there is to do, in scalar operations; little work is done alone.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TJob>(ref TJob job, int threads, long work)
        where TJob : struct, IJob, allows ref struct
    {
        if (threads == 1 || work < 2 * Grain) job.Run(default);
        else RunTogether(ref job, threads, work);
    }

    private static unsafe void RunTogether<TJob>(ref TJob job, int threads, long work)
        where TJob : struct, IJob, allows ref struct
    {
        int wanted = Team.IsBusy ? 1 : (int)Math.Min(Math.Min(threads, Limit), work / Math.Max(1, Grain));

        // To wait for help for a quarter of the time that the job takes alone still pays with a single helper.
        long ticks = work / (4 * Pace) * Signal.Microseconds(1);
        if (wanted == 1 || !TryDivide(ref job, wanted, ticks)) job.Run(default);
    }

    /// <summary>Runs the job on several threads; false if no other is free.</summary>
    private static unsafe bool TryDivide<TJob>(ref TJob job, int wanted, long ticks)
        where TJob : struct, IJob, allows ref struct
    {
        // The job is a variable on this stack, which neither moves nor goes away before Run returns: no wait in there can be
        // interrupted. Should the garbage collector move what the spans in it refer to, it changes them there, and the workers
        // read them from there.
        Team team = Team.OfThisThread;
        Exception? failure = null;
        Team.IsBusy = true;
        try
        {
            if (team.Gather(wanted, ticks) == 1) return false;
            failure = team.Run(Unsafe.AsPointer(ref job), &RunPart<TJob>);
        }
        finally
        {
            Team.IsBusy = false;
        }

        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
        return true;
    }

    private static unsafe void RunPart<TJob>(void* job, Part part)
        where TJob : struct, IJob, allows ref struct => Unsafe.AsRef<TJob>(job).Run(part);
}
