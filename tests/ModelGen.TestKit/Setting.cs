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

    /// <summary>The seed of a randomised test.</summary>
    /// <param name="name">The name of the variable that repeats one.</param>
    /// <returns>The variable's number; without it, another each day: what a run finds, every other run of that day finds, too.</returns>
    public static int Seed(string name) => Integer(name) ?? (int)(DateTime.UtcNow.Date.Ticks / TimeSpan.TicksPerDay * 1_000_003 % int.MaxValue);
}
