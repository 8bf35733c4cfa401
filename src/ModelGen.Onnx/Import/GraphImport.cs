using ModelGen.Onnx.Format;
using ModelGen.Onnx.Import.Conversions;
using ModelGen.Onnx.Import.Folding;

namespace ModelGen.Onnx.Import;

/// <summary>
/// Walks a graph once: what is known is computed, what is a pattern of several nodes becomes one layer, every other node a step.
/// </summary>
internal sealed class GraphImport
{
    private readonly Dictionary<string, Value> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<OnnxNode>> _readers = new(StringComparer.Ordinal);
    private readonly HashSet<OnnxNode> _done = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _outputs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _made = new(StringComparer.Ordinal);
    private readonly List<Step> _steps = [];
    private readonly List<ImportProblem> _problems = [];
    private int _count;
    private Sample? _leading;

    private GraphImport(OnnxModel model, ImportOptions options, bool isOne) =>
        (Opset, HasBatch, IsOne) = (model.Opset, options.HasBatch, isOne);

    /// <summary>The version of the operators.</summary>
    public long Opset { get; }

    /// <summary>Whether the first axis of values is the batch.</summary>
    public bool HasBatch { get; }

    /// <summary>Whether the batch is one sample for ever, so that what works along it has a meaning.</summary>
    public bool IsOne { get; }

    /// <summary>The axis of the batch in the operands and the results of the node that is converted; −1 without a batch.</summary>
    public int BatchAxis => HasBatch ? _leading?.BatchAxis ?? 0 : -1;

    /// <summary>The batch for which the file was written, if its inputs say so; 1 otherwise.</summary>
    public int FileBatch { get; private set; } = 1;

    /// <summary>Makes a declaration of a model.</summary>
    /// <param name="model">The file.</param>
    /// <param name="stem">Its name, without folder and ending.</param>
    /// <param name="options">Names and open shapes.</param>
    public static ImportedModel Run(OnnxModel model, string stem, ImportOptions options)
    {
        try
        {
            return Run(model, stem, options, isOne: false);
        }
        catch (OnnxImportException) when (!options.HasBatch && HasOnesInFront(model.Graph, options))
        {
            // One sample may well be written as a batch of one, which windows need.
            try
            {
                return Run(model, stem, options with { HasBatch = true }, isOne: true);
            }
            catch (Exception problem) when (problem is OnnxImportException or InvalidDataException)
            {
                // The first list says what was asked for.
            }

            throw;
        }
    }

    private static bool HasOnesInFront(OnnxGraph graph, ImportOptions options)
    {
        HashSet<string> known = [.. graph.Initializers.Select(tensor => tensor.Name), .. options.Values.Keys];
        return graph.Inputs.Where(input => !known.Contains(input.Name)).All(input =>
            options.InputShapes.TryGetValue(input.Name, out IReadOnlyList<int>? given)
                ? given is [1, ..]
                : input.Shape is [{ Size: 1 }, ..]);
    }

    private static ImportedModel Run(OnnxModel model, string stem, ImportOptions options, bool isOne)
    {
        GraphImport import = new(model, options, isOne);
        OnnxGraph graph = options.Results.Count > 0 ? GraphCut.At(model.Graph, options.Results) : model.Graph;
        List<DeclaredInput> inputs = import.Begin(graph, options);
        import.Walk(graph.Nodes);
        List<(string Name, Sample Value)> outputs = import.End(graph, inputs);
        import._problems.AddRange(import.SampleLengths.Problems(import));
        if (import._problems.Count > 0) throw new OnnxImportException(import._problems);
        inputs = import.SampleLengths.Declared(inputs);
        IReadOnlyList<Step> steps = import.WithLayer(Tidying.Run(import._steps, outputs), outputs);
        return new DeclarationWriter(model, stem, options, inputs, steps, outputs).Write();
    }

    /// <summary>The value of a name, or null for an operand that is left out.</summary>
    public Value? Find(OnnxNode node, int operand) =>
        operand < node.Inputs.Count && node.Inputs[operand].Length > 0 ? Known(node.Inputs[operand]) : null;

    /// <summary>A value that depends on the sample.</summary>
    public Sample SampleOf(OnnxNode node, int operand) => Find(node, operand) switch
    {
        Sample sample => sample,
        Constant => throw new Unsupported($"operand {operand} is a constant; a value that depends on the input is needed."),
        Ids => throw new Unsupported("ids are read by an embedding (Gather) and by nothing else."),
        Lengths => throw new Unsupported("lengths are read by recurrent layers and by nothing else."),
        _ => throw new Unsupported($"operand {operand} is missing."),
    };

    /// <summary>A constant operand.</summary>
    public Constant ConstantOf(OnnxNode node, int operand) =>
        Find(node, operand) as Constant ?? throw new Unsupported($"operand {operand} is no constant.");

    /// <summary>A constant operand, or null if it is left out.</summary>
    public Constant? OptionalConstant(OnnxNode node, int operand) => Find(node, operand) is null ? null : ConstantOf(node, operand);

    /// <summary>Integers that early versions have as an attribute, and later ones as an operand.</summary>
    public IReadOnlyList<long>? IntegersOf(OnnxNode node, string attribute, int operand) =>
        node.Ints(attribute) ?? OptionalConstant(node, operand)?.ToIntegers();

    /// <summary>Adds a step with one result.</summary>
    public Sample Add(OnnxNode node, Step step)
    {
        _steps.Add(step);
        _values[node.Outputs[0]] = step.Result;
        return step.Result;
    }

    /// <summary>Adds a step whose result only other steps of the same node read.</summary>
    public Sample AddInner(Step step)
    {
        _steps.Add(step);
        return step.Result;
    }

    /// <summary>A new value.</summary>
    public Sample NewSample(params int[] shape) => shape.Any(size => size < 1)
        ? throw new Unsupported($"its result would have the shape [{Shapes.Text(shape)}].")
        : new Sample(_count++, shape, BatchAxis) { Before = _leading?.Before ?? 0, After = _leading?.After ?? 0 };

    /// <summary>A new value whose batch is another axis than that of the node's operands.</summary>
    public Sample NewSampleAt(int batchAxis, params int[] shape) =>
        NewSample(shape) with { BatchAxis = HasBatch ? batchAxis : -1, Before = 0, After = 0 };

    /// <summary>An axis of a sample from an axis of ONNX, which counts the batch.</summary>
    /// <param name="axis">The axis; less than 0 counts from the end.</param>
    /// <param name="onnxRank">How many axes there are in ONNX.</param>
    public int Axis(long axis, int onnxRank)
    {
        long positive = axis < 0 ? axis + onnxRank : axis;
        if (positive < 0 || positive >= onnxRank) throw new Unsupported($"axis {axis} is out of range: there are {onnxRank}.");
        if (BatchAxis < 0 || positive < BatchAxis) return (int)positive;
        return positive > BatchAxis
            ? (int)positive - 1 + (_leading?.Before ?? 0) + (_leading?.After ?? 0)
            : throw new Unsupported(
                $"it works along axis {BatchAxis}, which is the batch: a sample's result must not depend on others.");
    }

    /// <summary>A shape of ONNX, where the batch has size one while importing.</summary>
    public static int[] OnnxShape(Sample x)
    {
        if (x.BatchAxis < 0) return x.Shape;
        int behind = x.BatchAxis + x.Before + x.After;
        return [.. x.Shape[..x.BatchAxis], Shapes.Count(x.Shape[x.BatchAxis..behind]), .. x.Shape[behind..]];
    }

    /// <summary>How messages write the shape of a value.</summary>
    public static string Text(Sample x)
    {
        List<string> sizes = [.. x.Shape.Select(Shapes.Text)];
        if (x.BatchAxis >= 0)
        {
            int merged = x.Before + x.After;
            List<string> parts = sizes.GetRange(x.BatchAxis, merged);
            parts.Insert(x.Before, "N");
            sizes.RemoveRange(x.BatchAxis, merged);
            sizes.Insert(x.BatchAxis, string.Join(" · ", parts));
        }

        return $"[{string.Join(", ", sizes)}]";
    }

    /// <summary>A value whose first axis in ONNX is the batch: windows and their like have no meaning without.</summary>
    public Sample BatchOf(OnnxNode node, int operand) => HasBatch
        ? SampleOf(node, operand) is { BatchAxis: 0 } sample
            ? sample
            : throw new Unsupported($"axis {BatchAxis} of what arrives is the batch; it takes a batch in front.")
        : throw new Unsupported("it takes a batch, and the file is imported without one.");

    /// <summary>Recurrent layers, with what they say of the lengths of samples.</summary>
    public RecurrentLengths SampleLengths { get; } = new();

    /// <summary>The steps so far.</summary>
    public IReadOnlyList<Step> Steps => _steps;

    /// <summary>Says what a result is.</summary>
    public void Set(string output, Value value) => _values[output] = value;

    /// <summary>The only node that reads a result, or null if there are several, or the model has it as an output.</summary>
    public OnnxNode? OnlyReader(string name) =>
        !_outputs.Contains(name) && _readers.TryGetValue(name, out List<OnnxNode>? readers) && readers.Count == 1 ? readers[0] : null;

    /// <summary>All nodes that read a value, once for each operand.</summary>
    public IReadOnlyList<OnnxNode> Readers(string name) => _readers.TryGetValue(name, out List<OnnxNode>? readers) ? readers : [];

    /// <summary>Whether a further result of a node is needed by another one, or by the model.</summary>
    public bool IsRead(OnnxNode node, int output) => output < node.Outputs.Count && node.Outputs[output].Length > 0
        && (_outputs.Contains(node.Outputs[output]) || Readers(node.Outputs[output]).Count > 0);

    /// <summary>Marks nodes as part of a pattern: they are not converted any more.</summary>
    public void Consume(params IEnumerable<OnnxNode> nodes) => _done.UnionWith(nodes);

    /// <summary>The constant of that name, if it is known already.</summary>
    public Constant? ConstantNamed(string name) => _values.GetValueOrDefault(name) as Constant;

    /// <summary>The step that makes a value, or null for an input.</summary>
    public Step? Maker(Sample value) => _steps.FindLast(step => step.Result.Id == value.Id);

    private Value Known(string name) => _values.GetValueOrDefault(name)
        ?? throw new InvalidDataException($"no node before it makes the value '{name}': the graph is not in the order of its edges.");

    private List<DeclaredInput> Begin(OnnxGraph graph, ImportOptions options)
    {
        foreach (OnnxTensor tensor in graph.Initializers)
        {
            if (tensor.Name.Length > 0) _values[tensor.Name] = tensor.IsNumeric ? Constant.Of(tensor) : new Unknown();
        }

        foreach (OnnxValueInfo output in graph.Outputs) _outputs.Add(output.Name);
        Index(graph.Nodes);
        foreach (string name in options.InputShapes.Keys.Concat(options.BatchAxes.Keys).Concat(options.Values.Keys))
        {
            if (graph.Inputs.All(input => input.Name != name))
            {
                throw new InvalidDataException(
                    $"there is no input '{name}'; there are {string.Join(", ", graph.Inputs.Select(input => input.Name))}.");
            }
        }

        // Up to version 3 of the format, initializers are among the inputs.
        List<DeclaredInput> inputs = [];
        OnnxValueInfo[] open = [.. graph.Inputs.Where(input => !_values.ContainsKey(input.Name))];
        foreach (OnnxValueInfo input in open)
        {
            if (InputShapes.Declare(this, input, open, options, () => _count++) is { } declared) inputs.Add(declared);
        }

        int[] batches = [.. graph.Inputs.Where(one => inputs.Any(input => input.Name == one.Name))
            .Select(one => (int)Math.Clamp(one.Shape?.ElementAtOrDefault(BatchAxisOf(one.Name)).Size ?? 1, 1, int.MaxValue)).Distinct()];
        if (options.HasBatch && batches is [var batch]) FileBatch = batch;
        if (inputs.Count == 0) throw new InvalidDataException("the graph has no inputs.");
        return inputs;
    }

    private void Index(IReadOnlyList<OnnxNode> nodes)
    {
        foreach (OnnxNode node in nodes)
        {
            Arity.Check(node);
            foreach (string output in node.Outputs.Where(output => output.Length > 0))
            {
                if (!_made.Add(output) || _values.ContainsKey(output))
                    throw new InvalidDataException($"the value '{output}' is made twice.");
            }

            // What a branch reads of the graph around it, the node reads.
            foreach (string input in node.Inputs.Concat(node.Attributes.Select(one => one.Graph).OfType<OnnxGraph>().SelectMany(Captured)))
            {
                if (!_readers.TryGetValue(input, out List<OnnxNode>? readers)) _readers.Add(input, readers = []);
                readers.Add(node);
            }

            // Constants may stand behind the first node of a pattern that needs them.
            if (node is { OpType: "Constant", Domain: "", Outputs.Count: 1 } && ConstantFolding.OfConstant(node) is { } constant)
                _values[node.Outputs[0]] = constant;
        }
    }

    private static IEnumerable<string> Captured(OnnxGraph graph) => graph.Outputs.Select(output => output.Name)
        .Concat(graph.Nodes.SelectMany(node =>
            node.Inputs.Concat(node.Attributes.Select(one => one.Graph).OfType<OnnxGraph>().SelectMany(Captured))))
        .Distinct();

    private int BatchAxisOf(string input) => _values.GetValueOrDefault(input) is Sample { BatchAxis: > 0 } sample ? sample.BatchAxis : 0;

    private void Walk(IReadOnlyList<OnnxNode> nodes)
    {
        foreach (OnnxNode node in nodes)
        {
            if (_done.Contains(node) || node.Outputs.All(output => output.Length == 0 || _values.GetValueOrDefault(output) is Constant))
                continue;
            try
            {
                Convert(node);
            }
            catch (Unsupported problem)
            {
                Fail(node, problem.Message);
            }
            catch (OverflowException)
            {
                Fail(node, "its sizes are too large.");
            }
        }
    }

    private void Convert(OnnxNode node)
    {
        Value?[] operands = [.. Enumerable.Range(0, node.Inputs.Count).Select(i => Find(node, i))];
        bool isKnown = node.Domain.Length == 0 && ConversionTable.Knows(node.OpType);
        if (!isKnown)
        {
            Fail(node, node.Domain.Length > 0
                ? $"it is an operator of '{node.Domain}'; those of ONNX are imported."
                : ConversionTable.IsOfWholeNumbers(node.OpType)
                    ? "it computes in whole numbers of 8 bits: import the file from which this one was quantized."
                    : "no layer does what this operator does.");
            return;
        }

        if (node.Outputs[0].Length == 0 && !ConversionTable.MayLeaveOut(node.OpType))
            throw new Unsupported("its first result is left out.");

        // What stands behind a node that cannot be expressed is another problem only if it cannot be expressed itself.
        if (operands.Any(operand => operand is Unknown))
        {
            foreach (string output in node.Outputs) _values[output] = new Unknown();
            return;
        }

        _leading = HasBatch ? ConversionTable.Leading(node, [.. operands.OfType<Sample>()]) : null;
        if (node.OpType == "If")
        {
            if (Find(node, 0) is Sample condition)
            {
                ChooseBySample(node, condition);
                return;
            }

            bool isMet = ConstantOf(node, 0) is { Count: 1 } known && known.Values[0] != 0;
            Value[] results = Follow(node, BranchOf(node, isMet ? "then_branch" : "else_branch"));
            for (int i = 0; i < results.Length; i++) _values[node.Outputs[i]] = results[i];
            return;
        }

        if (ConstantFolding.Fold(node, operands, Opset) is { } folded)
        {
            _values[node.Outputs[0]] = folded;
            return;
        }

        ConversionTable.Convert(this, node);
    }

    private static OnnxGraph BranchOf(OnnxNode node, string branch) =>
        node.Find(branch)?.Graph ?? throw new Unsupported($"it has no {branch}.");

    /// <summary>The results of a branch.</summary>
    private Value[] Follow(OnnxNode node, OnnxGraph branch)
    {
        if (branch.Outputs.Count != node.Outputs.Count)
            throw new Unsupported($"a branch has {branch.Outputs.Count} results; {node.Outputs.Count} are needed.");
        Index(branch.Nodes);
        foreach (OnnxTensor tensor in branch.Initializers) _values[tensor.Name] = Constant.Of(tensor);
        Walk(branch.Nodes);
        return [.. branch.Outputs.Select(output => Known(output.Name))];
    }

    /// <summary>A condition that depends on the sample: both branches are computed, and one result of each is chosen.</summary>
    private void ChooseBySample(OnnxNode node, Sample condition)
    {
        if (condition.Count != 1) throw new Unsupported($"its condition is {Text(condition)}; one truth value is needed.");
        OnnxGraph then = BranchOf(node, "then_branch"), otherwise = BranchOf(node, "else_branch");
        Value[] first = Follow(node, then);

        // Names within a branch are those of the other one, too, if a tool likes.
        foreach (string name in then.Nodes.SelectMany(inner => inner.Outputs).Concat(then.Initializers.Select(tensor => tensor.Name)))
        {
            _made.Remove(name);
            _values.Remove(name);
        }

        Value[] second = Follow(node, otherwise);
        for (int i = 0; i < first.Length; i++)
        {
            if (first[i] is Unknown || second[i] is Unknown)
            {
                _values[node.Outputs[i]] = new Unknown();
                continue;
            }

            if (first[i] is not Sample a || second[i] is not Sample b || !a.Shape.SequenceEqual(b.Shape) || a.BatchAxis != b.BatchAxis)
                throw new Unsupported("its condition depends on the input, and the results of its branches do not have the same shape.");
            _leading = a;
            Sample one = Views.Reshaped(this, condition, a.BatchAxis, [1]);
            _values[node.Outputs[i]] = AddInner(new Step("Apply", "", one.Id, NewSample(a.Shape))
            {
                Others = [a.Id, b.Id],
                Function = new Function("Chosen", "Where(x, a, b)"),
            });
        }
    }

    private void Fail(OnnxNode node, string reason)
    {
        _problems.Add(new ImportProblem(node.OpType, node.Title, reason));
        foreach (string output in node.Outputs) _values[output] = new Unknown();
    }

    /// <summary>A model has a layer: where values are only added or joined, the result's own shape is one.</summary>
    private IReadOnlyList<Step> WithLayer(IReadOnlyList<Step> steps, List<(string Name, Sample Value)> outputs)
    {
        if (steps.Any(step => step.IsLayer)) return steps;
        Step same = Same(outputs[0].Value);
        outputs[0] = (outputs[0].Name, same.Result);
        return [.. steps, same];
    }

    /// <summary>A layer that changes nothing, where there must be one.</summary>
    private Step Same(Sample value) => new("Reshape", Shapes.Sizes(value.Shape), value.Id, value with { Id = _count++ });

    private List<(string Name, Sample Value)> End(OnnxGraph graph, List<DeclaredInput> inputs)
    {
        if (graph.Outputs.Count == 0) throw new InvalidDataException("the graph has no outputs.");
        List<(string, Sample)> outputs = [];
        foreach (OnnxValueInfo output in graph.Outputs)
        {
            switch (Known(output.Name))
            {
                case Sample sample when inputs.Any(input => input.Id == sample.Id):
                    outputs.Add((output.Name, AddInner(Same(sample))));
                    break;
                case Sample sample:
                    outputs.Add((output.Name, sample));
                    break;
                case Unknown when _problems.Count == 0:
                    throw new InvalidDataException($"the output '{output.Name}' cannot be followed to the inputs.");
                case Constant or Ids:
                    _problems.Add(new ImportProblem("Output", output.Name, "it does not depend on the numbers that come in."));
                    break;
            }
        }

        return outputs;
    }
}
