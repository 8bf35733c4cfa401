using System.Globalization;

namespace ModelGen.Compiler.Optimizers;

/// <summary>Float arguments as the user wrote them.</summary>
internal static class Written
{
    /// <summary>The decimal number a float stands for: 0.999, not 0.99900001287….</summary>
    /// <remarks>1 − β₂ would otherwise be wrong in the fifth digit, and differ from PyTorch's, which takes doubles.</remarks>
    public static double Number(float value) =>
        double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
