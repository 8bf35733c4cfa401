namespace ModelGen.Benchmarks.Measuring;

/// <summary>Something whose time can be taken.</summary>
internal interface ITimed
{
    /// <summary>Does it a number of times, after a short unmeasured part that brings its data back into the caches.</summary>
    /// <param name="repetitions">How often, at least once.</param>
    /// <returns>Seconds for all repetitions together.</returns>
    double Time(int repetitions);
}
