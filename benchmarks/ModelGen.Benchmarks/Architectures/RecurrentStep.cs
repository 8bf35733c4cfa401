using System.Globalization;
using ModelGen.Onnx.Format;

namespace ModelGen.Benchmarks.Architectures;

/// <summary>One step of a recurrent layer from the state zero: <c>LastState</c> in <c>peer.py</c>, and ONNX' operator.</summary>
/// <param name="Kind">The operator: <c>GRU</c> or <c>LSTM</c>.</param>
/// <param name="Features">The features of a step.</param>
/// <param name="Units">The length of the state.</param>
internal sealed record RecurrentStep(string Kind, int Features, int Units) : Architecture
{
    /// <summary>For each of the operator's gates, which of PyTorch's it is: z, r, h of r, z, n; and i, o, f, c of i, f, g, o.</summary>
    private int[] Gates => Kind == "GRU" ? [1, 0, 2] : [0, 3, 1, 2];

    public override double ForwardFlop => 2.0 * Gates.Length * Units * (Features + Units);

    public override double FirstFlop => 2.0 * Gates.Length * Units * Features;

    public override string PyTorch =>
        string.Create(CultureInfo.InvariantCulture, $"LastState(nn.{Kind}({Features}, {Units}, batch_first=True))");

    /// <summary>The operator alone: the exporter puts transposes around it, which are needed where there are more steps.</summary>
    public override OnnxModel ToOnnx(IModel model, IReadOnlyList<int> inputShape, IReadOnlyList<int> outputShape)
    {
        (GraphBuilder graph, WeightReader weights) = (new(), new(model.Parameters));
        int rows = Gates.Length * Units;
        string ofInput = graph.Constant([1, rows, Features], InOrder(weights.Next(rows, Features), Features));
        string ofState = graph.Constant([1, rows, Units], InOrder(weights.Next(rows, Units), Units));
        float[] biases = [.. InOrder(weights.Next(rows), 1), .. InOrder(weights.Next(rows), 1)];
        weights.End();
        (string, int)[] attributes = Kind == "GRU"
            ? [("hidden_size", Units), ("linear_before_reset", 1)]
            : [("hidden_size", Units)];
        // All states, [steps, directions, samples, units], of one step and one sample.
        string states = graph.Node(Kind, [GraphBuilder.Input, ofInput, ofState, graph.Constant([1, 2 * rows], biases)], attributes);
        return graph.ToModel(inputShape, graph.Node("Flatten", [states], ("axis", 2)), outputShape);
    }

    private float[] InOrder(float[] values, int width) =>
        [.. Gates.SelectMany(gate => values.AsSpan(gate * Units * width, Units * width).ToArray())];
}
