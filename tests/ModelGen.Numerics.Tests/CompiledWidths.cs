using ModelGen.TestKit;
using ModelGen.TestKit.Interpretation;

namespace ModelGen.Numerics.Tests;

/// <summary>
/// The vector widths at which the models of <see cref="CompiledTests"/> are compiled. Together, the pairs of a model and a width have what
/// any of these models has at any width; each model has one at least. Where everything runs, all are compiled at all widths.
/// </summary>
internal static class CompiledWidths
{
    /// <summary>Made once, while the programs and kernels of the chosen models are forgotten again.</summary>
    private static readonly Lazy<Dictionary<string, FeaturesOfModel>> Known = new(() =>
        CompiledTests.Chosen.ToDictionary(name => name, Find));

    private static readonly Lazy<HashSet<string>> All = new(() => [.. Known.Value.Values.SelectMany(model => model.All)]);

    private static readonly Lazy<Dictionary<string, int[]>> Chosen = new(Choose);

    /// <summary>What the chosen models have, kernels at all widths.</summary>
    public static IReadOnlySet<string> Features => All.Value;

    /// <summary>What the kernels of a chosen model have at a width.</summary>
    public static IReadOnlySet<string> Kernels(string name, int bits) => Known.Value[name].Kernels[bits];

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
            .. from model in Known.Value
               from bits in CompiledModel.Widths
               select (model.Key, bits, model.Value.Kernels[bits].ToHashSet(StringComparer.Ordinal), model.Value.Sizes[bits]),
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

    private static FeaturesOfModel Find(string name)
    {
        ModelPrograms programs = Subject.Programs(Models.Find(name).Source);
        return new FeaturesOfModel(
            [.. ModelFeatures.Of(programs)],
            CompiledModel.Widths.ToDictionary(
                bits => bits,
                bits => ModelFeatures.OfKernels(programs, bits).ToHashSet(StringComparer.Ordinal)),
            CompiledModel.Widths.ToDictionary(
                bits => bits,
                bits => (double)programs.Kernels(bits).Sum(kernel => KernelFeatures.Of(kernel.Kernel).Count())));
    }

    /// <param name="All">Everything, kernels at all widths.</param>
    /// <param name="Kernels">What kernels have, by width.</param>
    /// <param name="Sizes">How much there is in the kernels, by width.</param>
    private sealed record FeaturesOfModel(
        IReadOnlyList<string> All, IReadOnlyDictionary<int, HashSet<string>> Kernels, IReadOnlyDictionary<int, double> Sizes);
}
