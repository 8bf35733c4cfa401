using System.Reflection;

namespace ModelGen.Generator;

/// <summary>The vector width of the machine that builds.</summary>
internal static class MachineWidth
{
    /// <summary>
    /// 512, 256 or 128, chosen as programs choose it when they run; null where the compiler runs on a framework that does not say.
    /// </summary>
    /// <remarks>By reflection: this assembly is compiled for .NET Standard, which knows no vectors.</remarks>
    public static int? Bits { get; } = Find();

    private static int? Find()
    {
        foreach (var bits in new[] { 512, 256, 128 })
        {
            var type = typeof(object).Assembly.GetType("System.Runtime.Intrinsics.Vector" + bits);
            if (type?.GetProperty("IsHardwareAccelerated", BindingFlags.Public | BindingFlags.Static) is not { } property) return null;
            if (bits == 128 || property.GetValue(null) is true) return bits;
        }

        return null;
    }
}
