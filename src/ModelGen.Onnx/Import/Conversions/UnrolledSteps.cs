using System.Text;

namespace ModelGen.Onnx.Import.Conversions;

/// <summary>
/// A recurrent node as a function: the steps of each direction in a loop that runs while compiling. The result has a row [directions,
/// samples, units] for each step if all states are read, then one of the last states and one of the last cells if those are.
/// </summary>
internal sealed class UnrolledSteps
{
    private readonly RecurrentNode _what;
    private readonly StringBuilder _text = new();
    private readonly List<int> _operands = [];
    private readonly List<ImportedWeight> _weights = [];
    private readonly string _row;

    public UnrolledSteps(RecurrentNode what)
    {
        _what = what;
        _row = what.RowAxes.Length > 0 ? "r" : "";
        Results = (what.Reads(0) ? what.Steps : 0) + (what.Reads(1) ? 1 : 0) + (what.Reads(2) ? 1 : 0);
    }

    /// <summary>The rows of the result.</summary>
    public int Results { get; }

    /// <summary>The states that come in, as values besides the sequence.</summary>
    public IReadOnlyList<int> Operands => _operands;

    /// <summary>The file's tensors, as they are there.</summary>
    public IReadOnlyList<ImportedWeight> Weights => _weights;

    /// <summary>The statements of the function.</summary>
    public string Body()
    {
        int rows = _what.Gates * _what.Units;
        _text.Append("{\n");
        Line($"Tensor ofInput = {Kept("weight_ih", _what.Weight)};");
        Line($"Tensor ofState = {Kept("weight_hh", _what.StateWeight)};");
        if (_what.Bias is not null) Line($"Tensor bias = {Kept("bias", _what.Bias)};");
        if (_what.Peepholes is not null) Line($"Tensor peepholes = {Kept("peepholes", _what.Peepholes)};");
        string state = Start("initial_h", _what.InitialState), cell = Start("initial_c", _what.InitialCell);
        for (int direction = 0; direction < _what.Directions; direction++) Direction(direction, rows, state, cell);
        string[] parts =
        [
            .. new[] { "all", "state", "cell" }.Where((_, output) => _what.Reads(output))
                .Select(name => _what.Directions == 1 ? Whole(name, 0) : $"Concat(1, {Whole(name, 0)}, {Whole(name, 1)})"),
        ];
        Line(parts.Length == 1 ? $"return {parts[0]};" : $"return Concat(0, {string.Join(", ", parts)});");
        return _text.Append('}').ToString();
    }

    private string Whole(string name, int direction) => name == "all" ? $"all{direction}" : $"{name}{direction}.Reshape({Row()})";

    private void Direction(int direction, int rows, string state, string cell)
    {
        bool isBackwards = direction == 1 || _what.IsReversed;
        string at = isBackwards ? $"{_what.Steps - 1} - step" : "step", d = Shapes.Text(direction);
        Line("");
        Line($"Tensor inputs{d} = Einsum(\"t{_row}k,nk->t{_row}n\", x, ofInput.Slice(0, {d}, 1).Reshape({rows}, {_what.Features}));");
        string all = _what.Reads(0) ? $", all{d} = 0" : "";
        string some = $"inputs{d}.Slice(0, 0, 1).Slice({1 + _row.Length}, 0, {_what.Units}).Reshape({State()})";
        string zeros = $"Where(Equal({some}, 0), 0, 0)";
        Line($"Tensor state{d} = {Begin(state, direction, zeros)}{all};");
        if (_what.Kind == "Lstm") Line($"Tensor cell{d} = {Begin(cell, direction, zeros)};");
        Line($"for (int step = 0; step < {_what.Steps}; step++)");
        Line("{");
        Line($"    Tensor sums = inputs{d}.Slice(0, {at}, 1).Reshape({Shapes.Text([.. _what.RowAxes, rows])}){Bias(direction, 0, rows)};");
        switch (_what.Kind)
        {
            case "Lstm": Lstm(direction, d); break;
            case "Gru": Gru(direction, d); break;
            default:
                string sum = $"sums + {Product(d, $"state{d}", 0, 1)}{Bias(direction, rows, rows)}";
                Line($"    state{d} = {Activated(direction, 0, sum)};");
                break;
        }

        if (_what.Reads(0))
        {
            string row = $"state{d}.Reshape({Row()})", joined = isBackwards ? $"{row}, all{d}" : $"all{d}, {row}";
            Line($"    all{d} = step == 0 ? {row} : Concat(0, {joined});");
        }

        Line("}");
    }

    private void Lstm(int direction, string d)
    {
        int units = _what.Units;
        Line($"    sums += {Product(d, $"state{d}", 0, 4)}{Bias(direction, 4 * units, 4 * units)};");
        Line($"    Tensor enter = {Activated(direction, 0, Gate("sums", 0) + Peephole(direction, 0, $"cell{d}"))};");
        string keep = _what.IsCoupled ? "1 - enter" : Activated(direction, 0, Gate("sums", 2) + Peephole(direction, 2, $"cell{d}"));
        Line($"    Tensor keep = {keep};");
        Line($"    cell{d} = keep * cell{d} + enter * {Activated(direction, 1, Gate("sums", 3))};");
        Line($"    Tensor leave = {Activated(direction, 0, Gate("sums", 1) + Peephole(direction, 1, $"cell{d}"))};");
        Line($"    state{d} = leave * {Activated(direction, 2, $"cell{d}")};");
    }

    private void Gru(int direction, string d)
    {
        int units = _what.Units;
        string behind = Bias(direction, 3 * units, 3 * units);
        if (_what.ResetsBehind)
        {
            Line($"    Tensor products = {Product(d, $"state{d}", 0, 3)}{behind};");
            Line($"    Tensor update = {Activated(direction, 0, $"{Gate("sums", 0)} + {Gate("products", 0)}")};");
            Line($"    Tensor reset = {Activated(direction, 0, $"{Gate("sums", 1)} + {Gate("products", 1)}")};");
            Line($"    Tensor found = {Activated(direction, 1, $"{Gate("sums", 2)} + reset * {Gate("products", 2)}")};");
        }
        else
        {
            if (behind.Length > 0) Line($"    sums += {behind[3..]};");
            Line($"    Tensor products = {Product(d, $"state{d}", 0, 2)};");
            Line($"    Tensor update = {Activated(direction, 0, $"{Gate("sums", 0)} + {Gate("products", 0)}")};");
            Line($"    Tensor reset = {Activated(direction, 0, $"{Gate("sums", 1)} + {Gate("products", 1)}")};");
            Line($"    Tensor found = {Activated(direction, 1, $"{Gate("sums", 2)} + {Product(d, $"(reset * state{d})", 2, 1)}")};");
        }

        Line($"    state{d} = (1 - update) * found + update * state{d};");
    }

    private string Gate(string all, int gate) => $"{all}.Slice({_row.Length}, {gate * _what.Units}, {_what.Units})";

    /// <summary>The state times rows of its weight.</summary>
    private string Product(string direction, string state, int firstGate, int gates) =>
        $"Einsum(\"{_row}k,nk->{_row}n\", {state}, ofState.Slice(0, {direction}, 1)"
            + (gates == _what.Gates ? "" : $".Slice(1, {firstGate * _what.Units}, {gates * _what.Units})")
            + $".Reshape({gates * _what.Units}, {_what.Units}))";

    private string Bias(int direction, int start, int count) => _what.Bias is null
        ? ""
        : $" + bias.Slice(0, {direction}, 1).Slice(1, {start}, {count}).Reshape({count})";

    private string Peephole(int direction, int gate, string cell) => _what.Peepholes is null
        ? ""
        : $" + peepholes.Slice(0, {direction}, 1).Slice(1, {gate * _what.Units}, {_what.Units}).Reshape({_what.Units}) * {cell}";

    private string Activated(int direction, int which, string text)
    {
        string formula = _what.Formulas[(direction * _what.Formulas.Length / _what.Directions) + which];
        return formula.Replace("{0}", text, StringComparison.Ordinal);
    }

    private string State() => Shapes.Text([.. _what.RowAxes, _what.Units]);

    private string Row() => Shapes.Text([1, 1, .. _what.RowAxes, _what.Units]);

    private string Begin(string start, int direction, string zeros)
    {
        if (start.Length == 0) return zeros;
        return string.Format(System.Globalization.CultureInfo.InvariantCulture, start, direction) + $".Reshape({State()})";
    }

    /// <summary>A state that comes in, with {0} for the direction; "" for zeros.</summary>
    private string Start(string name, Value? state)
    {
        if (state is Constant constant) return $"{Kept(name, constant)}.Slice({(_what.IsBatchInFront ? 1 : 0)}, {{0}}, 1)";
        if (state is not Sample sample) return "";
        if (!_operands.Contains(sample.Id)) _operands.Add(sample.Id);
        int axis = _what.IsBatchInFront && sample.BatchAxis < 0 ? 1 : 0;
        return $"{Function.Operands[_operands.IndexOf(sample.Id) + 1]}.Slice({axis}, {{0}}, 1)";
    }

    private string Kept(string name, Constant constant)
    {
        _weights.Add(new ImportedWeight(name, constant.Shape, constant.ToFloats));
        return $"Parameter(\"{name}\", [{Shapes.Text(constant.Shape)}], start: 0)";
    }

    private void Line(string line) => _text.Append(line.Length == 0 ? "" : "    ").Append(line).Append('\n');
}
