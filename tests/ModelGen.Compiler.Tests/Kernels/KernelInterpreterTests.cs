using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Ops;
using ModelGen.Runtime;
using ModelGen.TestKit.Interpretation;
using Xunit;

namespace ModelGen.Compiler.Tests.Kernels;

/// <summary>The interpreter of kernels: what it computes, and what it refuses.</summary>
public sealed class KernelInterpreterTests
{
    private static readonly KernelCallValues Values = new(new Dictionary<string, float>(), Seed: 7, Step: 9, Samples: 21);

    [Fact]
    public void Loops_run_in_segments_and_stores_are_sixteen_floats()
    {
        CheckedMemory memory = Run(
            64,
            (b, a) =>
                b.Loop(
                    "f",
                    new Extent(64, false),
                    (48, false, f => b.Store(a, f, new VectorExpression.Constant(2))),
                    (16, false, f => b.Store(a, f, new VectorExpression.Position(f, AlongLanes: true)))));
        Assert.Equal(
            [.. Enumerable.Repeat(2f, 16), .. Enumerable.Repeat(float.NaN, 32), .. Enumerable.Range(48, 16).Select(i => (float)i)],
            memory.Floats.ToArray());
        Assert.Equal(16, memory.FirstMissing(0, 64));
        Assert.Equal(-1, memory.FirstMissing(48, 64));
    }

    [Fact]
    public void Products_are_fused_and_lanes_are_combined_as_a_tree()
    {
        float[] numbers = [.. Enumerable.Range(0, 16).Select(i => MathF.Sin(i) * 1e3f)];
        CheckedMemory memory = Run(
            17,
            numbers,
            (b, a) =>
            {
                VectorExpression x = new VectorExpression.Load(a, Affine.Zero);
                b.StoreFirst(
                    a,
                    Affine.Of(16),
                    new VectorExpression.CombineLanes(ReduceKind.Sum, KernelBuilder.Call(ScalarFunction.MultiplyAdd, x, x, x)));
            });
        float[] sums = [.. numbers.Select(x => MathF.FusedMultiplyAdd(x, x, x))];
        for (int half = 8; half > 0; half /= 2) sums = [.. Enumerable.Range(0, half).Select(i => sums[i] + sums[i + half])];
        Assert.Equal(sums[0], memory.Floats[16]);
    }

    [Fact]
    public void Random_numbers_are_those_of_the_counter()
    {
        CheckedMemory memory = Run(
            16,
            (b, a) => b.Store(a, Affine.Zero, b.Random(3, Affine.Of(5), elementAlongLanes: true, Affine.Of(11), sampleAlongLanes: false)));
        Assert.Equal(
            Enumerable
                .Range(5, 16)
                .Select(i => (RandomOp.Threefry(7, 9, (3u << RandomOp.ElementBits) + (uint)i, 11) >> 8) * (1f / (1 << 24))),
            memory.Floats.ToArray());
    }

    [Fact]
    public void A_function_of_the_compilers_own_is_the_one_that_is_emitted()
    {
        CheckedMemory memory = Run(
            16,
            [.. Enumerable.Range(0, 16).Select(i => i - 8f)],
            (b, a) => b.Store(a, Affine.Zero, KernelBuilder.Call(ScalarFunction.Exp, new VectorExpression.Load(a, Affine.Zero))));
        for (int i = 0; i < 16; i++)
            Assert.Equal(Math.Exp(i - 8), memory.Floats[i], 1e-7 * Math.Exp(i - 8));
    }

    [Theory]
    [InlineData(1, "0 … 15", 15)]
    [InlineData(-1, "-1 … 14", 16)]
    public void An_access_beyond_the_buffer_is_reported(int start, string _, int length)
    {
        KernelFault fault = Assert.Throws<KernelFault>(() =>
            Run(length, (b, a) => b.Store(a, Affine.Of(start), new VectorExpression.Constant(0))));
        Assert.Contains($"at {start} …", fault.Message, StringComparison.Ordinal);
        Assert.Contains($"has {length} floats", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>What was never written may be moved and computed with, as padding is; it must not reach a sum over lanes.</summary>
    [Fact]
    public void What_nobody_has_written_is_followed_lane_by_lane()
    {
        void Write(KernelBuilder b, BufferArgument a, int kept)
        {
            VectorExpression x = new VectorExpression.Load(a, Affine.Of(8));
            VectorExpression twice = b.Let("x", KernelBuilder.Call(ScalarFunction.Add, x, x));
            b.StoreFirst(
                a,
                Affine.Zero,
                new VectorExpression.CombineLanes(ReduceKind.Sum, new VectorExpression.Mask(twice, 0, Affine.Zero, new Extent(kept, false)))
            );
        }

        Assert.Equal(16, Run(24, [.. Enumerable.Repeat(1f, 16)], (b, a) => Write(b, a, 8)).Floats[0]);
        Assert.Throws<KernelFault>(() => Run(24, [.. Enumerable.Repeat(1f, 16)], (b, a) => Write(b, a, 9)));
    }

    [Fact]
    public void A_choice_needs_only_what_it_takes()
    {
        CheckedMemory memory = Run(
            32,
            [.. Enumerable.Range(0, 24).Select(i => (float)i)],
            (b, a) =>
                b.Store(
                    a,
                    Affine.Zero,
                    KernelBuilder.Call(
                        ScalarFunction.IfLess,
                        new VectorExpression.Load(a, Affine.Zero),
                        new VectorExpression.Constant(9),
                        new VectorExpression.Load(a, Affine.Of(16)),
                        new VectorExpression.Constant(5))));
        Assert.Equal(8, memory.FirstMissing(0, 16));
        Assert.Equal(-1, memory.FirstMissing(9, 16));
    }

    [Theory]
    [InlineData(2f, true)]
    [InlineData(3f, false)]
    [InlineData(-1f, false)]
    [InlineData(0.5f, false)]
    public void Indices_from_memory_are_checked(float index, bool isLegal)
    {
        void Write(KernelBuilder b, BufferArgument a) =>
            b.StoreFirst(a, b.ReadIndex("id", b.Buffer(), Affine.Zero, 3), new VectorExpression.Constant(1));
        if (isLegal)
            Assert.Equal(1f, RunWith(Write, index).Floats[2]);
        else
            Assert.Throws<KernelFault>(() => RunWith(Write, index));

        static CheckedMemory RunWith(Action<KernelBuilder, BufferArgument> write, float index) =>
            Run(3, [], write, CheckedMemory.Of([index]));
    }

    /// <summary>All parts together do what one does alone.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Parts_share_the_outermost_loop(bool perSample)
    {
        KernelBuilder builder = new();
        BufferArgument a = builder.Buffer();
        builder.Loop(
            "i",
            new Extent(perSample ? 2 : 45, perSample),
            (4, false, i => builder.StoreFirst(a, i, new VectorExpression.Position(i, false))),
            (1, false, i => builder.StoreFirst(a, i, new VectorExpression.Position(i, false))));
        KernelInterpreter kernel = new(builder.Build("Test", "test"));
        CheckedMemory whole = CheckedMemory.Unwritten(45), shared = CheckedMemory.Unwritten(45);
        kernel.Run([new CheckedSpan(whole, 0, 45)], Values);
        for (int part = 2; part >= 0; part--) kernel.Run([new CheckedSpan(shared, 0, 45)], Values, part, 3);
        Assert.Equal(Bits(whole), Bits(shared));

        static int[] Bits(CheckedMemory memory) => Array.ConvertAll(memory.Floats.ToArray(), BitConverter.SingleToInt32Bits);
    }

    private static CheckedMemory Run(int length, Action<KernelBuilder, BufferArgument> write) => Run(length, [], write);

    private static CheckedMemory Run(int length, float[] start, Action<KernelBuilder, BufferArgument> write, params CheckedMemory[] others)
    {
        KernelBuilder builder = new();
        write(builder, builder.Buffer());
        CheckedMemory memory = CheckedMemory.Unwritten(length);
        if (start.Length > 0)
        {
            // Written as a kernel would, so that the rest stays missing.
            KernelBuilder filling = new();
            BufferArgument to = filling.Buffer(),
                from = filling.Buffer();
            filling.Loop(
                "i",
                new Extent(start.Length, false),
                (1, false, i => filling.StoreFirst(to, i, new VectorExpression.Broadcast(from, i))));
            new KernelInterpreter(filling.Build("Fill", "fill")).Run(
                [new CheckedSpan(memory, 0, length), new CheckedSpan(CheckedMemory.Of(start), 0, start.Length)],
                Values);
        }

        new KernelInterpreter(builder.Build("Test", "test")).Run(
            [new CheckedSpan(memory, 0, length), .. others.Select(other => new CheckedSpan(other, 0, other.Length))],
            Values);
        return memory;
    }
}
