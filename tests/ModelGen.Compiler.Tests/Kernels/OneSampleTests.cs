using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Ops;
using ModelGen.TestKit.Interpretation;
using Xunit;

namespace ModelGen.Compiler.Tests.Kernels;

/// <summary>Kernels that become one for exactly one sample, and what that one keeps in registers.</summary>
public sealed class OneSampleTests
{
    private const int Scratch = 256;

    private static readonly KernelCallValues Values = new(new Dictionary<string, float>(), Seed: 0, Step: 0, Samples: 1);
    private static readonly BufferArgument Input = new("input"), Arena = new("arena"), Output = new("output");

    [Fact]
    public void Loops_over_samples_are_gone_and_tiles_of_several_rows_too()
    {
        Kernel joined = OneSample.Of([Part(Doubled(0, 32))], []);
        Assert.Empty(joined.Body.OfType<Statement.Loop>());
        Assert.Equal(["x", "x_2"], joined.Body.OfType<Statement.Let>().Select(let => let.Local.Name).Where(name => name[0] == 'x'));
        Assert.Equal([32, 48], joined.Body.OfType<Statement.Store>().Select(store => store.Index.Constant));
    }

    [Fact]
    public void A_long_loop_stays_and_begins_where_it_did()
    {
        Kernel joined = OneSample.Of(
            [
                Part((builder, input, output) => builder.Loop(
                    "f",
                    new Extent(112, false),
                    (48, false, f => builder.Store(output, f, new VectorExpression.Constant(1))),
                    (16, false, f => builder.Store(output, f, new VectorExpression.Load(input, f))))),
            ],
            []);
        Statement.Loop loop = Assert.Single(joined.Body.OfType<Statement.Loop>());
        Assert.Equal((96, "f"), (loop.Extent.Count, loop.Variable));
        Assert.Equal(Affine.Of(96), Assert.Single(joined.Body.OfType<Statement.Store>()).Index);
        float[] found = Run(joined)[1].Floats[..112].ToArray();
        Assert.Equal([.. Enumerable.Repeat(1f, 1), .. Numbers.AsSpan(96, 16)], [found[0], .. found.AsSpan(96, 16)]);
    }

    [Fact]
    public void What_one_kernel_stores_another_need_not_load()
    {
        Kernel joined = OneSample.Of([Part(Doubled(0, 32)), Part(Doubled(32, 0), Arena, Output)], []);
        Kernel forwarded = Forwarding.In(joined, [Arena], []);
        KernelVerifier.Verify(forwarded);
        Assert.Equal(4, joined.Body.OfType<Statement.Let>().Count(let => let.Value is VectorExpression.Load));
        Assert.Equal(2, forwarded.Body.OfType<Statement.Let>().Count(let => let.Value is VectorExpression.Load));
        Assert.Equal(["output", "output"], forwarded.Body.OfType<Statement.Store>().Select(store => store.Buffer.Name));
        Assert.Equal([.. Numbers[..32].Select(x => 4 * x)], Run(forwarded)[2].Floats[..32].ToArray());
    }

    [Fact]
    public void A_load_may_be_half_in_one_vector_and_half_in_the_next()
    {
        Kernel joined = OneSample.Of(
            [
                Part(Doubled(0, 32)),
                Copy(40),
            ],
            []);
        Kernel forwarded = Forwarding.In(joined, [Arena], []);
        Assert.IsType<VectorExpression.Straddle>(Assert.Single(forwarded.Body.OfType<Statement.Let>().TakeLast(1)).Value);
        Assert.Equal([.. Numbers[8..24].Select(x => 2 * x)], Run(forwarded)[2].Floats[..16].ToArray());
    }

    /// <summary>A local that is assigned behind a store, or behind another name for it, is no longer what it was there.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_local_that_is_assigned_later_is_not_what_was_stored(bool within)
    {
        KernelPart doubling = Part((builder, input, arena) =>
        {
            VectorLocal local = builder.Variable("sum", new VectorExpression.Load(input, Affine.Zero));
            VectorExpression sum = new VectorExpression.Read(local);
            builder.Store(arena, Affine.Zero, sum);
            VectorExpression before = builder.Let("before", new VectorExpression.Load(arena, Affine.Zero));
            if (within) builder.Loop("i", new Extent(2, false), (1, false, _ => Double()));
            else Double();
            builder.Store(arena, Affine.Of(16), before);

            void Double() => builder.Assign(local, KernelBuilder.Call(ScalarFunction.Add, sum, sum));
        });

        foreach (int at in (int[])[0, 16])
        {
            Kernel forwarded = Forwarding.In(OneSample.Of([doubling, Copy(at)], []), [Arena], []);
            Assert.Equal(Numbers[..16], Run(forwarded)[2].Floats[..16].ToArray());
        }
    }

    /// <summary>An overlap that is neither, a single float, and a loop read memory; then it is written.</summary>
    [Theory]
    [InlineData(36, false)]
    [InlineData(32, true)]
    public void Other_reads_keep_the_store(int at, bool single)
    {
        Kernel joined = OneSample.Of(
            [
                Part(Doubled(0, 32)),
                Part(
                    (builder, arena, output) => builder.Store(
                        output,
                        Affine.Zero,
                        single ? new VectorExpression.Broadcast(arena, Affine.Of(at)) : new VectorExpression.Load(arena, Affine.Of(at))),
                    Arena,
                    Output),
            ],
            []);
        Kernel forwarded = Forwarding.In(joined, [Arena], []);
        Assert.Contains(forwarded.Body, statement => statement is Statement.Store { Buffer.Name: "arena" });
        float[] expected = single ? [.. Enumerable.Repeat(2 * Numbers[0], 16)] : [.. Numbers[(at - 32)..(at - 16)].Select(x => 2 * x)];
        Assert.Equal(expected, Run(forwarded)[2].Floats[..16].ToArray());
    }

    /// <summary>What is stored in a loop, or over it later, is not what was known before.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_later_store_counts(bool inLoop)
    {
        VectorExpression seven = new VectorExpression.Constant(7);
        Kernel joined = OneSample.Of(
            [
                Part(Doubled(0, 32)),
                Part(
                    (builder, input, arena) =>
                    {
                        if (inLoop) builder.Loop("f", new Extent(128, false), (16, false, f => builder.Store(arena, f, seven)));
                        else builder.StoreFirst(arena, Affine.Of(47), seven);
                    }),
                Copy(32),
            ],
            []);
        float[] expected = [.. Numbers[..16].Select(x => 2 * x)];
        if (inLoop) expected.AsSpan().Fill(7);
        else expected[15] = 7;
        Assert.Equal(expected, Run(Forwarding.In(joined, [Arena], []))[2].Floats[..16].ToArray());
    }

    [Fact]
    public void A_sum_that_goes_on_is_not_what_was_stored()
    {
        Kernel joined = OneSample.Of(
            [
                Part((builder, input, arena) =>
                {
                    VectorLocal sum = builder.Variable("acc", new VectorExpression.Load(input, Affine.Zero));
                    builder.Store(arena, Affine.Zero, new VectorExpression.Read(sum));
                    builder.Assign(sum, new VectorExpression.Constant(0));
                    builder.Store(arena, Affine.Of(16), new VectorExpression.Read(sum));
                }),
                Copy(0),
            ],
            []);
        Assert.Equal(Numbers[..16], Run(Forwarding.In(joined, [Arena], []))[2].Floats[..16].ToArray());
    }

    /// <summary>What is copied behind the kernel is stored, and only that.</summary>
    [Fact]
    public void What_is_read_behind_it_is_stored()
    {
        Kernel joined = OneSample.Of([Part(Doubled(0, 32))], []);
        Kernel forwarded = Forwarding.In(joined, [Arena], [(Arena, 50, 4)]);
        Assert.Equal(48, Assert.Single(forwarded.Body.OfType<Statement.Store>()).Index.Constant);
    }

    /// <summary>Scratch memory is used again: what read it before does not keep a store.</summary>
    [Fact]
    public void What_was_read_before_does_not_count()
    {
        Kernel joined = OneSample.Of(
            [
                Part((builder, input, arena) => builder.Store(arena, Affine.Zero, new VectorExpression.Load(input, Affine.Zero))),
                Part(
                    (builder, arena, output) => builder.Store(output, Affine.Zero, new VectorExpression.Broadcast(arena, Affine.Of(3))),
                    Arena,
                    Output),
                Part((builder, input, arena) => builder.StoreFirst(arena, Affine.Of(3), new VectorExpression.Constant(1))),
            ],
            []);
        Kernel forwarded = Forwarding.In(joined, [Arena], []);
        Assert.Empty(forwarded.Body.OfType<Statement.StoreFirst>());
        Assert.Equal(["arena", "output"], forwarded.Body.OfType<Statement.Store>().Select(store => store.Buffer.Name));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(4)]
    [InlineData(1)]
    public void The_first_lanes_are_stored_alone(int count)
    {
        Kernel joined = OneSample.Of(
            [Part((builder, from, to) => builder.StoreLanes(to, Affine.Of(3), new VectorExpression.Load(from, Affine.Zero), count))],
            []);
        CheckedMemory memory = Run(joined)[1];
        Assert.Equal(Numbers[..count], memory.Floats.Slice(3, count).ToArray());
        Assert.Equal(3 + count, memory.FirstMissing(3, 64));
    }

    private static float[] Numbers { get; } = [.. Enumerable.Range(0, Scratch).Select(i => MathF.Sin(i + 1))];

    /// <summary>Two vectors of each sample, doubled, by a kernel with tiles of several samples.</summary>
    private static Action<KernelBuilder, BufferArgument, BufferArgument> Doubled(int from, int to) => (builder, source, target) =>
        builder.Loop(
            "row",
            Extent.Of(Shape.Batch),
            (4, false, row => Row(builder, source, target, row, from, to)),
            (1, false, row => Row(builder, source, target, row, from, to)));

    private static void Row(
        KernelBuilder builder, BufferArgument source, BufferArgument target, Affine row, int from, int to) => builder.Loop(
        "f",
        new Extent(32, false),
        (16, true, f =>
        {
            VectorExpression x = builder.Let("x", new VectorExpression.Load(source, (row * 32) + f + from));
            builder.Store(target, (row * 32) + f + to, builder.Let("twice", KernelBuilder.Call(ScalarFunction.Add, x, x)));
        }
    ));

    /// <summary>A vector of scratch memory as the result.</summary>
    private static KernelPart Copy(int at) => Part(
        (builder, arena, output) => builder.Store(output, Affine.Zero, new VectorExpression.Load(arena, Affine.Of(at))), Arena, Output);

    private static KernelPart Part(Action<KernelBuilder, BufferArgument, BufferArgument> write) => Part(write, Input, Arena);

    private static KernelPart Part(
        Action<KernelBuilder, BufferArgument, BufferArgument> write, BufferArgument from, BufferArgument to)
    {
        KernelBuilder builder = new();
        write(builder, builder.Buffer(), builder.Buffer());
        return new KernelPart(builder.Build("Test", "test"), [(from, 0), (to, 0)]);
    }

    /// <summary>Input, scratch memory and output, behind the kernel.</summary>
    private static CheckedMemory[] Run(Kernel kernel)
    {
        CheckedMemory[] memory = [CheckedMemory.Of(Numbers), CheckedMemory.Unwritten(Scratch), CheckedMemory.Unwritten(Scratch)];
        BufferArgument[] known = [Input, Arena, Output];
        new KernelInterpreter(kernel).Run(
            [.. kernel.Buffers.Select(buffer => new CheckedSpan(memory[Array.IndexOf(known, buffer)], 0, Scratch))],
            Values);
        return memory;
    }
}
