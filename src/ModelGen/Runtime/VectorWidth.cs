using System.Globalization;
using System.Runtime.Intrinsics;

namespace ModelGen.Runtime;

/// <summary>Chooses the vector width that a model's kernels run with. The result is the same bits at every width.</summary>
public static class VectorWidth
{
    /// <summary>The name of the <see cref="AppContext"/> datum, and of the setting in <c>runtimeconfig.json</c>, that limits the width.</summary>
    public const string Setting = "ModelGen.VectorBits";

    /// <summary>The environment variable that limits the width; the setting comes first.</summary>
    public const string Variable = "MODELGEN_VECTOR_BITS";

    /// <summary>
    /// 512, 256 or 128: the widest the processor runs well, or less if <see cref="Setting"/> or <see cref="Variable"/> asks for it.
    /// </summary>
    /// <exception cref="InvalidOperationException">The limit is something other than 128, 256 or 512.</exception>
    public static int Choose()
    {
        var widest = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
        var given = Convert.ToString(AppContext.GetData(Setting), CultureInfo.InvariantCulture);
        var source = Setting;
        if (string.IsNullOrEmpty(given))
        {
            given = Environment.GetEnvironmentVariable(Variable);
            source = Variable;
        }

        if (string.IsNullOrEmpty(given)) return widest;
        return given switch
        {
            "128" => 128,
            "256" => Math.Min(256, widest),
            "512" => widest,
            _ => throw new InvalidOperationException($"{source} is '{given}'; it must be 128, 256 or 512."),
        };
    }
}
