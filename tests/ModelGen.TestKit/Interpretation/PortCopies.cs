using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Schedule;

namespace ModelGen.TestKit.Interpretation;

/// <summary>Copies between a caller's memory and tensors, element by element: where each lies follows from its layout alone.</summary>
internal static class PortCopies
{
    /// <summary>The caller's samples to a tensor.</summary>
    public static void In(CheckedSpan tensor, Node node, Layout layout, Func<long, float> source, long first, long last)
    {
        int[] offsets = Offsets(node, layout);
        for (long sample = first; sample < last; sample++)
            for (int i = 0; i < offsets.Length; i++)
                tensor.StoreOne(Start(layout, sample) + offsets[i], source((sample * offsets.Length) + i), isMissing: false);
    }

    /// <summary>A tensor to the caller's memory. All of it must have been computed from what somebody has written.</summary>
    public static void Out(CheckedSpan tensor, Node node, Layout layout, Span<float> target, long first, long last, string name)
    {
        int[] offsets = Offsets(node, layout);
        for (long sample = first; sample < last; sample++)
        {
            for (int i = 0; i < offsets.Length; i++)
            {
                int missing = 0;
                target[(int)((sample * offsets.Length) + i)] = tensor.One(Start(layout, sample) + offsets[i], ref missing, 1);
                if (missing != 0)
                    throw new KernelFault($"'{name}': element {i} of sample {sample} comes from memory that nobody has written.");
            }
        }
    }

    /// <summary>What a block of sixteen samples holds beyond the last of all: zeros.</summary>
    public static void ClearRest(CheckedSpan tensor, int size, long last, long samples)
    {
        long count = samples % 16;
        if (count == 0 || last != samples) return;
        for (long i = 0; i < size; i++)
            for (long lane = count; lane < 16; lane++) tensor.StoreOne(((samples - count) * size) + (i * 16) + lane, 0, isMissing: false);
    }

    private static long Start(Layout layout, long sample) =>
        layout.InPanels ? (sample / 16 * 16 * layout.Strides[0]) + (sample % 16) : sample * layout.Strides[0];

    private static int[] Offsets(Node node, Layout layout)
    {
        int[] offsets = new int[node.Shape.SampleElements];
        int[] sizes = [.. node.Shape.Sample];
        int next = 0;
        Compiler.Graph.Tensor.ForEach(sizes, index =>
        {
            int offset = 0;
            for (int axis = 0; axis < sizes.Length; axis++) offset += sizes[axis] == 1 ? 0 : index[axis] * layout.Strides[axis + 1];
            offsets[next++] = offset;
        });
        return offsets;
    }
}
