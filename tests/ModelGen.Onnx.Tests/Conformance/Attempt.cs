using ModelGen.Onnx.Import;

namespace ModelGen.Onnx.Tests.Conformance;

/// <summary>
/// One way to read a model of the suite. Its weights come in as inputs, which only the test knows to be weights; and most of its values
/// have no batch.
/// </summary>
/// <param name="Model">The model.</param>
/// <param name="Free">The inputs that stay inputs; the others become initializers with the numbers of the test.</param>
/// <param name="HasBatch">Whether the first axis is the batch.</param>
/// <param name="Inputs">The numbers of all inputs.</param>
/// <param name="Outputs">What must come out.</param>
internal sealed record Attempt(
    SuiteModel Model, IReadOnlyList<int> Free, bool HasBatch, IReadOnlyList<OnnxTensor> Inputs, IReadOnlyList<OnnxTensor> Outputs)
{
    /// <summary>What was made of it; null if it was refused.</summary>
    public ImportedModel? Imported { get; private set; }

    /// <summary>Why it was refused.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>How many samples the data hold.</summary>
    public int Samples => HasBatch ? (int)Inputs[Free[0]].Shape[0] : 1;

    /// <summary>The ways to read a model with the data of a test, the most natural first.</summary>
    public static IEnumerable<Attempt> Of(SuiteModel model, OnnxTensor[] inputs, OnnxTensor[] outputs)
    {
        int[] numbers =
        [
            .. Enumerable.Range(0, inputs.Length).Where(i => inputs[i].Type is OnnxElementType.Float or OnnxElementType.Bool),
        ];
        int[] floats = [.. numbers.Where(i => inputs[i].Type == OnnxElementType.Float)], first = floats[..1];
        int[][] choices = numbers.Length == 1 ? [first] : [numbers, floats, first];
        foreach (int[] free in choices.DistinctBy(choice => string.Join(',', choice)))
        {
            if (free.All(i => inputs[i].Shape.Count > 0 && inputs[i].Shape[0] == inputs[free[0]].Shape[0]))
                yield return new Attempt(model, free, true, inputs, outputs);
            yield return new Attempt(model, free, false, inputs, outputs);
        }
    }

    /// <summary>Imports the model.</summary>
    /// <param name="name">The name of the class.</param>
    /// <param name="inference">Whether it only predicts.</param>
    /// <returns>Whether it could be imported.</returns>
    public bool Import(string name, bool inference = false)
    {
        OnnxGraph graph = Model.File.Graph;
        OnnxTensor[] known = [.. Enumerable.Range(0, Inputs.Count).Except(Free).Select(i => Inputs[i].As(Model.Inputs[i].Name))];
        OnnxValueInfo[] inputs =
        [
            .. Free.Select(i => Model.Inputs[i] with { Shape = [.. Inputs[i].Shape.Select(OnnxAxis.Of)] }),
        ];
        OnnxModel file = new()
        {
            IrVersion = Model.File.IrVersion,
            Opsets = Model.File.Opsets,
            Graph = new OnnxGraph
            {
                Nodes = graph.Nodes,
                Initializers = [.. graph.Initializers, .. known],
                Inputs = inputs,
                Outputs = graph.Outputs,
            },
        };
        try
        {
            ImportOptions options = new() { ClassName = name, HasBatch = HasBatch, Inference = inference };
            ImportedModel model = GraphImport.Run(file, name, options);

            // What comes out in another order than the suite's is read without a batch.
            if (model.Notes.FirstOrDefault(note => note.StartsWith("The output", StringComparison.Ordinal)) is { } note) Reason = note;
            else Imported = model;
        }
        catch (OnnxImportException problem)
        {
            Reason = problem.Problems[0].ToString();
        }
        catch (InvalidDataException problem)
        {
            Reason = problem.Message;
        }

        return Imported is not null;
    }
}
