using System.Globalization;

namespace ModelGen.TestKit;

/// <summary>What an environment variable changes about a test: how much of it runs, or a seed.</summary>
public static class Setting
{
    /// <summary>A whole number.</summary>
    /// <param name="name">The name of the variable.</param>
    /// <returns>The number, or null where the variable is not set or is no whole number.</returns>
    public static int? Integer(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value : null;
}
