using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Lint;

/// <summary>A stride that does not divide the length, so that windows never read the last rows or columns.</summary>
internal static class UnreadEdge
{
    public static void Check(LintModel model)
    {
        foreach (var call in model.Calls)
        {
            if (call.Step.Layer?.WindowsOf(call.Attribute) is not { } window) continue;
            var lengths = call.Inputs[0].Shape.Sample.Skip(1).ToArray();
            var unread = lengths.Select((length, axis) => window.Unread(axis, length, window.Padding[axis])).ToArray();
            if (unread.Any(count => count > 0)) Report(model, call, window, lengths, unread);
        }
    }

    private static void Report(LintModel model, LayerCall call, WindowArguments window, int[] lengths, int[] unread)
    {
        string[] names = lengths.Length switch { 1 => ["element"], 2 => ["row", "column"], _ => ["slice", "row", "column"] };
        var edges = unread
            .Select((count, axis) => count == 1 ? $"the last {names[axis]}" : $"the last {Limits.Plain(count)} {names[axis]}s")
            .Where((_, axis) => unread[axis] > 0);
        var (advice, fixes) = Mend(call, window, lengths, Array.FindIndex(unread, count => count > 0));
        model.Report(DiagnosticCatalogue.UnreadEdge, call, fixes, string.Join(" and ", edges), call.Inputs[0].Shape.Display, advice);
    }

    /// <summary>
    /// For a pooling, <c>CeilMode</c>; otherwise the least padding with which the last elements are read, of one axis or of all, as it
    /// is written.
    /// </summary>
    private static (string Advice, Fix[] Fixes) Mend(LayerCall call, WindowArguments window, int[] lengths, int axis)
    {
        if (call.Attribute is PoolAttribute or Pool1DAttribute or Pool3DAttribute)
            return ("CeilMode = true would reach it", Set("CeilMode", "true", -1));
        var padding = window.Padding;
        var axes = padding.IsArray ? [axis] : Enumerable.Range(0, lengths.Length).ToArray();
        for (var p = padding[axis] + 1; p <= window.LargestPadding(axis); p++)
        {
            if (!axes.All(a => window.Unread(a, lengths[a], p) == 0)) continue;
            var argument = padding.IsArray ? $"{Limits.Plain(p)} for it in {padding.Argument}" : $"{padding.Argument} = {Limits.Plain(p)}";
            return ($"{argument} would reach it", Set(padding.Argument, Limits.Plain(p), padding.ElementOf(axis)));
        }

        return ("A value of another size, or another stride, would leave none", []);

        Fix[] Set(string name, string value, int element)
        {
            if (call.Step.TakesFromUse(name)) return [];
            var location = call.Location.At(name, element);
            return [element < 0 ? Fix.Of($"Set {name} = {value}", Edit.Set(location, value)) : Fix.Change(location, value)];
        }
    }
}
