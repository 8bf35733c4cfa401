using System.Globalization;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ModelGen.Generator;

/// <summary>The properties <c>ModelGenExplain</c> and <c>ModelGenExplainSamples</c> of a project.</summary>
internal static class ExplainOption
{
    private const int DefaultSamples = 64;

    /// <summary>The number of samples that reports are for, or null if none are asked for.</summary>
    public static int? Samples(AnalyzerConfigOptions options)
    {
        if (!options.TryGetValue("build_property.ModelGenExplain", out var explain) || !bool.TryParse(explain, out var wanted) || !wanted) return null;
        return options.TryGetValue("build_property.ModelGenExplainSamples", out var text)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var samples) && samples > 0 ? samples : DefaultSamples;
    }
}
