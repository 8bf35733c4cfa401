using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>Uniform numbers in [0, 1) from the counter-based generator Threefry-2x32-20 (Salmon et al., SC'11).</summary>
/// <param name="Stream">Distinguishes the draws of a model from each other.</param>
/// <param name="Size">The shape of the draw.</param>
/// <remarks>
/// The key is (seed, step), the counter (element of the sample, sample) with the stream in the element's upper byte: a draw depends on
/// nothing else, so it can be rematerialized.
/// </remarks>
public sealed record RandomOp(int Stream, Shape Size) : Op
{
    /// <summary>Counter bits below the stream's number.</summary>
    public const int ElementBits = 24;

    public override string Name => "random";

    public override OpRole Role => OpRole.Inline;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Size;

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) => [];

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs)
    {
        var result = new Tensor(context.Resolve(shape));
        var perSample = shape.SampleElements;
        for (var i = 0; i < result.Data.Length; i++)
        {
            var element = (uint)(i % perSample) + ((uint)Stream << ElementBits);
            var bits = Threefry(context.Seed, context.Step, element, (uint)(i / perSample));
            result.Data[i] = (bits >> 8) * (1.0 / (1 << 24));
        }

        return result;
    }

    /// <summary>The first word of Threefry-2x32-20.</summary>
    public static uint Threefry(uint key0, uint key1, uint counter0, uint counter1)
    {
        int[] rotations = [13, 15, 26, 6, 17, 29, 16, 24];
        uint[] key = [key0, key1, 0x1BD11BDA ^ key0 ^ key1];
        unchecked
        {
            var x0 = counter0 + key0;
            var x1 = counter1 + key1;
            for (var round = 0; round < 20; round++)
            {
                x0 += x1;
                var r = rotations[round % 8];
                x1 = ((x1 << r) | (x1 >> (32 - r))) ^ x0;
                if (round % 4 != 3) continue;
                var injection = (round / 4) + 1;
                x0 += key[injection % 3];
                x1 += key[(injection + 1) % 3] + (uint)injection;
            }

            return x0;
        }
    }

    public override string ToString() => $"random#{Stream}";
}
