namespace ModelGen.Compiler.Costs;

/// <summary>A level of memory as the estimates of a report assume it, for one core.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Bytes">How much it holds.</param>
/// <param name="BytesPerCycle">How fast one core reads from it.</param>
/// <remarks>
/// Round figures of present server cores. They need not be exact: the report only says which limit a kernel reaches first.
/// </remarks>
public sealed record CacheLevel(string Name, long Bytes, double BytesPerCycle)
{
    /// <summary>The first level. Its loads are counted as instructions, so it has no rate.</summary>
    public static readonly CacheLevel L1 = new("L1", 32 << 10, double.PositiveInfinity);

    public static readonly CacheLevel L2 = new("L2", 1 << 20, 32);

    public static readonly CacheLevel L3 = new("L3", 16 << 20, 12);

    public static readonly CacheLevel Main = new("main memory", long.MaxValue, 5);

    public static readonly IReadOnlyList<CacheLevel> All = [L1, L2, L3, Main];

    /// <summary>The nearest level that holds so many bytes.</summary>
    public static CacheLevel Of(long bytes) => All.First(level => bytes <= level.Bytes);
}
