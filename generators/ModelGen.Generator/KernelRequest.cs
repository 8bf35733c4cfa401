using Microsoft.CodeAnalysis.Diagnostics;
using ModelGen.Compiler.Codegen;
using ModelGen.Compiler.Spec;

namespace ModelGen.Generator;

/// <summary>A model whose kernels are written, and for which vector widths.</summary>
/// <remarks>
/// A class instead of a tuple: for each struct in Roslyn's pipeline, the pipeline's generic code is compiled again when a build starts.
/// </remarks>
internal sealed record KernelRequest(ModelSpec Spec, VectorWidths Widths)
{
    /// <summary>
    /// The property <c>ModelGenVectorBits</c> of a project, or what the package's targets know of the machine that it is published for.
    /// They check it; what is no list of widths counts as not given.
    /// </summary>
    public static VectorWidths WidthsOf(AnalyzerConfigOptions options) =>
        !options.TryGetValue("build_property.ModelGenEmittedVectorBits", out var text) ? VectorWidths.All
        : text == VectorWidths.Machine ? MachineWidth.Bits is { } bits ? VectorWidths.OfMachine(bits) : VectorWidths.All
        : VectorWidths.Parse(text) ?? VectorWidths.All;
}
