using System.Buffers.Binary;
using ModelGen.Data;

namespace ModelGen.Tests.Data.Forms;

/// <summary>Unusual but valid IDX files: elements of each type, and shapes of other kinds than MNIST's.</summary>
public sealed class IdxFormTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static byte[] File(byte type, int[] shape, params double[] elements)
    {
        List<byte> bytes = [0, 0, type, (byte)shape.Length];
        foreach (int size in shape) bytes.AddRange(BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(size)));
        foreach (double element in elements)
        {
            byte[] little = type switch
            {
                0x08 => [(byte)element],
                0x09 => [(byte)(sbyte)element],
                0x0B => BitConverter.GetBytes((short)element),
                0x0C => BitConverter.GetBytes((int)element),
                0x0D => BitConverter.GetBytes((float)element),
                _ => BitConverter.GetBytes(element),
            };
            Array.Reverse(little);
            bytes.AddRange(little);
        }

        return [.. bytes];
    }

    private Dataset<int> Read(byte[] images, byte[] labels, bool normalize = false) =>
        Dataset.FromIdx(_folder.Write("images", images), _folder.Write("labels", labels), normalize);

    [Theory]
    [InlineData(0x08, 0, 255)]
    [InlineData(0x09, -128, 127)]
    [InlineData(0x0B, -32768, 32767)]
    [InlineData(0x0C, -16777216, 16777216)]
    [InlineData(0x0D, -0.5, 1e30)]
    [InlineData(0x0E, -0.25, 1e-30)]
    public void Images_of_each_type(byte type, double least, double most)
    {
        byte[] images = File(type, [2, 1, 2], least, 1, 2, most);
        Dataset<int> data = Read(images, File(0x08, [2], 0, 1));
        Assert.Equal([(float)least, 1, 2, (float)most], data.Inputs.ToArray());
        Assert.Equal([1, 1, 2], data.InputShape);

        // Whole numbers are scaled, as bytes are; fractions are taken as they are.
        float one = type < 0x0D ? 1f / 255 : 1;
        Assert.Equal(one, Read(images, File(0x08, [2], 0, 1), normalize: true).Inputs[1]);
    }

    [Theory]
    [InlineData(0x08, 255)]
    [InlineData(0x09, 127)]
    [InlineData(0x0B, 32767)]
    [InlineData(0x0C, int.MaxValue - 1)]
    [InlineData(0x0D, 16777216)]
    [InlineData(0x0E, int.MaxValue - 1)]
    public void Labels_of_each_type(byte type, int most)
    {
        byte[] images = File(0x08, [3, 1, 1], 1, 2, 3);
        Assert.Equal([0, most, 7], Read(images, File(type, [3], 0, most, 7)).Targets.ToArray());
        if (type == 0x08)
            return;
        Assert.Contains(
            "the label of sample 1 is -1; it must be a whole number of at least 0",
            Assert.Throws<InvalidDataException>(() => Read(images, File(type, [3], 0, -1, 7))).Message,
            StringComparison.Ordinal);
        if (type < 0x0D)
            return;
        Assert.Contains(
            "the label of sample 2 is 0.5;",
            Assert.Throws<InvalidDataException>(() => Read(images, File(type, [3], 0, 1, 0.5))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "the label of sample 0 is NaN;",
            Assert.Throws<InvalidDataException>(() => Read(images, File(type, [3], double.NaN, 1, 2))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { 2, 3 }, new[] { 3 })]
    [InlineData(new[] { 2, 1 }, new[] { 1 })]
    [InlineData(new[] { 2, 2, 3 }, new[] { 1, 2, 3 })]
    [InlineData(new[] { 2, 3, 2, 1 }, new[] { 3, 2, 1 })]
    [InlineData(new[] { 2, 1, 1, 1, 1, 1, 1, 1, 3 }, new[] { 1, 1, 1, 1, 1, 1, 1, 3 })]
    [InlineData(new[] { 2, 300, 1 }, new[] { 1, 300, 1 })]
    [InlineData(new[] { 2, 70000 }, new[] { 70000 })]
    [InlineData(new[] { 0, 70000, 30000 }, new[] { 1, 70000, 30000 })]
    public void Shapes_of_each_rank(int[] shape, int[] expected)
    {
        int count = shape[0],
            size = expected.Aggregate(1, (product, next) => product * next);
        Dataset<int> data = Read(
            File(0x08, shape, [.. Enumerable.Range(0, count * (count == 0 ? 0 : size)).Select(i => (double)(i % 251))]),
            File(0x08, [count], new double[count]));
        Assert.Equal(expected, data.InputShape);
        Assert.Equal(count, data.Count);
        if (count > 0) Assert.Equal((size + 0) % 251, data.Input(1)[0]);
    }
}
