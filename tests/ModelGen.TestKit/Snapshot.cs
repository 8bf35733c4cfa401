using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace ModelGen.TestKit;

/// <summary>Compares text with a file next to the test, in the files and the flow of Verify.</summary>
/// <remarks>
/// The expected text is in <c>TestFile.name.verified.cs</c>. If it differs or is missing, the actual text goes to
/// <c>TestFile.name.received.cs</c> and the test fails; rename that file to accept it.
/// </remarks>
public static class Snapshot
{
    /// <summary>Fails unless the text equals the stored one. Line ends do not count.</summary>
    /// <param name="text">The actual text.</param>
    /// <param name="name">What tells this snapshot from others of the same test file.</param>
    /// <param name="extension">What kind of text it is: <c>cs</c> or <c>txt</c>.</param>
    /// <param name="testFile">The test's source file; leave it out.</param>
    /// <exception cref="SnapshotMismatchException">The text differs, or there is none to compare with.</exception>
    public static void Match(string text, string name, string extension = "cs", [CallerFilePath] string testFile = "")
    {
        string stem = Path.Combine(Path.GetDirectoryName(testFile)!, $"{Path.GetFileNameWithoutExtension(testFile)}.{name}");
        string verified = $"{stem}.verified.{extension}";
        string received = $"{stem}.received.{extension}";
        string actual = Normalize(text);
        string? expected = File.Exists(verified) ? Normalize(File.ReadAllText(verified)) : null;
        if (actual == expected)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, actual, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        throw new SnapshotMismatchException(expected is null
            ? $"There is no {verified} yet. To accept the text, rename {received}."
            : $"{FirstDifference(expected, actual)}\nTo accept the new text, rename {received} to {verified}.");
    }

    private static string Normalize(string text) => text.ReplaceLineEndings("\n");

    private static string FirstDifference(string expected, string actual)
    {
        string[] before = expected.Split('\n');
        string[] after = actual.Split('\n');
        int line = 0;
        while (line < before.Length && line < after.Length && before[line] == after[line]) line++;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Line {line + 1} differs.\n  verified: {before.ElementAtOrDefault(line)}\n  received: {after.ElementAtOrDefault(line)}");
    }
}

/// <summary>A text is not what its snapshot says.</summary>
/// <param name="message">The first difference, and where the files are.</param>
public sealed class SnapshotMismatchException(string message) : Exception(message);
