using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Lint;

/// <summary>Layers that only another output uses: losses train only the layers that what they are of depends on.</summary>
internal static class UntrainedOutputs
{
    public static void Check(LintModel model)
    {
        var outputs = model.Calls.Where(call => call.Attribute is OutputAttribute).ToArray();
        if (outputs.Length == 0) return;

        var trained = CallPaths.AllBefore([.. model.Losses]);
        var withParameters = new HashSet<string>(
            model.Layers.Where(layer => layer.ParameterCount > 0).Select(layer => layer.Name),
            StringComparer.Ordinal);
        foreach (var output in outputs)
        {
            var reached = CallPaths.AllBefore(output);
            var untrained = model
                .Calls.Where(call =>
                    reached.Contains(call) && !trained.Contains(call) && call.Step.IsLayer && withParameters.Contains(call.Site.Path))
                .ToArray();
            if (untrained.Length == 0)
                continue;
            var others =
                untrained.Length == 1 ? ""
                : untrained.Length == 2 ? $" and {untrained[1]}"
                : $" and {untrained.Length - 1} more layers";
            model.Report(
                DiagnosticCatalogue.UntrainedOutput,
                output,
                [],
                $"{untrained[0]}{others}",
                untrained.Length == 1 ? "keeps" : "keep",
                ((OutputAttribute)output.Attribute).Name,
                untrained.Length == 1 ? "it" : "they");
        }
    }
}
