using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Codegen.Programs;

/// <summary>Calls that repeat with other numbers, such as those of equal blocks of a deep model, as loops.</summary>
/// <remarks>
/// The text decides: lines that stand behind each other several times, apart from whole numbers, are one loop. A number that grows by the
/// same amount each time is computed, others stand in a table, so it does not matter how memory was planned.
/// </remarks>
internal sealed class CallLoops
{
    /// <summary>Lines that a loop must save.</summary>
    private const int Worthwhile = 8;

    /// <summary>Numbers in a line of a table.</summary>
    private const int NumbersInLine = 12;

    /// <summary>The most lines that repeat together: a method of them stays well below the JIT's limits.</summary>
    private const int LongestPeriod = JitBudget.CallsInMethod / 2;

    private readonly Line[] _lines;
    private readonly List<string> _written = [];
    private int _loops;

    private CallLoops(IReadOnlyList<string> lines) => _lines = Numbered(lines);

    /// <summary>The same steps. A loop is one text of several lines.</summary>
    /// <param name="lines">Statements on one line each, comments between them.</param>
    public static IReadOnlyList<string> Roll(IReadOnlyList<string> lines)
    {
        var loops = new CallLoops(lines);
        for (var i = 0; i < loops._lines.Length;) i += loops.Write(i);
        return loops._written;
    }

    private static Line[] Numbered(IReadOnlyList<string> lines)
    {
        var (known, result, comment) = (new Dictionary<string, int>(StringComparer.Ordinal), new List<Line>(), (string?)null);
        foreach (var line in lines)
        {
            if (line.StartsWith("//", StringComparison.Ordinal))
            {
                comment = line;
                continue;
            }

            var (form, numbers) = SharedSizes.Split(line);
            if (!known.TryGetValue(form, out var number)) known.Add(form, number = known.Count);
            result.Add(new Line(comment, line, number, numbers));
            comment = null;
        }

        return result.ToArray();
    }

    /// <summary>Writes what begins at a line; the number of lines that are done.</summary>
    private int Write(int start)
    {
        var (period, times) = Best(start);
        if (times < 2)
        {
            if (_lines[start].Comment is { } comment) _written.Add(comment);
            _written.Add(_lines[start].Text);
            return 1;
        }

        _written.Add(Loop(start, period, times));
        return period * times;
    }

    /// <summary>The repetition that saves most lines.</summary>
    private (int Period, int Times) Best(int start)
    {
        var (best, saved) = ((Period: 0, Times: 0), Worthwhile - 1);
        var most = Math.Min(LongestPeriod, (_lines.Length - start) / 2);
        for (var period = 1; period <= most; period++)
        {
            if (_lines[start].Form != _lines[start + period].Form) continue;
            var equal = 0;
            while (start + equal + period < _lines.Length && _lines[start + equal].Form == _lines[start + equal + period].Form) equal++;
            var times = (equal / period) + 1;
            if (period * (times - 1) > saved) (best, saved) = ((period, times), period * (times - 1));
        }

        return best;
    }

    private string Loop(int start, int period, int times)
    {
        var (table, row) = ("layers" + Literals.Integer(++_loops), "at" + Literals.Integer(_loops));
        var (columns, body) = (new List<long[]>(), new SourceWriter());
        for (var i = start; i < start + period; i++)
        {
            var at = i;
            var turns = Enumerable.Range(0, times).Select(time => _lines[at + (time * period)].Numbers).ToArray();
            var texts = _lines[i].Numbers.Select((_, n) => Text(turns.Select(numbers => numbers[n]).ToArray())).ToArray();
            if (_lines[i].Comment is { } comment) body.Line(comment);
            body.Line(SharedSizes.Fill(_lines[i].Text, texts));
        }

        var writer = new SourceWriter();
        if (columns.Count > 0)
        {
            writer.Line($"global::System.ReadOnlySpan<int> {table} =").Line("[");
            using (writer.Indent())
            {
                for (var time = 0; time < times; time++)
                {
                    var numbers = columns.Select(column => Literals.Integer(checked((int)column[time]))).ToArray();
                    for (var i = 0; i < numbers.Length; i += NumbersInLine)
                        writer.Line(string.Join(", ", numbers, i, Math.Min(NumbersInLine, numbers.Length - i)) + ",");
                }
            }

            writer.Line("];");
        }

        using (writer.Block($"for (var layer = 0; layer < {Literals.Integer(times)}; layer++)"))
        {
            var count = Literals.Integer(columns.Count);
            if (columns.Count > 0) writer.Line($"var {row} = {table}.Slice(layer * {count}, {count});");
            writer.Line(body.ToString().TrimEnd('\n'));
        }

        return writer.ToString().TrimEnd('\n');

        string Text(long[] values)
        {
            var step = values[1] - values[0];
            if (values.Select((value, time) => value - (time * step)).All(value => value == values[0]))
            {
                if (step == 0) return Literals.Integer(checked((int)values[0]));
                var grown = Math.Abs(step) == 1 ? "layer" : $"(layer * {Literals.Integer(checked((int)Math.Abs(step)))})";
                return $"({Literals.Integer(checked((int)values[0]))} {(step < 0 ? "-" : "+")} {grown})";
            }

            var column = columns.FindIndex(known => known.SequenceEqual(values));
            if (column < 0)
            {
                column = columns.Count;
                columns.Add(values);
            }

            return $"{row}[{Literals.Integer(column)}]";
        }
    }

    /// <summary>A statement.</summary>
    /// <param name="Comment">What stands above it.</param>
    /// <param name="Text">The statement.</param>
    /// <param name="Form">The number of its text without whole numbers.</param>
    /// <param name="Numbers">Those.</param>
    private sealed record Line(string? Comment, string Text, int Form, long[] Numbers);
}
