using System.Globalization;

namespace ModelGen.Onnx.Import;

/// <summary>Computations with shapes, and how they are written.</summary>
internal static class Shapes
{
    /// <summary>Numbers that one value, or a table beside it, may have: as many as the language's values.</summary>
    public const int Most = 1 << 24;

    /// <summary>Refuses a shape of more numbers than that.</summary>
    public static void CheckSize(IEnumerable<int> shape) =>
        CheckSize(shape.Aggregate(1L, (a, b) => Math.Min(long.MaxValue / int.MaxValue, a) * b));

    /// <summary>Refuses what would need more memory than any model has.</summary>
    public static void CheckSize(long numbers)
    {
        if (numbers > Most) throw new Unsupported($"it would make {numbers} numbers of one value; {Most} are possible.");
    }

    public static int Count(IEnumerable<int> shape) => shape.Aggregate(1, (a, b) => checked(a * b));

    public static string Text(IEnumerable<int> shape) => string.Join(", ", shape.Select(Text));

    public static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Text(double value) => value switch
    {
        double.PositiveInfinity => "double.PositiveInfinity",
        double.NegativeInfinity => "double.NegativeInfinity",
        double.NaN => "double.NaN",

        // Numbers of the file are floats: the shortest text that gives the same float.
        _ => (float)value == value || double.IsSubnormal((float)value)
            ? ((float)value).ToString("R", CultureInfo.InvariantCulture)
            : value.ToString("R", CultureInfo.InvariantCulture),
    };

    /// <summary>The shape of a result whose operands are stretched along axes of size 1, aligned at the last axis.</summary>
    public static int[] Broadcast(IReadOnlyList<int> left, IReadOnlyList<int> right)
    {
        int[] shape = new int[Math.Max(left.Count, right.Count)];
        for (int back = 1; back <= shape.Length; back++)
        {
            int a = back <= left.Count ? left[^back] : 1, b = back <= right.Count ? right[^back] : 1;
            if (a != b && a != 1 && b != 1) throw new Unsupported($"the shapes [{Text(left)}] and [{Text(right)}] do not fit together.");
            shape[^back] = a == 1 ? b : a;
        }

        return shape;
    }

    /// <summary>A shape as the language writes it, which has no values without axes.</summary>
    public static string Sizes(IReadOnlyList<int> shape) => shape.Count == 0 ? "1" : Text(shape);
}
