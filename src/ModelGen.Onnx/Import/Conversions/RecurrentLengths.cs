using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import.Conversions;

/// <summary>
/// Which recurrent layers take the lengths of samples. The language declares them on an input, and all layers heed them whose steps come
/// from there; so the others must not.
/// </summary>
internal sealed class RecurrentLengths
{
    /// <summary>What leaves a sequence as many steps, each from the same one.</summary>
    private static readonly HashSet<string> KeepsSteps =
        ["Embedding", "Dense", "Lstm", "Gru", "Rnn", "LayerNorm", "Relu", "Tanh", "Sigmoid", "Gelu", "Silu", "LeakyRelu", "Elu"];

    private readonly List<(OnnxNode Node, int Input, string? Lengths)> _layers = [];

    /// <summary>Adds a layer.</summary>
    /// <param name="import">The walk.</param>
    /// <param name="node">The node.</param>
    /// <param name="x">What it reads, [steps, features].</param>
    /// <param name="lengths">The input with the lengths, or null.</param>
    /// <exception cref="Unsupported">It has lengths, and its steps are not those of an input.</exception>
    public void Add(GraphImport import, OnnxNode node, Sample x, string? lengths)
    {
        if (lengths is null)
        {
            foreach (int source in Sources(import, x.Id)) _layers.Add((node, source, null));
            return;
        }

        int at = x.Id;
        while (import.Steps.FirstOrDefault(step => step.Result.Id == at) is { } maker)
        {
            bool keeps = KeepsSteps.Contains(maker.Kind) || (maker.Kind == "Reshape" && maker.Result.Shape[0] == x.Shape[0]);
            if (!keeps || maker.Others.Count > 0)
                throw new Unsupported($"its sequences have lengths, and {maker.Kind} stands between them and the input.");
            at = maker.Current;
        }

        _layers.Add((node, at, lengths));
    }

    /// <summary>The inputs, with lengths where they are read.</summary>
    public List<DeclaredInput> Declared(List<DeclaredInput> inputs) =>
        [.. inputs.Select(input => input with { HasLengths = _layers.Any(one => one.Input == input.Id && one.Lengths is not null) })];

    /// <summary>Layers that would heed lengths which are not theirs.</summary>
    public IEnumerable<ImportProblem> Problems(GraphImport import)
    {
        (int input, string? lengths) = _layers.Where(one => one.Lengths is not null)
            .Select(one => (one.Input, one.Lengths)).FirstOrDefault();
        return lengths is null
            ? []
            : _layers.Where(one => one.Lengths is null ? one.Input == input : (one.Input, one.Lengths) != (input, lengths))
                .DistinctBy(one => one.Node).Select(one => new ImportProblem(
                    one.Node.OpType, one.Node.Title, $"other layers take the lengths '{lengths}' of its samples, and it does not."));
    }

    private static HashSet<int> Sources(GraphImport import, int value)
    {
        Dictionary<int, Step> makers = import.Steps.ToDictionary(step => step.Result.Id);
        (HashSet<int> seen, HashSet<int> sources, Stack<int> left) = ([], [], new([value]));
        while (left.TryPop(out int at))
        {
            if (!seen.Add(at)) continue;
            if (!makers.TryGetValue(at, out Step? maker)) sources.Add(at);
            else foreach (int operand in maker.Others.Append(maker.Current)) left.Push(operand);
        }

        return sources;
    }
}
