namespace ModelGen;

/// <summary>
/// A tensor of one sample, in functions of your own: <see cref="ApplyAttribute"/> and <see cref="LossAttribute"/> say which methods are
/// read as operations. In a method <c>static Tensor Forward(Tensor x)</c> of a model, the value between two layers.
/// </summary>
/// <remarks>
/// <para>Members with the names of layers, such as <c>x.Dense(10)</c>, are the layers. They belong into <c>Forward</c>, which declares
/// all layers of a model instead of attributes, and into methods that it calls. Called by a program, most of them throw.</para>
/// <para>The compiler reads calls of these members, and makes the same operations of them as of its own layers. Called from a test or a
/// debugger, they compute in double precision, with the results of the model up to rounding and the order of sums.</para>
/// <para>There is no axis for the batch. Axes count from 0, or backwards from -1. Shapes are aligned at the last axis, and sizes of 1 are
/// stretched, as in NumPy. Axes that are summed stay with the size 1, as with PyTorch's <c>keepdim=True</c>.</para>
/// </remarks>
/// <example>
/// <code>
/// using static ModelGen.Tensor;
///
/// static Tensor QuickGelu(Tensor x) =&gt; x * Sigmoid(1.702 * x);
///
/// double[] y = QuickGelu(Of([-1, 0, 2])).ToArray();
/// </code>
/// </example>
public sealed partial class Tensor
{
    [ThreadStatic]
    private static Dictionary<string, Tensor>? t_parameters;

    private readonly double[] _data;
    private readonly int[] _shape;

    private Tensor(double[] data, int[] shape) => (_data, _shape) = (data, shape);

    /// <summary>The sizes of its axes, without the batch. Known while compiling: <c>x.Shape[0]</c> is a constant.</summary>
    public int[] Shape => (int[])_shape.Clone();

    /// <summary>The number of its axes, without the batch.</summary>
    public int Rank => _shape.Length;

    /// <summary>The number of its elements, those of one sample.</summary>
    public int Size => _data.Length;

    /// <summary>A tensor of numbers, for tests and debuggers.</summary>
    /// <param name="values">The elements, the last axis fastest.</param>
    /// <param name="shape">The sizes of the axes; a vector if none are given.</param>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public static Tensor Of(double[] values, params int[] shape)
    {
        var sizes = shape.Length == 0 ? [values.Length] : (int[])shape.Clone();
        if (Count(sizes) != values.Length)
            throw new ArgumentException($"{values.Length} values do not fill the shape [{string.Join(", ", sizes)}].", nameof(values));
        return new Tensor((double[])values.Clone(), sizes);
    }

    /// <summary>Calls a function in a test, with values for its parameters.</summary>
    /// <param name="function">Calls it: <c>() => Net.Scaled(x)</c>.</param>
    /// <param name="parameters">The values of its parameters by name.</param>
    public static Tensor Run(Func<Tensor> function, IReadOnlyDictionary<string, Tensor> parameters)
    {
        var before = t_parameters;
        t_parameters = parameters.ToDictionary(pair => pair.Key, pair => pair.Value);
        try
        {
            return function();
        }
        finally
        {
            t_parameters = before;
        }
    }

    /// <summary>A parameter that the layer learns. Its name in files is the layer's and this one: <c>apply1.scale</c>.</summary>
    /// <param name="name">Its name; where a name occurs twice in a layer, it is the same parameter.</param>
    /// <param name="shape">Its shape: at least one size, each at least 1.</param>
    /// <param name="init">How it starts: fan_in is the product of all sizes but the last, fan_out the last one, as of a
    /// matrix that vectors are multiplied by from the left. The standard deviation of <see cref="Init.Normal"/> is 0.01.</param>
    /// <exception cref="InvalidOperationException">
    /// Outside of a model, it starts at random and <see cref="Run(Func{Tensor}, IReadOnlyDictionary{string, Tensor})"/> gives it no value.
    /// </exception>
    public static Tensor Parameter(string name, int[] shape, Init init)
    {
        if (Given(name, shape) is { } given) return given;
        return init == Init.Zeros
            ? new Tensor(new double[Count(shape)], (int[])shape.Clone())
            : throw new InvalidOperationException($"The parameter '{name}' starts at random. Give it a value: Tensor.Run(function, "
                + "parameters).");
    }

    /// <summary>A parameter that the layer learns, all of whose elements start alike.</summary>
    /// <param name="name">Its name; where a name occurs twice in a layer, it is the same parameter.</param>
    /// <param name="shape">Its shape: at least one size, each at least 1.</param>
    /// <param name="start">The number it starts with.</param>
    public static Tensor Parameter(string name, int[] shape, double start)
    {
        if (Given(name, shape) is { } given) return given;
        var data = new double[Count(shape)];
        for (var i = 0; i < data.Length; i++) data[i] = start;
        return new Tensor(data, (int[])shape.Clone());
    }

    /// <summary>The elements, the last axis fastest. For tests and debuggers.</summary>
    public double[] ToArray() => (double[])_data.Clone();

    /// <summary>The shape and the first elements.</summary>
    public override string ToString() =>
        $"[{string.Join(", ", _shape)}]: {string.Join(", ", _data.Take(8))}{(_data.Length > 8 ? ", …" : "")}";

    private static Tensor? Given(string name, int[] shape)
    {
        if (t_parameters is null || !t_parameters.TryGetValue(name, out var given)) return null;
        if (given._shape.SequenceEqual(shape)) return given;
        var (needed, was) = (string.Join(", ", shape), string.Join(", ", given._shape));
        throw new ArgumentException($"The parameter '{name}' has the shape [{needed}], and was given one of shape [{was}].");
    }

    private static int Count(int[] shape)
    {
        var count = 1;
        foreach (var size in shape) count = checked(count * size);
        return count;
    }
}
