using System.Runtime.CompilerServices;
using ModelGen.Runtime;

namespace ModelGen.Numerics.Tests.Threads;

/// <summary>In these tests the smallest job is divided among as many threads as are asked for, and waits for them.</summary>
internal static class ThreadSettings
{
    [ModuleInitializer]
    internal static void Divide()
    {
        Workers.Grain = 1;
        Workers.Pace = 10;
        Workers.Limit = 8;
    }
}
