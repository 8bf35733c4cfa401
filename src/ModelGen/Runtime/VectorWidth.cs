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

    /// <summary>The environment variable that limits the width; the setting comes first.</summary>
    public const string Variable = "MODELGEN_VECTOR_BITS";

    /// <summary>
    /// The width as <see cref="Choose"/> gives it, or 0 where that throws. Static fields of generated code begin with it.
    /// </summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static int Chosen => Limited(out _);

    /// <summary>
    /// 512, 256 or 128: the widest the processor runs well, or less if <see cref="Setting"/> or <see cref="Variable"/> asks for it.
    /// </summary>
    /// <exception cref="InvalidOperationException">The limit is something other than 128, 256 or 512.</exception>
    public static int Choose() =>
        Limited(out string limit) is > 0 and int bits ? bits : throw new InvalidOperationException($"{limit}; it must be 128, 256 or 512.");

    private static int Limited(out string limit)
    {
        var widest = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
        var given = Convert.ToString(AppContext.GetData(Setting), CultureInfo.InvariantCulture);
        var source = Setting;
        if (string.IsNullOrEmpty(given))
        {
            given = Environment.GetEnvironmentVariable(Variable);
            source = "The environment variable " + Variable;
        }

        limit = $"{source} is '{given}'";
        return given switch
        {
            null or "" or "512" => widest,
            "128" => 128,
            "256" => Math.Min(256, widest),
            _ => 0,
        };
    }
}
