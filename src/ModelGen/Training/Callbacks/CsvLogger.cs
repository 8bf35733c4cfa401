using System.Globalization;
using System.Text;
using ModelGen.Runtime;
using ModelGen.Serialization;

namespace ModelGen.Training;

/// <summary>
/// Writes a line for each epoch into a file: <c>epoch,loss,val_loss,val_accuracy,lr</c>, and the metrics. Numbers are written so that
/// reading gives them back exactly; NaN is <c>NaN</c>.
/// </summary>
/// <remarks>After each epoch the file is written anew beside the old one and renamed, so that at any time it is whole.</remarks>
/// <param name="path">The file, in a folder that exists.</param>
/// <example><code>Callbacks = [new CsvLogger("training.csv")]</code></example>
public sealed class CsvLogger(string path) : TrainingCallback
{
    private readonly StringBuilder _text = new();
    private string _header = "";
    private string[] _keys = [];

    /// <summary>What stands between the numbers.</summary>
    public char Separator { get; init; } = ',';

    /// <summary>Whether to go on at the end of a file that exists; otherwise it is replaced. The columns must be the same.</summary>
    public bool Append { get; init; }

    /// <inheritdoc/>
    public override bool OnlyFirstProcess => true;

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public override void OnTrainBegin(FitState state)
    {
        _keys = [];
        _header = "";
        _text.Clear();
        if (!Append || !File.Exists(path))
            return;
        _text.Append(File.ReadAllText(path).ReplaceLineEndings("\n"));
        if (_text.Length > 0 && _text[^1] != '\n')
            _text.Append('\n');
        _header = _text.ToString().Split('\n')[0];
        if (state?.Keys.Count > 0)
            UseKeys(state.Keys);
    }

    /// <inheritdoc/>
    public override void Exchange(CheckpointState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (string text, string keys) = (_text.ToString(), string.Join('\n', _keys));
        state.Text("text", ref text);
        state.Text("keys", ref keys);
        if (!state.IsLoading)
            return;
        _text.Clear().Append(text);
        _keys = keys.Length == 0 ? [] : keys.Split('\n');
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file that is to be continued has other columns.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public override void OnEpochEnd(FitState state, EpochRecord epoch)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        if (_keys.Length == 0)
            UseKeys(epoch.Values.Select(pair => pair.Key));
        _text.Append(Numbers.Format(epoch.Epoch));
        foreach (string key in _keys)
            _text.Append(Separator).Append(epoch.TryGet(key, out double value) ? Text(key, value) : "NA");
        _text.Append('\n');
        byte[] bytes = Encoding.UTF8.GetBytes(_text.ToString());
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    private void UseKeys(IEnumerable<string> keys)
    {
        _keys = [.. keys];
        string header = string.Join(Separator, _keys.Prepend("epoch"));
        if (_header.Length == 0)
            _text.Append(header).Append('\n');
        else if (_header != header)
        {
            throw new InvalidDataException(
                $"'{path}' has the columns '{_header}'; this training gives '{header}', so it cannot go on there.");
        }
    }

    // A rate is a float: the digits that make it one are enough.
    private static string Text(string key, double value) =>
        key == EpochRecord.LearningRateKey ? ((float)value).ToString("R", CultureInfo.InvariantCulture) : Numbers.Format(value, "R");
}
