using System.ComponentModel;
using System.Globalization;
using System.Runtime.Intrinsics;

namespace ModelGen.Runtime;

/// <summary>Chooses the vector width that a model's kernels run with. The result is the same bits at every width.</summary>
public static class VectorWidth
{
    /// <summary>
    /// The name of the <see cref="AppContext"/> datum, and of the setting in <c>runtimeconfig.json</c>, that limits the width.
    /// </summary>
    public const string Setting = "ModelGen.VectorBits";

    /// <summary>The environment variable that limits the width; of it and the setting the narrower one counts.</summary>
    public const string Variable = "MODELGEN_VECTOR_BITS";

    /// <summary>
    /// Added to widths: where the processor or <see cref="Setting"/> allows none of them, the narrowest runs, computed in narrower vectors.
    /// </summary>
    /// <remarks>The bits are the same and it is several times slower. Builds for the machine that builds have it.</remarks>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public const int Emulated = 1;

    private const int All = 512 | 256 | 128;

    /// <summary>
    /// 512, 256 or 128: the widest the processor runs well, or less if <see cref="Setting"/> or <see cref="Variable"/> asks for it.
    /// </summary>
    /// <exception cref="InvalidOperationException">The limit is something other than 128, 256 or 512.</exception>
    public static int Choose() => Find(All, out var refusal) is > 0 and var bits ? bits : throw new InvalidOperationException(refusal);

    /// <summary>The width for a model with kernels of some widths, or 0 where <see cref="Check"/> throws.</summary>
    /// <param name="widths">The widths that there are kernels for: their sum, with <see cref="Emulated"/> or without.</param>
    /// <remarks>Static fields of generated code begin with it.</remarks>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static int ChosenOf(int widths) => Find(widths, out _);

    /// <summary>Refuses a limit that is no width, or that the kernels of a model do not meet.</summary>
    /// <param name="widths">The widths that there are kernels for: their sum, with <see cref="Emulated"/> or without.</param>
    /// <exception cref="InvalidOperationException">
    /// The limit is something other than 128, 256 or 512; <see cref="Variable"/> names a width that there are no kernels for; or all
    /// kernels are wider than the processor or the setting allows, without <see cref="Emulated"/>.
    /// </exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void Check(int widths)
    {
        if (Find(widths, out var refusal) == 0) throw new InvalidOperationException(refusal);
    }

    private static int Find(int widths, out string refusal) => Find(
        widths,
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128,
        Convert.ToString(AppContext.GetData(Setting), CultureInfo.InvariantCulture),
        Environment.GetEnvironmentVariable(Variable),
        out refusal);

    /// <summary>The width for a machine and its limits; 0 if there is none, and why.</summary>
    internal static int Find(int widths, int processor, string? setting, string? variable, out string refusal)
    {
        if (Bits(setting) is not { } ofApp)
        {
            refusal = $"{Setting} is '{setting}'; it must be 128, 256 or 512.";
            return 0;
        }

        if (Bits(variable) is not { } ofEnvironment)
        {
            refusal = $"The environment variable {Variable} is '{variable}'; it must be 128, 256 or 512.";
            return 0;
        }

        if (!string.IsNullOrEmpty(variable) && (widths & ofEnvironment) == 0)
        {
            refusal = $"The environment variable {Variable} is '{variable}', but {Compiled(widths)}";
            return 0;
        }

        var limit = Math.Min(processor, Math.Min(ofApp, ofEnvironment));
        var chosen = limit;
        while (chosen >= 128 && (widths & chosen) == 0) chosen /= 2;
        refusal = ofApp < processor
            ? $"{Setting} is '{setting}', but {Compiled(widths)}"
            : $"This processor has vectors of {processor} bits at most, but {Compiled(widths)}";
        if (chosen >= 128) return chosen;
        return (widths & Emulated) == 0 ? 0 : new[] { 128, 256, 512 }.First(width => (widths & width) != 0);
    }

    /// <summary>A limit; 512 if there is none, and null if it is no width.</summary>
    private static int? Bits(string? limit) => limit switch
    {
        null or "" or "512" => 512,
        "256" => 256,
        "128" => 128,
        _ => null,
    };

    private static string Compiled(int widths)
    {
        var bits = string.Join(" and ", new[] { 512, 256, 128 }.Where(width => (widths & width) != 0));
        return $"the model was compiled for vectors of {bits} bits only: see ModelGenVectorBits in its project.";
    }
}
