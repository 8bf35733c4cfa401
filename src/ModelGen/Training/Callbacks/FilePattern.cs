using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ModelGen.Training;

/// <summary>
/// A path with places for numbers: <c>net-{epoch:000}-{val_loss:0.00}.safetensors</c>, in the notation of .NET or as Python writes it,
/// <c>{epoch:03d}</c> and <c>{val_loss:.2f}</c>.
/// </summary>
internal sealed partial class FilePattern(string pattern)
{
    public IEnumerable<string> Keys => Place().Matches(pattern).Select(match => match.Groups[1].Value);

    /// <summary>The folder of all files, if no number stands in it.</summary>
    public string? Folder => Path.GetDirectoryName(Path.GetFullPath(pattern)) is string folder && !folder.Contains('{') ? folder : null;

    public string Fill(Func<string, double?> number)
    {
        StringBuilder path = new();
        int done = 0;
        foreach (Match match in Place().Matches(pattern))
        {
            string key = match.Groups[1].Value;
            double value =
                number(key)
                ?? throw new InvalidOperationException($"The path '{pattern}' names '{key}', which this training does not give.");
            path.Append(pattern, done, match.Index - done)
                .Append(value.ToString(Format(match.Groups[2].Value), CultureInfo.InvariantCulture));
            done = match.Index + match.Length;
        }

        return path.Append(pattern, done, pattern.Length - done).ToString();
    }

    private static string Format(string format) =>
        Python().Match(format) switch
        {
            { Success: true, Groups: { } groups } when groups["zeros"].Success => new string(
                '0',
                int.Parse(groups["zeros"].Value, CultureInfo.InvariantCulture)),
            { Success: true, Groups: { } groups } when groups["digits"].Success => "F" + groups["digits"].Value,
            { Success: true } => "0",
            _ => format,
        };

    [GeneratedRegex(@"\{([A-Za-z_][A-Za-z0-9_]*)(?::([^{}]+))?\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"^(?:0(?<zeros>\d)d|\.(?<digits>\d{1,2})f|d)$")]
    private static partial Regex Python();
}
