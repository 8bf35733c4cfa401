using FashionMnist;

namespace ModelGen.Tests.Samples;

/// <summary>Tests that need the images themselves, which are no part of the repository.</summary>
internal static class FashionMnistPackage
{
    /// <summary>Why such a test does not run here; null where the images are.</summary>
    public static string? Missing { get; } =
        Directory.Exists(FashionMnistData.DebianFolder) ? null : "The package dataset-fashion-mnist is not installed.";
}

/// <summary>A fact about the images of Debian's package.</summary>
internal sealed class PackageFactAttribute : FactAttribute
{
    public PackageFactAttribute() => Skip = FashionMnistPackage.Missing;
}

/// <summary>A theory that needs the images of Debian's package.</summary>
internal sealed class PackageTheoryAttribute : TheoryAttribute
{
    public PackageTheoryAttribute() => Skip = FashionMnistPackage.Missing;
}
