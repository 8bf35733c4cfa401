using System.Globalization;

namespace ModelGen.Search;

/// <summary>One choice of all settings.</summary>
public sealed class Trial
{
    private readonly IReadOnlyList<KeyValuePair<string, string>> _settings;

    internal Trial(int number, IReadOnlyList<KeyValuePair<string, string>> settings)
    {
        Number = number;
        _settings = settings;
    }

    /// <summary>Its number, from 0.</summary>
    public int Number { get; }

    /// <summary>The settings as texts, in the order of declaration.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings => _settings;

    /// <summary>A setting as text.</summary>
    /// <param name="name">The name of the setting.</param>
    /// <exception cref="KeyNotFoundException">There is no such setting.</exception>
    public string this[string name]
    {
        get
        {
            foreach ((string key, string value) in _settings)
            {
                if (key == name)
                    return value;
            }

            throw new KeyNotFoundException(
                $"There is no setting '{name}'. There are: {string.Join(", ", _settings.Select(setting => setting.Key))}.");
        }
    }

    /// <summary>A setting as another type, such as <c>trial.Get&lt;float&gt;("rate")</c>.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="name">The name of the setting.</param>
    /// <returns>The value.</returns>
    /// <exception cref="KeyNotFoundException">There is no such setting.</exception>
    /// <exception cref="FormatException">It is none of the type.</exception>
    public T Get<T>(string name)
        where T : IParsable<T> => T.Parse(this[name], CultureInfo.InvariantCulture);

    /// <summary>The settings: <c>rate=0.01, units=64</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Join(", ", _settings.Select(setting => $"{setting.Key}={setting.Value}"));
}
