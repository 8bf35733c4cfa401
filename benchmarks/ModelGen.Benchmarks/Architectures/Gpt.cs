using System.Globalization;
using ModelGen.Onnx.Format;

namespace ModelGen.Benchmarks.Architectures;

/// <summary>A decoder-only Transformer: <c>Gpt</c> in <c>peer.py</c>. Normalizations come first, activations are Gelu.</summary>
/// <param name="Layers">The blocks.</param>
/// <param name="Width">The features of a step.</param>
/// <param name="Heads">The heads of each attention.</param>
/// <param name="Context">The steps.</param>
/// <param name="Vocabulary">The ids.</param>
internal sealed record Gpt(int Layers, int Width, int Heads, int Context, int Vocabulary) : Architecture
{
    private const int Wider = 4;

    /// <summary>Whether the peers compute the last step only, the keys and values of all others being known.</summary>
    public bool IsCached { get; init; }

    public override double ForwardFlop => (IsCached ? 1 : Context) * ((Layers * (Products + Attention)) + (2.0 * Width * Vocabulary));

    /// <summary>Nothing: embeddings are looked up, and the gradients of the sums behind them are needed.</summary>
    public override double FirstFlop => 0;

    public override string PyTorch => string.Create(
        CultureInfo.InvariantCulture,
        $"{(IsCached ? "CachedGpt" : "Gpt")}({Layers}, {Width}, {Heads}, {Context}, {Vocabulary})");

    /// <summary>The products with weights of a step in a block.</summary>
    private double Products => 2.0 * Width * Width * (4 + (2 * Wider));

    /// <summary>Scores and sums of a step: products with all keys and with all values.</summary>
    private double Attention => 2.0 * 2 * Context * Width;

    /// <summary>With the operator for attention that ONNX Runtime adds; the exporter writes what attention is made of.</summary>
    public override OnnxModel ToOnnx(IModel model, IReadOnlyList<int> inputShape, IReadOnlyList<int> outputShape)
    {
        (GraphBuilder graph, WeightReader weights) = (new(), new(model.Parameters));
        string ids = graph.Node("Cast", [GraphBuilder.Input], ("to", (int)OnnxElementType.Int64));
        string x = graph.Node("Gather", [graph.Constant([Vocabulary, Width], weights.Next(Vocabulary, Width)), ids]);
        x = graph.Node("Add", [x, graph.Constant([Context, Width], weights.Next(Context, Width))]);
        for (int i = 0; i < Layers; i++) x = Block(graph, x, weights);
        string output = Dense(graph, Normalized(graph, x, weights), Vocabulary, Width, weights);
        weights.End();
        return graph.ToModel(inputShape, output, outputShape);
    }

    private string Block(GraphBuilder graph, string x, WeightReader weights)
    {
        string normal = Normalized(graph, x, weights);
        string projection = graph.Constant([Width, 3 * Width], Transposed(weights.Next(3 * Width, Width), 3 * Width, Width));
        string read = graph.Node(
            "com.microsoft.Attention",
            [normal, projection, graph.Constant([3 * Width], weights.Next(3 * Width))],
            ("num_heads", Heads),
            ("unidirectional", 1));
        x = graph.Node("Add", [x, Dense(graph, read, Width, Width, weights)]);
        string hidden = Dense(graph, Normalized(graph, x, weights), Wider * Width, Width, weights);
        return graph.Node("Add", [x, Dense(graph, Gelu(graph, hidden), Width, Wider * Width, weights)]);
    }

    private string Normalized(GraphBuilder graph, string x, WeightReader weights)
    {
        string weight = graph.Constant([Width], weights.Next(Width)), bias = graph.Constant([Width], weights.Next(Width));
        return graph.Node("LayerNormalization", [x, weight, bias], ("axis", -1));
    }

    private static string Dense(GraphBuilder graph, string x, int units, int inputs, WeightReader weights)
    {
        string weight = graph.Constant([inputs, units], Transposed(weights.Next(units, inputs), units, inputs));
        return graph.Node("Add", [graph.Node("MatMul", [x, weight]), graph.Constant([units], weights.Next(units))]);
    }

    /// <summary>The exact one, in the form that is recognised and fused.</summary>
    private static string Gelu(GraphBuilder graph, string x)
    {
        string error = graph.Node("Erf", [graph.Node("Div", [x, graph.Constant([1], [MathF.Sqrt(2)])])]);
        string half = graph.Node("Mul", [x, graph.Node("Add", [error, graph.Constant([1], [1f])])]);
        return graph.Node("Mul", [half, graph.Constant([1], [0.5f])]);
    }

    private static float[] Transposed(float[] values, int rows, int columns)
    {
        float[] result = new float[values.Length];
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++) result[(column * rows) + row] = values[(row * columns) + column];
        return result;
    }
}
