using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using ModelGen.Compiler.Codegen.Exchange;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;
using ModelGen.Onnx.Export;

namespace ModelGen.Onnx.Tests.Export;

/// <summary>
/// A model with random weights and inputs, as a file, as ONNX Runtime runs it and as the graph's interpreter computes it.
/// </summary>
internal sealed class Exported
{
    private const int Samples = 3;

    private readonly BuiltModel _built;
    private readonly string _text;
    private readonly Lazy<double[][]> _expected;
    private readonly Dictionary<string, float[]> _weights = [], _inputs = [];

    /// <param name="spec">A declaration without mistakes.</param>
    /// <param name="weights">The weights by name; random ones if not given.</param>
    public Exported(ModelSpec spec, Func<string, float[]>? weights = null)
    {
        Random random = new(TestSeed.Value);
        _built = Interpreted.Build(spec);
        foreach (ParameterInfo parameter in _built.Stored)
        {
            if (weights is not null && !parameter.IsCount)
            {
                _weights[parameter.Name] = weights(parameter.Name);
                continue;
            }

            // A variance is positive.
            float least = parameter.Name.EndsWith("running_var", StringComparison.Ordinal) ? 0.5f : -0.5f;
            _weights[parameter.Name] = [.. Enumerable.Range(0, parameter.Elements).Select(_ => least + random.NextSingle())];
        }

        foreach (NamedValue input in _built.Inputs)
        {
            LeafOp leaf = (LeafOp)input.Value.Node.Op;
            _inputs[input.Name] =
            [
                .. Enumerable.Range(0, Samples * input.Value.Shape.SampleElements).Select(_ => leaf.Kind != LeafKind.Tokens
                    ? (2 * random.NextSingle()) - 1
                    : leaf.IsLength ? random.Next(1, leaf.Values) : random.Next(leaf.Values)),
            ];
        }

        _text = OnnxDescription.Of(_built);
        _expected = new(Expected);
    }

    /// <summary>The weights as files have them.</summary>
    public IReadOnlyDictionary<string, float[]> Weights => _weights;

    /// <summary>The file with operators of a version.</summary>
    /// <exception cref="NotSupportedException">It cannot be exported.</exception>
    public OnnxModel Model(int opset) => GraphText.ToModel(
        _text,
        opset,
        name => OnnxTensor.Of(
            name, _weights[name], [.. _built.Stored.Single(one => one.Name == name).StandardShape.Select(size => (long)size)]));

    /// <summary>How far ONNX Runtime's results are from the interpreter's, relative to them where those are greater than 1.</summary>
    public double Difference(int opset)
    {
        using InferenceSession session = new(Model(opset).ToBytes());
        NamedOnnxValue[] inputs = [.. _built.Inputs.Select(Input)];
        string[] names = [.. _built.Outputs.Select(one => one.Name)];
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(inputs, names);
        double[][] expected = _expected.Value;
        double most = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            float[] found = [.. results[i].AsEnumerable<float>()];
            Assert.Equal(expected[i].Length, found.Length);
            for (int at = 0; at < found.Length; at++)
                most = Math.Max(most, Math.Abs(found[at] - expected[i][at]) / Math.Max(1, Math.Abs(expected[i][at])));
        }

        return most;
    }

    private NamedOnnxValue Input(NamedValue input)
    {
        int[] shape = [Samples, .. input.Value.Shape.Sample];
        float[] values = _inputs[input.Name];
        return input.Value.Node.Op is LeafOp { Kind: LeafKind.Tokens }
            ? NamedOnnxValue.CreateFromTensor(input.Name, new DenseTensor<long>(Array.ConvertAll(values, value => (long)value), shape))
            : NamedOnnxValue.CreateFromTensor(input.Name, new DenseTensor<float>(values, shape));
    }

    private double[][] Expected()
    {
        Dictionary<string, double[]> values = _inputs
            .ToDictionary(pair => pair.Key, pair => Array.ConvertAll(pair.Value, one => (double)one));
        foreach (ParameterInfo parameter in _built.Stored)
            values[parameter.Name] = parameter.ToMemory(Array.ConvertAll(_weights[parameter.Name], one => (double)one));
        TensorGraph graph = new(_built.Outputs.Select(output => new GraphOutput(output.Name, output.Value.Node)));
        IReadOnlyDictionary<Node, Compiler.Graph.Tensor> results = GraphInterpreter.Run(
            graph,
            new EvaluationContext(
                Samples,
                leaf => leaf.Kind == LeafKind.StartState ? new double[leaf.Shape.Elements(Samples)] : values[leaf.LeafName]));
        return [.. graph.Outputs.Select(output => results[output.Node].Data)];
    }
}
