using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Kernels.Bounds;
using ModelGen.Compiler.Schedule;
using Xunit;

namespace ModelGen.Compiler.Tests.Kernels;

/// <summary>What is proved of accesses: kernels that just stay within their buffers, and the same with buffers one float shorter.</summary>
public sealed class BoundsTests
{
    private static readonly Extent Samples = new(1, true);

    [Fact]
    public void Constant_loops_reach_as_far_as_their_last_turn_of_all_lanes() =>
        JustFits(
            (b, a) =>
                b.Loop(
                    "i",
                    new Extent(3, false),
                    (1, false, i => b.Loop("f", new Extent(40, false), (16, false, f => Copy(b, a, (i * 48) + f))))),
            Floats(144));

    [Fact]
    public void Steps_leave_less_for_those_behind_them() =>
        JustFits(
            (b, a) =>
                b.Loop(
                    "i",
                    new Extent(23, false),
                    (14, false, i => One(b, a, i + 13)),
                    (4, false, i => One(b, a, i + 3)),
                    (1, false, i => One(b, a, i))),
            Floats(23));

    [Fact]
    public void An_index_before_the_buffer_is_found() =>
        Assert.Contains(
            "from -1 to 0",
            Fails((b, a) => b.Loop("i", new Extent(2, false), (1, false, i => One(b, a, i + -1))), Floats(9)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Messages_name_kernel_access_range_and_length()
    {
        CompilerException found = Fails((b, a) => b.Loop("row", Samples, (1, false, row => Copy(b, a, (row * 32) + 24))), PerSample(32));
        Assert.Equal(
            "Kernel 'test': reading a[(row * 32) + 24] and 15 behind it may reach from 24 to 32·n + 7, and the buffer has 32·n floats.",
            found.Message);
    }

    [Fact]
    public void A_caller_passes_just_its_samples() =>
        JustFits(
            (b, a) => b.Loop("row", Samples, (4, false, row => One(b, a, (row + 3) * 7 + 6)), (1, false, row => One(b, a, (row * 7) + 6))),
            PerSample(7),
            less: PerSample(6));

    [Fact]
    public void Sixteen_samples_in_the_lanes_need_whole_blocks()
    {
        JustFits((b, a) => b.Loop("f", Samples, (16, false, f => Copy(b, a, f))), Blocks(1), less: new BufferLength(1, -1, true));
        Fails((b, a) => b.Loop("f", Samples, (16, false, f => Copy(b, a, f))), PerSample(1));
    }

    [Fact]
    public void Rows_of_all_samples_may_be_one_loop() =>
        JustFits(
            (b, a) =>
                b.Loop(
                    "row",
                    new Extent(5, true),
                    (14, false, row => Copy(b, a, (row + 13) * 16)),
                    (1, false, row => Copy(b, a, row * 16))),
            Blocks(80),
            less: Blocks(79));

    /// <summary>Each end alone says nothing: the place in the image is a sum of both variables.</summary>
    [Fact]
    public void A_window_at_the_edge_ends_where_the_image_does() => JustFits(Window(9, 3, padding: 1), Floats(9 * 16));

    [Fact]
    public void A_window_without_its_ends_reaches_beyond_the_image() =>
        Fails(
            (b, a) =>
                b.Loop(
                    "h",
                    new Extent(9, false),
                    (1, false, h => b.Between("p", new Extent(3, false), null, null, p => Copy(b, a, (h + p + -1) * 16)))),
            Floats(9 * 16));

    [Fact]
    public void What_is_done_at_one_place_only_is_proved_for_that_place()
    {
        JustFits((b, a) => b.Loop("i", new Extent(4, false), (1, false, i => b.When(i, 2, () => One(b, a, i * 10)))), Floats(21));
        JustFits((b, a) => b.Loop("i", new Extent(4, false), (1, false, i => b.When(i + 1, 3, () => One(b, a, i * 10)))), Floats(21));
    }

    [Theory]
    [InlineData(3, 0, 46)]
    [InlineData(-3, 45, 46)]
    [InlineData(0, 5, 6)]
    public void Gathered_lanes_lie_apart(int stride, int first, int length) =>
        JustFits(
            (b, a) => b.Store(b.Buffer(), Affine.Zero, new VectorExpression.Gather(a, Affine.Of(first), stride)),
            Floats(length),
            others: Floats(16));

    [Fact]
    public void Unpadded_rows_may_be_read_beyond_their_end_but_not_written()
    {
        BufferLength packed = new(5, 0, true, Room: 15);
        JustFits(
            (b, a) => b.Loop("row", Samples, (1, false, row => b.Store(b.Buffer(), row * 16, new VectorExpression.Load(a, (row * 5) + 4)))),
            packed,
            less: packed with
            {
                Room = 14,
            },
            others: Blocks(16));
        Fails((b, a) => b.Loop("row", Samples, (1, false, row => b.Store(a, row * 5, new VectorExpression.Constant(0)))), packed);
    }

    /// <summary>A row of a table, found by a number that the border has checked.</summary>
    [Fact]
    public void An_index_from_memory_is_in_its_declared_range()
    {
        void Lookup(KernelBuilder b, BufferArgument table)
        {
            BufferArgument ids = b.Buffer();
            BufferArgument rows = b.Buffer();
            b.Loop(
                "i",
                Samples,
                (1, false, i => b.Store(rows, i * 16, new VectorExpression.Load(table, b.ReadIndex("id", ids, i, 100) * 16))));
        }

        JustFits(Lookup, Floats(1600), others: [PerSample(1), Blocks(16)]);
        Assert.Contains("id * 16", Fails(Lookup, Floats(99 * 16), PerSample(1), Blocks(16)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_first_lanes_of_narrow_kernels_count() => JustFits((b, a) => Copy(b, a, Affine.Of(3)), Floats(11), narrow: true);

    [Theory]
    [InlineData(0, 0, 0, true)]
    [InlineData(1, 0, -1, true)]
    [InlineData(1, 0, -2, false)]
    [InlineData(0, 1, -16, true)]
    [InlineData(0, 1, -17, false)]
    [InlineData(-1, 1, 0, true)]
    [InlineData(1, -1, 15, true)]
    [InlineData(1, -1, 14, false)]
    [InlineData(-2, 1, 100, false)]
    [InlineData(-1, 2, -16, true)]
    [InlineData(-1, 2, -17, false)]
    [InlineData(2, -1, 13, false)]
    [InlineData(2, -1, 14, true)]
    public void Bounds_hold_for_every_number_of_samples(int perSample, int inBlocks, int constant, bool expected)
    {
        SampleBound bound = new(perSample, inBlocks, constant);
        Assert.Equal(expected, bound.IsNeverNegative);
        Assert.Equal(expected, Enumerable.Range(1, 1000).All(n => (perSample * n) + (inBlocks * ((n + 15) / 16 * 16)) + constant >= 0));
    }

    private static Action<KernelBuilder, BufferArgument> Window(int size, int taps, int padding) =>
        (b, a) =>
            b.Loop(
                "h",
                new Extent(size, false),
                (
                    1,
                    false,
                    h =>
                        b.Between(
                            "p",
                            new Extent(taps, false),
                            (h * -1) + padding,
                            (h * -1) + (size + padding),
                            p => Copy(b, a, (h + p + -padding) * 16))));

    private static BufferLength Floats(int count) => new(0, count, false);

    private static BufferLength PerSample(int count) => new(count, 0, false);

    private static BufferLength Blocks(int count) => new(count, 0, true);

    private static void Copy(KernelBuilder builder, BufferArgument buffer, Affine index) =>
        builder.Store(buffer, index, new VectorExpression.Load(buffer, index));

    private static void One(KernelBuilder builder, BufferArgument buffer, Affine index) =>
        builder.StoreFirst(buffer, index, new VectorExpression.Broadcast(buffer, index));

    /// <summary>A kernel that is proved for a length, and not for a shorter one.</summary>
    private static void JustFits(
        Action<KernelBuilder, BufferArgument> write,
        BufferLength length,
        BufferLength? less = null,
        bool narrow = false,
        params BufferLength[] others)
    {
        Verify(write, narrow, [length, .. others]);
        Assert.Throws<CompilerException>(() => Verify(write, narrow, [less ?? length with { Fixed = length.Fixed - 1 }, .. others]));
    }

    private static CompilerException Fails(Action<KernelBuilder, BufferArgument> write, params BufferLength[] lengths) =>
        Assert.Throws<CompilerException>(() => Verify(write, false, lengths));

    private static void Verify(Action<KernelBuilder, BufferArgument> write, bool narrow, BufferLength[] lengths)
    {
        KernelBuilder builder = new();
        write(builder, builder.Buffer());
        KernelBounds.Of(builder.Build("Test", "test") with { IsNarrow = narrow }).Verify(lengths);
    }
}
