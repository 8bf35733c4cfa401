using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import.Conversions;

/// <summary>
/// LSTM, GRU and RNN: a layer of the language where it does the same, and a function of as many steps as the sequence has where states
/// come in or all of them go out. https://onnx.ai/onnx/operators/onnx__LSTM.html
/// </summary>
internal static class Recurrent
{
    public static void Lstm(GraphImport import, OnnxNode node) => Convert(import, node, "Lstm");

    public static void Gru(GraphImport import, OnnxNode node) => Convert(import, node, "Gru");

    public static void Rnn(GraphImport import, OnnxNode node) => Convert(import, node, "Rnn");

    private static void Convert(GraphImport import, OnnxNode node, string kind)
    {
        RecurrentNode what = new(import, node, kind);
        Sample x = InOrder(import, what);
        if (what.IsLayer) Layer(import, what, x);
        else Unrolled(import, what, x);
    }

    /// <summary>
    /// What arrives as [steps, rows, features], or [steps, features] where there is one row; steps that do not count are left out.
    /// </summary>
    private static Sample InOrder(GraphImport import, RecurrentNode what)
    {
        Sample x = what.Input;
        if (!import.HasBatch && what.IsBatchInFront)
            x = import.AddInner(new Step("Permute", "1, 0, 2", x.Id, import.NewSample(x.Shape[1], x.Shape[0], x.Shape[2])));
        if (!import.HasBatch && what.Rows == 1) x = Views.Reshaped(import, x, what.AllSteps, what.Features);
        return Parts.Taken(import, x, 0, [.. Enumerable.Range(0, what.Steps)]);
    }

    /// <summary>As a layer, whose result is the states of all steps if they are read, and the last states if not.</summary>
    private static void Layer(GraphImport import, RecurrentNode what, Sample x)
    {
        (int steps, int units, int directions) = (what.Steps, what.Units, what.Directions);
        import.SampleLengths.Add(import, what.Node, x, what.LengthsInput);
        if (what.IsReversed) x = Parts.Taken(import, x, 0, Backwards(steps));
        bool all = what.Reads(0);
        Arguments arguments = Arguments.Of(Shapes.Text(units)).Option("ReturnSequences", all, false)
            .Option("Bidirectional", directions == 2, false).Option("ResetBefore", what.Kind == "Gru" && !what.ResetsBehind, false)
            .Option("UseBias", what.Bias is not null, true);
        string relu = what.Activations[0] == "Relu" ? ", Activation = ActivationKind.Relu" : "";
        int[] shape = all ? [steps, directions * units] : [directions * units];
        Sample states = import.AddInner(new Step(what.Kind, arguments + relu, x.Id, import.NewSample(shape))
        {
            Name = WeightNames.Layer(what.Weight.Name),
            Weights = [.. Enumerable.Range(0, directions).SelectMany(what.LayerWeights)],
        });
        states = Views.Reshaped(import, states, all ? [steps, directions, units] : [directions, units]);
        if (!all)
        {
            what.Set(1, states);
            return;
        }

        if (what.Reads(1))
        {
            string last = $"x.Slice(0, {steps - 1}, 1)";
            string both = $"Concat(1, {last}.Slice(1, 0, 1), x.Slice(0, 0, 1).Slice(1, 1, 1))";
            Function ends = new("LastStates", directions == 1 ? last : both);
            Sample found = import.AddInner(new Step("Apply", "", states.Id, import.NewSample(1, directions, units)) { Function = ends });
            what.Set(1, Views.Reshaped(import, found, directions, units));
        }

        if (what.IsReversed) states = Parts.Taken(import, states, 0, Backwards(steps));
        what.Set(0, WithoutRest(import, what, states));
    }

    /// <summary>As a function of steps, one after the other, that gives all states and behind them the last ones.</summary>
    private static void Unrolled(GraphImport import, RecurrentNode what, Sample x)
    {
        UnrolledSteps unrolled = new(what);
        int[] row = [what.Directions, .. what.RowAxes, what.Units];
        Sample all = import.AddInner(new Step("Apply", "", x.Id, import.NewSample([unrolled.Results, .. row]))
        {
            Name = WeightNames.Layer(what.Weight.Name),
            Function = new Function(what.Kind + "Steps", unrolled.Body()),
            Others = [.. unrolled.Operands],
            Weights = unrolled.Weights,
        });
        int at = 0;
        for (int output = 0; output < 3; output++)
        {
            if (!what.Reads(output)) continue;
            int count = output == 0 ? what.Steps : 1;
            Sample part = Parts.Taken(import, all, 0, [.. Enumerable.Range(at, count)]);
            what.Set(output, output == 0 ? WithoutRest(import, what, part) : Views.Reshaped(import, part, row));
            at += count;
        }
    }

    /// <summary>Steps behind the length of all sequences are zero.</summary>
    private static Sample WithoutRest(GraphImport import, RecurrentNode what, Sample states) => what.Steps == what.AllSteps
        ? states
        : Padding.With(
            import, states, new int[states.Shape.Length], [what.AllSteps - what.Steps, .. states.Shape.Skip(1).Select(_ => 0)], 0);

    private static int[] Backwards(int steps) => [.. Enumerable.Range(0, steps).Reverse()];
}
