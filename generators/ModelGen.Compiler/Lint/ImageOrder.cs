using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Lint;

/// <summary>An input with channels last whose shapes happen to fit.</summary>
internal static class ImageOrder
{
    public static void Check(LintModel model)
    {
        if (ChannelsLast.Find(model.Calls.Where(call => call.Location.Block is null).Select(call => call.Step).ToArray()) is not { } found)
            return;
        var input = model.Calls.First(call => call.Step == found.Input);
        model.Report(DiagnosticCatalogue.LikelyChannelsLast, input, found.Fixes, found.Message);
    }
}
