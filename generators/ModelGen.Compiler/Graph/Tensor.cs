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
    public int[] Strides()
    {
        var strides = new int[Dimensions.Length];
        var step = 1;
        for (var axis = Dimensions.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = Dimensions[axis] == 1 ? 0 : step;
            step *= Dimensions[axis];
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

    /// <summary>The element at an index that is aligned with this tensor at the last axis; ones broadcast.</summary>
    public double AtBroadcast(int[] index)
    {
        var offset = 0;
        var strides = Strides();
        for (var axis = 0; axis < strides.Length; axis++)
            offset += strides[axis] * index[index.Length - strides.Length + axis];
        return Data[offset];
    }
}
