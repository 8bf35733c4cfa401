using System.Globalization;
using ModelGen.Runtime;

namespace ModelGen.Search;

/// <summary>A setting to search over, by its name: some values to choose from, or a range of numbers.</summary>
/// <example><code>Setting[] settings = [Setting.Logarithmic("rate", 1e-4, 1e-1), Setting.Choice("units", 32, 64, 128)];</code></example>
public sealed class Setting
{
    private readonly Func<RandomStream, string> _draw;

    private Setting(string name, string[]? values, Func<RandomStream, string> draw)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.AsSpan().ContainsAny(",\"\r\n"))
            throw new ArgumentException($"The name '{name}' has a comma, a quote or a line break.", nameof(name));
        Name = name;
        Values = values;
        _draw = draw;
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>The values to choose from as texts, or null for a range.</summary>
    internal IReadOnlyList<string>? Values { get; }

    /// <summary>Some values, all equally likely.</summary>
    /// <param name="name">What it is called; without commas, quotes and line breaks.</param>
    /// <param name="values">Texts, or numbers and truth values, which become texts of the invariant culture; at least one, all
    /// different.</param>
    /// <returns>The setting.</returns>
    /// <exception cref="ArgumentException">There are no values, or two are the same.</exception>
    public static Setting Choice(string name, params IReadOnlyList<IConvertible> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        string[] texts = [.. values.Select(Text)];
        if (
            texts.Length == 0
            || texts.Distinct().Count() < texts.Length
            || Array.Exists(texts, text => text.AsSpan().ContainsAny(",\"\r\n")))
        {
            throw new ArgumentException(
                $"The setting '{name}' needs values that are different, without commas, quotes and line breaks.", nameof(values));
        }

        return new Setting(name, texts, random => texts[random.NextInt(texts.Length)]);
    }

    /// <summary>Numbers of a range, all equally likely.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="least">The least.</param>
    /// <param name="most">The largest.</param>
    /// <returns>The setting; not for a grid.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty or has no bounds.</exception>
    public static Setting Uniform(string name, double least, double most)
    {
        CheckRange(least, most, double.NegativeInfinity);
        return new Setting(name, null, random => Text(least + ((most - least) * random.NextUniform())));
    }

    /// <summary>Numbers of a range whose logarithms are all equally likely: for learning rates and weight decay.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="least">The least; above 0.</param>
    /// <param name="most">The largest.</param>
    /// <returns>The setting; not for a grid.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty, has no bounds or reaches 0.</exception>
    public static Setting Logarithmic(string name, double least, double most)
    {
        CheckRange(least, most, 0);
        return new Setting(
            name,
            null,
            random => Text(Math.Clamp(least * Exponential.Pow(most / least, (double)random.NextUniform()), least, most)));
    }

    /// <summary>Whole numbers of a range, all equally likely.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="least">The least.</param>
    /// <param name="most">The largest, which is one of them.</param>
    /// <returns>The setting; in a grid, all of them.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty, or has more than a million numbers.</exception>
    public static Setting Whole(string name, int least, int most)
    {
        const int Most = 1_000_000;
        ArgumentOutOfRangeException.ThrowIfLessThan(most, least);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)most - least, Most, nameof(most));
        int count = most - least + 1;
        return new Setting(name, [.. Enumerable.Range(least, count).Select(i => Text(i))], random => Text(least + random.NextInt(count)));
    }

    internal string Draw(RandomStream random) => _draw(random);

    private static string Text(IConvertible value) => value switch
    {
        null => throw new ArgumentException("A value is null.", nameof(value)),
        double number => Numbers.Format(number, "R"),
        float number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    private static void CheckRange(double least, double most, double above)
    {
        if (!(least > above && least <= most && double.IsFinite(most)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(most), most, $"A range from {Numbers.Format(least, "R")} to {Numbers.Format(most, "R")} was given.");
        }
    }
}
