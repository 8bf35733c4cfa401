using ModelGen.TestKit;

namespace ModelGen.Numerics.Tests;

/// <summary>
/// The vector widths at which the models of <see cref="CompiledTests"/> are compiled. Together, the pairs of a model and a width have what
/// any of these models has at any width; each model has one at least. Where everything runs, all are compiled at all widths.
/// </summary>
internal static class CompiledWidths
{
    private static readonly Lazy<Dictionary<string, int[]>> Chosen = new(Choose);

    /// <summary>The widths of a chosen model, the widest first.</summary>
    public static IReadOnlyList<int> Of(string name) => TestTier.IsExhaustive ? CompiledModel.Widths : Chosen.Value[name];

    /// <summary>One width for what is drawn at random, which its seed decides; all where everything runs.</summary>
    public static IReadOnlyList<int> OfRandom(int seed) =>
        TestTier.IsExhaustive ? CompiledModel.Widths : [CompiledModel.Widths[(int)((uint)seed / 6 % CompiledModel.Widths.Count)]];

    /// <summary>A greedy search: next comes the pair with the most that is new for its size.</summary>
    private static Dictionary<string, int[]> Choose()
    {
        List<(string Name, int Bits, HashSet<string> Lacking, double Size)> pairs =
        [
            .. from name in CompiledTests.Chosen
               let programs = Subject.Programs(Models.Find(name).Source)
               from bits in CompiledModel.Widths
               select (
                   name,
                   bits,
                   ModelFeatures.OfKernels(programs, bits).ToHashSet(StringComparer.Ordinal),
                   (double)programs.Kernels(bits).Sum(kernel => KernelFeatures.Of(kernel.Kernel).Count())),
        ];
        Dictionary<string, List<int>> chosen = CompiledTests.Chosen.ToDictionary(name => name, _ => new List<int>());
        while (pairs.Exists(pair => pair.Lacking.Count > 0))
        {
            (string name, int bits, HashSet<string> found, _) = pairs.MaxBy(pair => pair.Lacking.Count / pair.Size);
            string[] covered = [.. found];
            chosen[name].Add(bits);
            foreach ((_, _, HashSet<string> lacking, _) in pairs) lacking.ExceptWith(covered);
        }

        int next = TestSeed.Value & int.MaxValue;
        foreach (List<int> widths in chosen.Values)
            if (widths.Count == 0) widths.Add(CompiledModel.Widths[next++ % CompiledModel.Widths.Count]);
        return chosen.ToDictionary(pair => pair.Key, pair => pair.Value.OrderDescending().ToArray());
    }
}
