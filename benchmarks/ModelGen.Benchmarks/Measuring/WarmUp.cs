using System.Diagnostics;
using System.Runtime;

namespace ModelGen.Benchmarks.Measuring;

/// <summary>Brings code past the last tier of the just-in-time compiler.</summary>
internal static class WarmUp
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(300), Longest = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Runs something until the compiler has had nothing to do for a while. It waits 100 ms before it compiles a method again.
    /// </summary>
    public static void UntilCompiled(Action work)
    {
        long start = Stopwatch.GetTimestamp(), quietSince = start;
        long methods = JitInfo.GetCompiledMethodCount();
        for (int calls = 0; calls < 100 || Stopwatch.GetElapsedTime(quietSince) < Quiet; calls++)
        {
            work();
            if (Stopwatch.GetElapsedTime(start) > Longest) return;
            long now = JitInfo.GetCompiledMethodCount();
            if (now == methods) continue;
            methods = now;
            quietSince = Stopwatch.GetTimestamp();
        }
    }
}
