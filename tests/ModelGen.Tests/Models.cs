using ModelGen.Runtime;

namespace ModelGen.Tests;

/// <summary>Parameter sets and models made by hand, as the compiler would.</summary>
internal static class Models
{
    public static readonly Initialization None = new(InitializationKind.Zeros, 0, 0, 0);

    /// <summary>A weight [3, 4] stored transposed (input-major) and a bias [3].</summary>
    public static ParameterSet Dense(Initialization? weight = null)
    {
        AlignedBuffer values = new(16), gradients = new(16);
        return new ParameterSet(
            [
                new ParameterDescriptor("dense1.weight", [3, 4], 0, [1, 3], weight ?? None),
                new ParameterDescriptor("dense1.bias", [3], 12, [1], None),
            ],
            values, gradients);
    }

    public static ParameterSet One(string name, int[] shape, Initialization initialization = default)
    {
        int length = shape.Aggregate(1, (product, size) => product * size);
        int[] strides = [.. shape.Select((_, axis) => shape[(axis + 1)..].Aggregate(1, (product, size) => product * size))];
        return new ParameterSet(
            [new ParameterDescriptor(name, shape, 0, strides, initialization)],
            new AlignedBuffer(length),
            new AlignedBuffer(length));
    }
}
