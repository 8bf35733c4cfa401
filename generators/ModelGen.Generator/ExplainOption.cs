using System.Globalization;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ModelGen.Generator;

/// <summary>The properties <c>ModelGenExplain</c> and <c>ModelGenExplainSamples</c> of a project that asks for reports.</summary>
/// <param name="Samples">The number of samples that reports are for.</param>
internal sealed record ExplainOption(int Samples)
{
    private const int DefaultSamples = 64;

    /// <summary>Null if no reports are asked for.</summary>
    public static ExplainOption? Read(AnalyzerConfigOptions options)
    {
        if (!options.TryGetValue("build_property.ModelGenExplain", out var explain) || !bool.TryParse(explain, out var wanted) || !wanted)
            return null;
        return new ExplainOption(
            options.TryGetValue("build_property.ModelGenExplainSamples", out var text)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var samples)
            && samples > 0
                ? samples
                : DefaultSamples);
    }
}

/// <summary>A requested report.</summary>
/// <inheritdoc cref="KernelRequest" path="/remarks"/>
internal sealed record ExplainRequest(KernelRequest Kernels, int Samples);
