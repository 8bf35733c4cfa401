using ModelGen.Runtime;

namespace ModelGen.Tests.Runtime;

/// <summary>Each way to reach the elements of a view gives the same ones, whatever the layout, and allocates nothing.</summary>
public class TensorElementsTests
{
    /// <summary>Shape, strides, panel axis: as compilers lay weights out, and as they might.</summary>
    public static TheoryData<int[], int[], int> Layouts => new()
    {
        { [], [], -1 },
        { [1], [1], -1 },
        { [7], [1], -1 },
        { [7], [3], -1 },
        { [3, 4], [4, 1], -1 },
        { [3, 4], [1, 5], -1 },
        { [3, 1, 4], [1, 9, 5], -1 },
        { [2, 0], [1, 1], -1 },
        { [0, 3], [1, 1], -1 },
        { [18, 2], [2, 16], 0 },
        { [32, 5], [5, 16], 0 },
        { [5, 16], [16, 1], 1 },
        { [5, 15], [16, 1], 1 },
        { [2, 37], [16, 2], 1 },
        { [20, 3, 2, 2], [12, 64, 32, 16], 0 },
        { [1, 3, 5, 5], [400, 16, 240, 48], -1 },
        { [6, 1, 5, 5], [25, 1, 80, 16], 0 },
        { [1, 1, 1], [1, 1, 1], -1 },
    };

    private static (AlignedBuffer Buffer, TensorView View) Make(int[] shape, int[] strides, int panelAxis)
    {
        AlignedBuffer buffer = new(2048);
        for (int i = 0; i < buffer.Length; i++) buffer.Span[i] = i;
        return (buffer, new TensorView(buffer, shape, 3, strides, panelAxis));
    }

    /// <summary>Where the elements lie, by the definition.</summary>
    private static List<int> Offsets(int[] shape, int[] strides, int panelAxis)
    {
        List<int> offsets = [3];
        for (int axis = 0; axis < shape.Length; axis++)
        {
            int a = axis;
            offsets =
            [
                .. offsets.SelectMany(offset =>
                    Enumerable
                        .Range(0, shape[a])
                        .Select(i => offset + (a == panelAxis ? (i / 16 * 16 * strides[a]) + (i % 16) : i * strides[a]))),
            ];
        }

        return offsets;
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void All_ways_reach_the_same_elements(int[] shape, int[] strides, int panelAxis)
    {
        (AlignedBuffer buffer, TensorView view) = Make(shape, strides, panelAxis);
        List<int> offsets = Offsets(shape, strides, panelAxis);
        float[] expected = [.. offsets.Select(offset => (float)offset)];
        Assert.Equal(expected, view.ToArray());
        Assert.Equal(expected, view.AsEnumerable());
        Assert.Equal(expected, Enumerable.Range(0, view.Length).Select(i => view[i]));
        Assert.Equal(expected, Enumerable.Range(0, view.Length).Select(i => ((IReadOnlyList<float>)view)[i]));
        Assert.Equal(expected, Enumerable.Range(0, view.Length).Select(i => view[Indices(i, shape)]));
        if (shape.Length == 2) Assert.Equal(expected, Enumerable.Range(0, view.Length).Select(i => view[i / shape[1], i % shape[1]]));
        List<float> walked = [];
        foreach (float value in view) walked.Add(value);
        Assert.Equal(expected, walked);

        foreach (ref float value in view) value = -value;
        for (int i = 0; i < buffer.Length; i++) Assert.Equal(offsets.Contains(i) ? -i : i, buffer.Span[i]);
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Squares_are_added_and_numbers_scaled_wherever_they_lie(int[] shape, int[] strides, int panelAxis)
    {
        (AlignedBuffer buffer, TensorView view) = Make(shape, strides, panelAxis);
        List<int> offsets = Offsets(shape, strides, panelAxis);
        SquareSum squares = default;
        view.ForEach(ref squares);
        Assert.Equal(offsets.Sum(offset => (double)offset * offset), squares.Value);
        Scaling twice = new(2);
        view.ForEach(ref twice);
        for (int i = 0; i < buffer.Length; i++) Assert.Equal(offsets.Contains(i) ? 2 * i : i, buffer.Span[i]);
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_mask_makes_zero_wherever_they_lie(int[] shape, int[] strides, int panelAxis)
    {
        (AlignedBuffer buffer, TensorView view) = Make(shape, strides, panelAxis);
        List<int> offsets = Offsets(shape, strides, panelAxis);
        Span<float> elements = buffer.Span;
        if (offsets.Count > 2) elements[offsets[2]] = float.NaN;
        float[] kept = [.. offsets.Select((_, i) => i % 3 == 1 ? 1f : 0)], before = elements.ToArray();
        Masking masking = new(view.InOrderOfMemory(kept));
        view.ForEach(ref masking);
        for (int i = 0; i < offsets.Count; i++)
            if (kept[i] == 0) before[offsets[i]] = 0;
        Assert.Equal(before, buffer.Span.ToArray());
    }

    [Fact]
    public void Positions_divide_exactly()
    {
        foreach (int size in (int[])[2, 3, 5, 7, 10, 16, 25, 127, 128, 784, 65535, 65537, 1_000_003, int.MaxValue])
        {
            TensorAxis axis = Assert.Single(TensorAxis.Of([size], [1], -1));
            foreach (int position in (int[])[0, 1, size - 1, size, 12_345_678, int.MaxValue - 1, int.MaxValue])
                Assert.Equal((uint)(position / size), axis.Divide((uint)position));
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Nothing_is_allocated(int[] shape, int[] strides, int panelAxis)
    {
        (_, TensorView view) = Make(shape, strides, panelAxis);
        float[] copy = new float[view.Length];
        Use(view, copy, shape.Length);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Use(view, copy, shape.Length);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Use(TensorView view, float[] copy, int rank)
    {
        foreach (ref float value in view) value *= 2;
        for (int i = 0; i < view.Length; i++) view[i] += 1;
        if (view.Length > 0 && rank == 3) view[0, 0, 0] = 1;
        if (view.Length > 0 && rank == 2) view[0, 0] = 1;
        view.CopyTo(copy);
        view.CopyFrom(copy);
        view.Fill(1);
        SquareSum squares = default;
        view.ForEach(ref squares);
    }

    private static int[] Indices(int flat, int[] shape)
    {
        int[] indices = new int[shape.Length];
        for (int axis = shape.Length - 1; axis >= 0; axis--) (flat, indices[axis]) = Math.DivRem(flat, shape[axis]);
        return indices;
    }
}
