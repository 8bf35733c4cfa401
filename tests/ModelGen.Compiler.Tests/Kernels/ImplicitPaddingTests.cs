using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Lowering;
using Xunit;

namespace ModelGen.Compiler.Tests.Kernels;

/// <summary>What is said of windows beyond an edge in closed form, against going through all positions and taps.</summary>
public sealed class ImplicitPaddingTests
{
    [Fact]
    public void Agrees_with_enumeration()
    {
        Random random = new(7);
        for (int i = 0; i < 3000; i++)
        {
            ImplicitPadding padding = new(
                'h',
                random.Next(1, 5) * (random.Next(2) == 0 ? 1 : -1),
                random.Next(1, 30),
                'p',
                random.Next(2) == 0 ? 1 : -1,
                random.Next(1, 12),
                random.Next(-20, 20),
                random.Next(1, 25));
            int size = random.Next(1, padding.FreeCount + 1),
                free = random.Next(0, padding.FreeCount - size + 1);
            int[] tile = [.. Enumerable.Range(free, size)],
                taps = [.. Enumerable.Range(0, padding.SummedCount)];
            int[] all = [.. taps.Where(tap => tile.All(f => padding.Counts(f, tap)))],
                some = [.. taps.Where(tap => tile.Any(f => padding.Counts(f, tap)))];

            Assert.Equal(
                all.Length == 0 ? (padding.SummedCount, padding.SummedCount) : (all[0], all[^1] + 1),
                padding.Common(free, size));
            var (before, behind) = padding.Partly(free, size);
            Assert.Equal(some.Except(all), before.Concat(behind));
            Assert.All(before, tap => Assert.True(all.Length == 0 || tap < all[0]));
            Assert.All(behind, tap => Assert.True(all.Length > 0 && tap > all[^1]));

            int whole = 0;
            while (
                free + ((whole + 1) * size) <= padding.FreeCount
                && Enumerable.Range(free + (whole * size), size).All(f => taps.All(tap => padding.Counts(f, tap))))
                whole++;
            Assert.Equal(whole, padding.WholeTiles(free, size));

            bool always(int tap) => Enumerable.Range(0, padding.FreeCount).All(f => padding.Counts(f, tap));
            (Affine? first, Affine? end) = padding.Bounds(Affine.Variable("h"), 1);
            Assert.Equal((always(0), always(padding.SummedCount - 1)), (first is null, end is null));

            // Of a tile somewhere, the bounds are those of what its positions have in common.
            (first, end) = padding.Bounds(Affine.Of(free), size);
            (int low, int high) = (
                Math.Max(0, first?.Constant ?? 0),
                Math.Min(padding.SummedCount, end?.Constant ?? padding.SummedCount));
            Assert.Equal(all, Enumerable.Range(low, Math.Max(0, high - low)));
        }
    }

    [Theory]
    [InlineData(1, 28, 5, -2, 14, false)]
    [InlineData(1, 1000, 33, -16, 14, false)]
    [InlineData(1, 100_000, 1001, -500, 14, true)]
    [InlineData(1, 100_000, 100_001, -50_000, 14, true)]
    [InlineData(1000, 100, 100_001, -50_000, 14, true)]
    [InlineData(1, 100_000, 1001, -500, 1, true)]
    public void Long_edges_are_not_written_out(int stride, int positions, int taps, int offset, int size, bool isLong) =>
        Assert.Equal(
            isLong,
            new ImplicitPadding(
                'h',
                stride,
                positions,
                'p',
                1,
                taps,
                offset,
                Math.Max(1, (stride * (positions - 1)) + taps + (2 * offset))).HasLongEdges(size));
}
