namespace ModelGen.Compiler.Graph;

/// <summary>A dense row-major tensor in double precision: what the interpreter computes with.</summary>
public sealed class Tensor
{
    public Tensor(int[] dimensions, double[]? data = null)
    {
        Dimensions = dimensions;
        var length = dimensions.Aggregate(1, (a, b) => a * b);
        Data = data ?? new double[length];
        if (Data.Length != length)
            throw new CompilerException($"A tensor of [{string.Join(", ", dimensions)}] holds {length} values, not {Data.Length}.");
    }

    /// <summary>A tensor all of whose elements are one number.</summary>
    public static Tensor Filled(int[] dimensions, double number)
    {
        var tensor = new Tensor(dimensions);
        for (var i = 0; i < tensor.Data.Length; i++) tensor.Data[i] = number;
        return tensor;
    }

    public int[] Dimensions { get; }

    public double[] Data { get; }

    /// <summary>Row-major strides; zero where the axis has size one, so that broadcasting is indexing.</summary>
    public int[] Strides() => StridesOf(Dimensions);

    /// <summary>The strides of a tensor of some dimensions.</summary>
    public static int[] StridesOf(int[] dimensions)
    {
        var strides = new int[dimensions.Length];
        var step = 1;
        for (var axis = dimensions.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = dimensions[axis] == 1 ? 0 : step;
            step *= dimensions[axis];
        }

        return strides;
    }

    /// <summary>Calls <paramref name="visit"/> for every index of a box, the last axis fastest.</summary>
    public static void ForEach(int[] box, Action<int[]> visit)
    {
        if (box.Any(d => d == 0)) return;
        var index = new int[box.Length];
        while (true)
        {
            visit(index);
            var axis = box.Length - 1;
            while (axis >= 0 && ++index[axis] == box[axis]) index[axis--] = 0;
            if (axis < 0) return;
        }
    }

    /// <summary>
    /// As <see cref="ForEach"/>, with what matters of an index: where its element lies in some memory, the sum of positions times strides.
    /// </summary>
    /// <param name="box">The sizes of the axes.</param>
    /// <param name="start">Where the first element lies.</param>
    /// <param name="strides">The strides of the last axes; along those in front the memory repeats.</param>
    /// <param name="visit">Takes the offset.</param>
    public static void ForEachOffset(int[] box, int start, int[] strides, Action<int> visit) =>
        ForEachOffset(box, [strides], offsets => visit(start + offsets[0]));

    /// <summary>As the other, with an offset for each of several memories. The array is the same in each call.</summary>
    public static void ForEachOffset(int[] box, IReadOnlyList<int[]> strides, Action<int[]> visit)
    {
        if (box.Any(d => d == 0)) return;
        var steps = strides.Select(s => Enumerable.Repeat(0, box.Length - s.Length).Concat(s).ToArray()).ToArray();
        var (index, offsets) = (new int[box.Length], new int[steps.Length]);
        while (true)
        {
            visit(offsets);
            var axis = box.Length - 1;
            for (; axis >= 0; axis--)
            {
                var back = ++index[axis] == box[axis] ? box[axis] - 1 : -1;
                for (var i = 0; i < offsets.Length; i++) offsets[i] -= back * steps[i][axis];
                if (back < 0) break;
                index[axis] = 0;
            }

            if (axis < 0) return;
        }
    }
}
