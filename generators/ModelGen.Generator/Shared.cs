using System.Collections.Concurrent;

namespace ModelGen.Generator;

/// <summary>Gives equal texts one reference. Roslyn compares the arguments of messages by reference.</summary>
internal static class Shared
{
    /// <summary>More than a build with errors has. An editor runs for long, so at this number all are forgotten.</summary>
    private const int Most = 10_000;

    private static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);

    public static string Text(string text)
    {
        if (Texts.Count > Most) Texts.Clear();
        return Texts.GetOrAdd(text, text);
    }
}
