using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import.Conversions;

/// <summary>What an LSTM, a GRU or an RNN says, checked. Rows are samples where nothing is the batch.</summary>
internal sealed class RecurrentNode
{
    /// <summary>Steps that are written one after the other, both directions together.</summary>
    private const int MostSteps = 128;

    private readonly GraphImport _import;
    private readonly OnnxNode _node;

    public RecurrentNode(GraphImport import, OnnxNode node, string kind)
    {
        (_import, _node, Kind) = (import, node, kind);
        Input = import.SampleOf(node, 0);
        IsBatchInFront = node.Int("layout", 0) != 0;
        int[] onnx = GraphImport.OnnxShape(Input);
        if (onnx.Length != 3) throw new Unsupported($"{GraphImport.Text(Input)} arrives; [steps, N, features] is needed.");
        int batch = IsBatchInFront ? 0 : 1;
        if (import.HasBatch && Input.BatchAxis != batch)
        {
            throw new Unsupported(
                $"{GraphImport.Text(Input)} arrives; the batch must be axis {batch}. If an input has it there: --batch NAME={batch}.");
        }

        (AllSteps, Rows, Features) = (onnx[1 - batch], onnx[batch], onnx[2]);
        string direction = node.Text("direction", "forward");
        if (direction is not ("forward" or "reverse" or "bidirectional")) throw new Unsupported($"its direction is {direction}.");
        IsReversed = direction == "reverse";
        Directions = direction == "bidirectional" ? 2 : 1;
        Weight = import.ConstantOf(node, 1);
        StateWeight = import.ConstantOf(node, 2);
        Bias = import.OptionalConstant(node, 3);
        Units = StateWeight.Shape is [_, _, var units] ? units : 0;
        CheckShapes();
        (InitialState, InitialCell) = (State(5), kind == "Lstm" ? State(6) : null);
        Peepholes = kind == "Lstm" ? import.OptionalConstant(node, 7) : null;
        if (Peepholes is { } p && !p.Shape.SequenceEqual([Directions, 3 * Units]))
            throw new Unsupported($"its peepholes are [{Shapes.Text(p.Shape)}]; [{Directions}, {3 * Units}] are needed.");
        if (Peepholes is { } all && all.Values.All(value => value == 0)) Peepholes = null;
        Activations = RecurrentActivations.Of(node, kind, Directions, out string[] formulas);
        Formulas = formulas;
        if (node.Has("clip")) throw new Unsupported("it clips what enters its activations (clip).");
        IsCoupled = kind == "Lstm" && node.Int("input_forget", 0) != 0;
        ResetsBehind = kind == "Gru" && node.Int("linear_before_reset", 0) != 0;
        Steps = Length();
        if (!IsLayer && (long)Steps * Directions > MostSteps)
        {
            throw new Unsupported(
                $"it has {Steps * Directions} steps, and states that come in, cells that go out, peepholes or activations that are not the "
                    + $"layer's; {MostSteps} steps are possible then.");
        }
    }

    public OnnxNode Node => _node;

    /// <summary>The layer of the language: Lstm, Gru or Rnn.</summary>
    public string Kind { get; }

    public Sample Input { get; }

    /// <summary>Steps, as they arrive and those that count.</summary>
    public int AllSteps { get; }

    /// <inheritdoc cref="AllSteps"/>
    public int Steps { get; }

    /// <summary>The input with the length of each sample, or null.</summary>
    public string? LengthsInput { get; private set; }

    public int Rows { get; }

    public int Features { get; }

    public int Units { get; }

    public int Directions { get; }

    public bool IsReversed { get; }

    public bool IsBatchInFront { get; }

    /// <summary>[directions, gates · units, features].</summary>
    public Constant Weight { get; }

    /// <summary>[directions, gates · units, units].</summary>
    public Constant StateWeight { get; }

    /// <summary>[directions, 2 · gates · units]: those of the input, then those of the state; or null.</summary>
    public Constant? Bias { get; }

    /// <summary>What the states start from, if not from zero.</summary>
    public Value? InitialState { get; }

    /// <inheritdoc cref="InitialState"/>
    public Value? InitialCell { get; }

    /// <summary>[directions, 3 · units] in the order i, o, f; or null.</summary>
    public Constant? Peepholes { get; }

    /// <summary>The names of all activations; of the first direction first.</summary>
    public string[] Activations { get; }

    /// <summary>The same as formulas, with {0} for the operand.</summary>
    public string[] Formulas { get; }

    /// <summary>Whether the forget gate is one minus the input gate.</summary>
    public bool IsCoupled { get; }

    /// <summary>Whether the reset gate multiplies the product with the state, not the state.</summary>
    public bool ResetsBehind { get; }

    public int Gates => Kind switch { "Lstm" => 4, "Gru" => 3, _ => 1 };

    /// <summary>The axis of samples beside each other, where there is one.</summary>
    public int[] RowAxes => _import.HasBatch || Rows == 1 ? [] : [Rows];

    /// <summary>Whether the language's layer does the same.</summary>
    public bool IsLayer => RowAxes.Length == 0 && InitialState is null && InitialCell is null && Peepholes is null
        && !IsCoupled && !Reads(2) && Units > 1 && Activations.SequenceEqual(Usual());

    /// <summary>Whether a result is needed.</summary>
    public bool Reads(int output) => _import.IsRead(_node, output);

    /// <summary>Sets a result: all states [steps, directions, rows, units], or the last ones [directions, rows, units].</summary>
    public void Set(int output, Sample value)
    {
        int axes = output == 0 ? 2 : 1;
        if (_import.HasBatch)
        {
            _import.Set(_node.Outputs[output], value with { BatchAxis = IsBatchInFront ? 0 : axes });
            return;
        }

        int[] inner = [.. value.Shape[..axes], Rows, Units];
        value = Views.Reshaped(_import, value, inner);
        if (IsBatchInFront)
        {
            int[] order = [axes, .. Enumerable.Range(0, axes), axes + 1], shape = [.. order.Select(axis => inner[axis])];
            value = _import.AddInner(new Step("Permute", Shapes.Text(order), value.Id, _import.NewSample(shape)));
        }

        _import.Set(_node.Outputs[output], value);
    }

    /// <summary>The weights of a direction as the layer has them: gates in PyTorch's order.</summary>
    public IEnumerable<ImportedWeight> LayerWeights(int direction)
    {
        int rows = Gates * Units;
        string suffix = direction == 0 ? "_l0" : "_l0_reverse";
        yield return new("weight_ih" + suffix, [rows, Features], () => Ordered(Weight.ToFloats(), direction * rows * Features, Features));
        yield return new("weight_hh" + suffix, [rows, Units], () => Ordered(StateWeight.ToFloats(), direction * rows * Units, Units));
        if (Bias is null) yield break;
        yield return new("bias_ih" + suffix, [rows], () => Ordered(Bias.ToFloats(), direction * 2 * rows, 1));
        yield return new("bias_hh" + suffix, [rows], () => Ordered(Bias.ToFloats(), ((direction * 2) + 1) * rows, 1));
    }

    /// <summary>ONNX has i, o, f, c and z, r, h; PyTorch i, f, g, o and r, z, n.</summary>
    private float[] Ordered(float[] all, int start, int width)
    {
        int[] order = Kind switch { "Lstm" => [0, 2, 3, 1], "Gru" => [1, 0, 2], _ => [0] };
        return [.. order.SelectMany(gate => all.AsSpan(start + (gate * Units * width), Units * width).ToArray())];
    }

    private string[] Usual()
    {
        string[] one = Kind switch { "Lstm" => ["Sigmoid", "Tanh", "Tanh"], "Gru" => ["Sigmoid", "Tanh"], _ => [Activations[0]] };
        string[] all = [.. Enumerable.Repeat(one, Directions).SelectMany(names => names)];
        return Kind == "Rnn" && Activations[0] is not ("Tanh" or "Relu") ? [] : all;
    }

    private void CheckShapes()
    {
        int rows = Gates * Units;
        bool fits = Units > 0 && Weight.Shape.SequenceEqual([Directions, rows, Features])
            && StateWeight.Shape.SequenceEqual([Directions, rows, Units]) && Bias?.Shape.SequenceEqual([Directions, 2 * rows]) != false;
        if (fits) return;
        string bias = Bias is null ? "" : $" and [{Shapes.Text(Bias.Shape)}]";
        throw new Unsupported(
            $"its weights are [{Shapes.Text(Weight.Shape)}], [{Shapes.Text(StateWeight.Shape)}]{bias}; {Directions} directions, "
                + $"{Gates} gates of equally many units and {Features} features are needed.");
    }

    /// <summary>The steps that count in each sequence, which is the same for all here.</summary>
    private int Length()
    {
        if (_import.Find(_node, 4) is Lengths given)
        {
            if (!IsLayer || IsReversed || (Reads(0) && Reads(1)))
            {
                throw new Unsupported(
                    "its sequences have lengths, and it has states that come in, activations that are not the layer's, the direction "
                        + "reverse, or both all and the last states as results.");
            }

            LengthsInput = given.Input;
            return AllSteps;
        }

        if (_import.Find(_node, 4) is null) return AllSteps;
        long[] lengths = [.. _import.ConstantOf(_node, 4).ToIntegers().Distinct()];
        return lengths is [>= 1 and var length] && length <= AllSteps
            ? (int)length
            : throw new Unsupported(
                $"its sequences have the lengths {string.Join(", ", lengths.Take(5))}; equal ones from 1 to {AllSteps} are possible.");
    }

    /// <summary>States that come in, [directions, rows, units]; null if they are zero.</summary>
    private Value? State(int operand)
    {
        Value? state = _import.Find(_node, operand);
        if (state is null || (state is Constant zeros && zeros.Values.All(value => value == 0))) return null;
        int rows = _import.HasBatch ? 1 : Rows;
        int[] needed = IsBatchInFront ? [rows, Directions, Units] : [Directions, rows, Units];
        int[] found = state switch { Sample sample => GraphImport.OnnxShape(sample), Constant constant => constant.Shape, _ => [] };
        bool isPlaced = state is not Sample { BatchAxis: >= 0 and var at } || at == (IsBatchInFront ? 0 : 1);
        return found.SequenceEqual(needed) && isPlaced
            ? state
            : throw new Unsupported($"its initial state is [{Shapes.Text(found)}]; [{Shapes.Text(needed)}] is needed.");
    }
}
