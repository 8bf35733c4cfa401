using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Programs.Stepping;

/// <summary>Loops over steps: their body once.</summary>
internal sealed partial class StepBuilder
{
    private readonly Dictionary<(ScanBody, string), IReadOnlyDictionary<Node, Value>> _bodies = [];

    /// <summary>What a loop carries is what the stream takes along; before the first step it is zero.</summary>
    private StepForm? Scan(Node node, ScanOp op)
    {
        if (op.Backwards) return Fail(node, "runs backwards");
        var key = (op.Body, string.Join(",", node.Inputs.Select(input => input.Id)));
        if (!_bodies.TryGetValue(key, out var values))
        {
            var carries = op.Body.Carries.ToDictionary(leaf => leaf.LeafName, _ => "", StringComparer.Ordinal);
            foreach (var (leaf, input) in op.Body.Inputs.Zip(node.Inputs, (leaf, input) => (leaf, input)))
            {
                var isSequence = op.Body.Sequences.Contains(leaf);
                var form = FormOf(input);
                if (isSequence && form is not { Now: ScanOp.TimeAxis, Past: < 0 }) return Fail(node, "reads all steps of another value");
                if (!isSequence && form is not null) return Fail(node, "depends on the whole sequence before its first step");
                if (carries.ContainsKey(leaf.LeafName) && !StartsAtZero(input)) return Fail(node, "does not begin with zeros");
            }

            var inputs = op.Body.Inputs.Zip(node.Inputs, (leaf, input) => (leaf, input)).ToDictionary(p => p.leaf.LeafName, p => p.input);
            foreach (var leaf in op.Body.Carries) carries[leaf.LeafName] = "carried" + Literals.Integer(++_names);
            values = op.Body.Inline(_builder, leaf =>
                leaf == ScanBody.Time ? Position.Reshape(Shape.Batched([1]))
                : carries.TryGetValue(leaf.LeafName, out var name) ? _builder.Leaf(LeafKind.Carried, name, leaf.Shape)
                : FormOf(inputs[leaf.LeafName]) is { } sequence ? sequence.Value.Reshape(leaf.Shape)
                : Copy(inputs[leaf.LeafName]));
            for (var i = 0; i < op.Body.Carries.Count; i++)
            {
                var next = values[op.Body.NextOf(i)].Node;
                _carried.Add(new GraphOutput(OutputRole.Carried, carries[op.Body.Carries[i].LeafName], next));
            }

            _bodies.Add(key, values);
        }

        return new StepForm(values[op.Body[op.Output]].Reshape(At(node.Shape, ScanOp.TimeAxis)), ScanOp.TimeAxis);
    }

    /// <summary>Whether it is zero in a stream that has not begun, as what a batch goes on from is, too.</summary>
    private static bool StartsAtZero(Node node) =>
        node.Op is ConstantOp { Number: 0 } or LeafOp { Kind: LeafKind.StartState }
        || (node.Op is BroadcastOp or ReshapeOp or SliceOp && StartsAtZero(node.Inputs[0]));
}
