using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Codegen.Programs;

/// <summary>A sample's rows of a tensor whose samples are not in the lanes.</summary>
/// <param name="Length">The floats of a row.</param>
/// <param name="Stride">The distance to the next.</param>
/// <param name="Count">The rows of a sample.</param>
internal sealed record TensorRows(int Length, int Stride, int Count)
{
    public static TensorRows Of(Node node)
    {
        var elements = node.Shape.SampleElements;
        var (length, stride) = Memory.IsPacked(Memory.Root(node)) ? (elements, elements) : Of(node.Shape);
        return new TensorRows(length, stride, elements / length);
    }

    /// <summary>The floats of a row and the distance to the next; samples without gaps are rows.</summary>
    private static (int Length, int Stride) Of(Shape shape)
    {
        var layout = Layout.Padded(shape);
        if (layout.LaneAxis < 0 || shape[layout.LaneAxis] == Shape.Batch) return (1, 1);
        var length = shape[layout.LaneAxis];
        return length % Layout.Lanes == 0 ? (shape.SampleElements, layout.SampleSize) : (length, Layout.RoundUp(length));
    }
}
