using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Losses;

namespace ModelGen.Compiler.Layers;

/// <summary>A call that was found before another one.</summary>
/// <param name="Call">The call.</param>
/// <param name="Alone">Whether the other call is the only reader of its value.</param>
internal readonly record struct Before(LayerCall Call, bool Alone);

/// <summary>Searches along the calls of a model.</summary>
/// <remarks>Loops, not recursion: a model may have thousands of steps.</remarks>
internal static class CallPaths
{
    /// <summary>Whether it only names a value, or makes a named value the current one.</summary>
    public static bool IsName(this LayerCall call) => call.Attribute is AsAttribute or FromAttribute;

    /// <summary>Whether its result is its input, perhaps in another shape or with elements dropped: names, dropout, flatten.</summary>
    public static bool Carries(this LayerCall call) =>
        call.IsName() || (call.Inputs.Count == 1 && call.Step.Layer is { InitRole: InitRole.Transparent });

    public static bool IsLinear(this LayerCall call) => call.Step.Layer is { IsLinear: true };

    /// <summary>The numbers its result can hold.</summary>
    public static Interval Range(this LayerCall call) => call.Step.Layer?.Range(call.Attribute) ?? Interval.All;

    /// <summary>The probabilities that it makes of its input.</summary>
    public static ProbabilityKind Probabilities(this LayerCall call) => call.Step.Layer?.Probabilities ?? ProbabilityKind.None;

    /// <summary>What a loss takes its input for; null if the call is no loss.</summary>
    public static OutputKind? OutputKind(this LayerCall call) =>
        call.Attribute is LossAttribute loss ? LossTable.Find(loss.GetType()).OutputKind : null;

    /// <summary>The nearest call before this one that changes the value: see <see cref="Carries"/>.</summary>
    public static Before Source(this LayerCall call) => call.Before(Carries);

    /// <summary>The nearest call before this one along the current value for which <paramref name="pass"/> is false.</summary>
    public static Before Before(this LayerCall call, Func<LayerCall, bool> pass)
    {
        var (found, alone) = (call.Inputs[0], true);
        while (true)
        {
            alone &= found.IsName() || found.Readers().Count == 1;
            if (!pass(found)) return new Before(found, alone);
            found = found.Inputs[0];
        }
    }

    /// <summary>The calls that read the value, under whatever name.</summary>
    public static IReadOnlyList<LayerCall> Readers(this LayerCall call)
    {
        var readers = new List<LayerCall>();
        var open = new Stack<LayerCall>([call]);
        while (open.Count > 0)
        {
            foreach (var user in open.Pop().Users)
            {
                if (user.IsName()) open.Push(user);
                else readers.Add(user);
            }
        }

        return readers;
    }

    /// <summary>These calls, and all whose results they depend on.</summary>
    public static HashSet<LayerCall> AllBefore(params LayerCall[] calls)
    {
        var found = new HashSet<LayerCall>();
        var open = new Stack<LayerCall>(calls);
        while (open.Count > 0)
        {
            var call = open.Pop();
            if (!found.Add(call)) continue;
            foreach (var input in call.Inputs) open.Push(input);
        }

        return found;
    }

    /// <summary>The fixes, if both calls are in the same scope. Then they belong together in all uses of a block.</summary>
    public static Fix[] FixesWith(this LayerCall call, LayerCall other, params Fix[] fixes) =>
        call.Site.Scope == other.Site.Scope ? fixes : [];

    /// <summary>Takes the layer away.</summary>
    public static Fix Remove(this LayerCall call) => Fix.Remove(call.Location, call.Step.Kind);

    /// <summary>Replaces it by another layer or loss.</summary>
    public static Fix Replace(this LayerCall call, string attribute) =>
        Fix.Of($"Replace [{call.Step.Kind}] by [{attribute}]", Edit.Set(call.Location, attribute));
}
