using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Layers;

/// <summary>Functions and operators of <c>Tensor</c> that are layers as well: on values of layers they become those.</summary>
internal static class OperationLayers
{
    /// <summary>What the layer gives; null if there is none for the operation, or none for these operands.</summary>
    /// <param name="formula">The operation.</param>
    /// <param name="parts">Its operands.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="pipeline">Takes the layer.</param>
    /// <param name="materialize">Makes a formula a value of a layer.</param>
    public static LayerValue? Of(
        Formula formula, object[] parts, FormulaPlace place, ForwardPipeline pipeline, Func<object, LayerValue> materialize)
    {
        switch (formula.Operation)
        {
            case "Add" or "Multiply" when parts[0] is LayerValue left && parts[1] is LayerValue right:
                return Combine(formula.Operation, left, right, place, pipeline);
            case "Concat"
                when parts[0] is int axis && parts[1] is object[] { Length: > 1 } joined && joined.All(part => part is LayerValue):
                return Concat(axis, [.. joined.Cast<LayerValue>()], place, pipeline);
            case "Relu" or "Sigmoid" or "Tanh" or "Softplus" when parts[0] is LayerValue x:
                return Layer(x, []);
            case "Softmax" when parts[0] is LayerValue x && parts[1] is -1:
                return Layer(x, []);
            case "Dropout" when parts[0] is LayerValue or FormulaValue:
                return Layer(materialize(parts[0]), [("rate", parts[1])]);
            case "Reshape":
                return parts[0] is LayerValue or FormulaValue ? Layer(materialize(parts[0]), [("shape", parts[1])]) : null;
            case "Permute" when parts[0] is LayerValue x && parts[1] is int[] order && order.All(axis => axis >= 0):
                return Layer(x, [("order", order)]);
            case "MaxPool1D" or "MaxPool2D" or "AvgPool1D" or "AvgPool2D" when parts[0] is LayerValue or FormulaValue:
                return Layer(materialize(parts[0]), [("size", parts[1]), ("stride", parts[2]), ("padding", parts[3])]);
            default:
                return null;
        }

        // What is 0 is the default of windows.
        LayerValue Layer(LayerValue on, (string Name, object Value)[] arguments) => pipeline.Add(
            LayerCalls.Attribute(
                formula.Operation,
                [
                    .. arguments.Where(argument => argument.Value is not 0 || argument.Name == "size")
                        .Select(argument => new ArgumentSpec(argument.Name, LayerCalls.Value(argument.Value))),
                ]),
            place,
            on);
    }

    /// <summary>A sum or a product. The layer has the shape of its first operand; other operands are aligned at the last axis.</summary>
    private static LayerValue? Combine(string kind, LayerValue left, LayerValue right, FormulaPlace place, ForwardPipeline pipeline)
    {
        if (pipeline.ShapeOf(left) is { } a && pipeline.ShapeOf(right) is { } b)
        {
            if (a.Rank != b.Rank) return null;
            if (Shape.Broadcast(a, b) is { } shape && shape != a)
            {
                if (shape != b) return null;
                (left, right) = (right, left);
            }
            else if (a == b && right == pipeline.Last && left != right)
            {
                // As attributes are written: what was kept is added to the current value.
                (left, right) = (right, left);
            }
        }

        return pipeline.Add(Named(kind), place, left, [(ForwardStep.Names, right)]);
    }

    /// <summary>The layer joins along the first axis.</summary>
    private static LayerValue? Concat(int axis, LayerValue[] parts, FormulaPlace place, ForwardPipeline pipeline)
    {
        if (axis != 0 && (pipeline.ShapeOf(parts[0]) is not { } shape || axis != -shape.Sample.Length)) return null;
        return pipeline.Add(Named("Concat"), place, parts[0], parts.Skip(1).Select(part => (ForwardStep.Names, part)));
    }

    private static AttributeSpec Named(string kind) => new(
        kind + nameof(System.Attribute),
        EquatableArray<string>.Empty,
        EquatableArray<ArgumentSpec>.Empty,
        EquatableArray<ArgumentSpec>.Empty);
}
