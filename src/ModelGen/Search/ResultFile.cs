using System.Globalization;
using System.Text;
using ModelGen.Runtime;
using ModelGen.Serialization;

namespace ModelGen.Search;

/// <summary>
/// The finished trials of a search: in memory, and in a CSV file if there is one, which is written anew beside the old one and renamed
/// after each trial. Its lines are in the order of the trials, whatever order they finished in.
/// </summary>
internal sealed class ResultFile
{
    private readonly Lock _lock = new();
    private readonly string? _path;
    private readonly string _header;
    private readonly SortedDictionary<(int Resource, int Trial), (string Line, double Value)> _lines = [];

    public ResultFile(string? path, IReadOnlyList<Trial> trials)
    {
        _path = path;
        _header = string.Join(',', trials[0].Settings.Select(setting => setting.Key).Prepend("value").Prepend("resource").Prepend("trial"));
        if (path is not null && File.Exists(path))
            Read(path, trials);
    }

    /// <summary>The value of a trial that is finished, or null.</summary>
    public double? Find(Trial trial, int resource)
    {
        lock (_lock)
            return _lines.TryGetValue((resource, trial.Number), out (string Line, double Value) found) ? found.Value : null;
    }

    public void Add(Trial trial, int resource, double value)
    {
        lock (_lock)
        {
            string start = $"{Numbers.Format(trial.Number)},{Numbers.Format(resource)},{Numbers.Format(value, "R")}";
            _lines[(resource, trial.Number)] = (string.Join(',', trial.Settings.Select(setting => setting.Value).Prepend(start)), value);
            if (_path is null)
                return;
            StringBuilder text = new StringBuilder(_header).Append('\n');
            foreach ((string line, _) in _lines.Values)
                text.Append(line).Append('\n');
            byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
            AtomicFile.Write(_path, stream => stream.Write(bytes));
        }
    }

    private void Read(string path, IReadOnlyList<Trial> trials)
    {
        string[] lines = File.ReadAllLines(path);
        if (lines.Length == 0 || lines[0] != _header)
        {
            throw new InvalidDataException(
                $"'{path}' has the columns '{lines.FirstOrDefault()}'; this search has '{_header}'. Give it another file.");
        }

        for (int i = 1; i < lines.Length; i++)
        {
            string[] cells = lines[i].Split(',', 4);
            if (cells.Length < 3
                || !int.TryParse(cells[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                || !int.TryParse(cells[1], NumberStyles.None, CultureInfo.InvariantCulture, out int resource)
                || !double.TryParse(cells[2], NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            {
                throw new InvalidDataException($"'{path}', line {i + 1}: '{lines[i]}' is no result of a trial.");
            }

            string settings = cells.Length == 4 ? cells[3] : "";
            if (number >= trials.Count || settings != string.Join(',', trials[number].Settings.Select(setting => setting.Value)))
            {
                throw new InvalidDataException(
                    $"'{path}', line {i + 1}: trial {number} has the settings '{settings}', "
                    + "which are not those of this search. Give it another file.");
            }

            _lines[(resource, number)] = (lines[i], value);
        }
    }
}
