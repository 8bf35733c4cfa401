using System.Globalization;
using ModelGen.Compiler.Codegen;
using ModelGen.Compiler.Codegen.Isa;
using ModelGen.Compiler.Codegen.Programs;
using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Codegen;

/// <summary>Kernels and programs as C# text.</summary>
public sealed class PrintingTests
{
    [Fact]
    public void One_virtual_vector_is_one_two_or_four_registers()
    {
        Assert.Equal(
            ["var x = Load(ref a);", "Store(x, ref a, 32);"],
            Print(Target.Vector512));
        Assert.Equal(
            [
                "var xa = Load(ref a);",
                "var xb = Load(ref a, 8);",
                "Store(xa, ref a, 32);",
                "Store(xb, ref a, 40);",
            ],
            Print(Target.Vector256));
        string[] four = Print(Target.Vector128);
        Assert.Equal(9, four.Length);
        Assert.Equal(
            [
                "ref var x = ref a;",
                "var xa = Load(ref x);",
                "var xb = Load(ref x, 4);",
            ],
            four[..3]);
        Assert.Equal("Store(xd, ref a, 44);", four[^1]);

        static string[] Print(Target target) => Body(target, builder =>
        {
            BufferArgument a = builder.Buffer();
            builder.Store(a, Affine.Of(32), builder.Let("x", new VectorExpression.Load(a, Affine.Zero)));
        });
    }

    [Fact]
    public void Loops_run_in_segments_and_constant_iterations_are_written_out()
    {
        string[] lines = Body(
            Target.Vector512,
            builder =>
            {
                BufferArgument a = builder.Buffer();
                VectorExpression zero = new VectorExpression.Constant(0);
                builder.Loop(
                    "row",
                    new Extent(1, true),
                    (4, false, i => builder.Store(a, i, zero)),
                    (1, false, i => builder.Store(a, i, zero)));
                builder.Loop(
                    "f",
                    new Extent(35, false),
                    (16, true, f => builder.Store(a, f, zero)),
                    (1, false, f => builder.StoreFirst(a, f, zero)));
            });

        Assert.Equal(
            [
                "nint row = 0;",
                "for (; row <= n - 4; row += 4)",
                "{",
                "Store(__Simd::Vector512<float>.Zero, ref a, row);",
                "}",
                "for (; row < n; row++)",
                "{",
                "Store(__Simd::Vector512<float>.Zero, ref a, row);",
                "}",
                "Store(__Simd::Vector512<float>.Zero, ref a);",
                "Store(__Simd::Vector512<float>.Zero, ref a, 16);",
                "for (nint f = 32; f < 35; f++)",
                "{",
                "__Clr::Unsafe.Add(ref a, f) = 0f;",
                "}",
            ],
            lines);
    }

    [Fact]
    public void Threads_share_the_outermost_loop()
    {
        VectorExpression zero = new VectorExpression.Constant(0);
        string store = "Store(__Simd::Vector512<float>.Zero, ref a, ";

        Assert.Equal(
            ["for (nint i = (first * 3); i < (last * 3); i++)", "{", $"{store}i, 16, 0);", "}"],
            Body(Target.Vector512, builder =>
            {
                BufferArgument a = builder.Buffer();
                builder.Loop("i", new Extent(3, true), (1, false, i => builder.Store(a, i * 16, zero)));
            }));
        Assert.Equal(
            ["for (nint f = first; f < last; f += 16)", "{", $"{store}f);", "}"],
            Body(Target.Vector512, builder =>
            {
                BufferArgument a = builder.Buffer();
                builder.Loop("f", new Extent(40, false), (16, false, f => builder.Store(a, f, zero)));
            }));

        // What is left behind whole steps belongs to the part that ends the loop.
        Assert.Equal(
            [
                "for (nint row = first; row <= last - 14; row += 14)", "{", $"{store}row, 16, 0);", "}",
                "if (last == 32)", "{", $"{store}448);", "}",
            ],
            Body(
                Target.Vector512,
                builder =>
                {
                    BufferArgument a = builder.Buffer();
                    builder.Loop(
                        "row",
                        new Extent(32, false),
                        (14, false, i => builder.Store(a, i * 16, zero)),
                        (4, false, i => builder.Store(a, i * 16, zero)));
                }));
    }

    [Fact]
    public void Loops_behind_the_first_are_the_last_threads()
    {
        Assert.Equal(
            [
                "for (nint i = first; i < last; i++)",
                "{",
                "__Clr::Unsafe.Add(ref b, i) = __Clr::Unsafe.Add(ref a, i);",
                "}",
                "if (last == 9)",
                "{",
                "__Clr::Unsafe.Add(ref b, 9) = a;",
                "}",
            ],
            Body(Target.Vector512, builder => Write(builder, builder.Buffer(), builder.Buffer())));

        // Unless they read what the first has written.
        Assert.Equal("for (nint i = 0; i < 9; i++)", Body(Target.Vector512, builder =>
        {
            BufferArgument a = builder.Buffer();
            Write(builder, a, a);
        })[0]);

        static void Write(KernelBuilder builder, BufferArgument from, BufferArgument to)
        {
            builder.Loop("i", new Extent(9, false), (1, false, i => builder.StoreFirst(to, i, new VectorExpression.Broadcast(from, i))));
            builder.Loop("j", new Extent(1, false), (1, true, j => builder.StoreFirst(to, j + 9, new VectorExpression.Broadcast(from, j))));
        }
    }

    [Fact]
    public void A_kernel_is_divided_where_its_iterations_are_independent()
    {
        VectorExpression zero = new VectorExpression.Constant(0);
        Assert.Equal(new Division.Samples(), Of((b, a) => b.Loop("i", new Extent(1, true), (1, false, i => b.Store(a, i, zero)))));
        Assert.Equal(
            new Division.Iterations(64, 16),
            Of((b, a) => b.Loop("f", new Extent(64, false), (16, false, f => b.Store(a, f, zero)))));
        Assert.Equal(new Division.Whole(), Of((b, a) => b.Loop("f", new Extent(64, false), (16, true, f => b.Store(a, f, zero)))));
        Assert.Equal(new Division.Whole(), Of((b, a) => b.Loop("f", new Extent(20, false), (16, false, f => b.Store(a, f, zero)))));
        Assert.Equal(new Division.Whole(), Of((b, a) =>
        {
            VectorLocal sum = b.Variable("sum", zero);
            b.Loop("i", new Extent(1, true), (1, false, i => b.Assign(sum, new VectorExpression.Load(a, i))));
            b.Store(a, Affine.Zero, new VectorExpression.Read(sum));
        }));

        static Division Of(Action<KernelBuilder, BufferArgument> write)
        {
            KernelBuilder builder = new();
            write(builder, builder.Buffer());
            return builder.Build("Test", "test").Division;
        }
    }

    [Fact]
    public void A_batch_is_divided_in_single_samples_where_no_kernel_computes_vectors_of_them()
    {
        VectorExpression zero = new VectorExpression.Constant(0);
        Kernel single = Over((1, false)), both = Over((16, false), (1, false));
        Kernel vectors = Over((16, false)), rows = Over((14, false), (2, false));

        Assert.Equal(1, Division.PieceOf(samplesInLanes: false, [single, both]));
        Assert.Equal(Division.Granule, Division.PieceOf(samplesInLanes: true, [single]));
        Assert.Equal(Division.Granule, Division.PieceOf(samplesInLanes: false, [single, vectors]));
        Assert.Equal(Division.Granule, Division.PieceOf(samplesInLanes: false, [rows]));

        Kernel Over(params (int Step, bool Unrolled)[] steps)
        {
            KernelBuilder builder = new();
            BufferArgument a = builder.Buffer();
            builder.Loop(
                "i", new Extent(1, true), [.. steps.Select(s => (s.Step, s.Unrolled, (Action<Affine>)(i => builder.Store(a, i, zero))))]);
            return builder.Build("Test", "test");
        }
    }

    /// <summary>A Transformer's batch of sixteen keeps two threads busy; where samples lie in the lanes, it is one vector.</summary>
    [Theory]
    [InlineData("[Tokens(8, 65), Embedding(32), Dense(64), Relu, Flatten, Dense(10), SoftmaxCrossEntropy, Sgd(0.1f)]", 1)]
    [InlineData("[Input(1, 12, 12), Conv2D(6, 3), Relu, Flatten, Dense(10), SoftmaxCrossEntropy, Sgd(0.1f)]", 16)]
    public void Threads_share_a_batch_in_pieces(string declaration, int samples)
    {
        IEnumerable<GeneratedFile> files = ModelCompiler.EmitKernels(DeclarationText.Model(declaration));

        Assert.All(
            files.Where(file => file.HintName.Contains(".kernels")),
            file => Assert.Contains($"nint first = part.First(n, {samples}), last = part.Last(n, {samples});", file.Text));
    }

    [Fact]
    public void A_mask_costs_only_the_part_it_cuts()
    {
        string[] lines = Body(Target.Vector256, builder =>
        {
            BufferArgument a = builder.Buffer();
            VectorExpression x = builder.Let("x", new VectorExpression.Load(a, Affine.Zero));
            builder.Store(a, Affine.Zero, builder.Let("kept", new VectorExpression.Mask(x, 0, Affine.Zero, new Extent(10, false))));
        });

        Assert.Contains("var kepta = xa;", lines);
        Assert.Contains("var keptb = KeepFirst(xb, 2, 0f);", lines);
    }

    [Fact]
    public void A_tiny_model_predicts_one_sample_straight_through()
    {
        GeneratedFile[] files =
        [
            .. ModelCompiler.EmitKernels(DeclarationText.Model("[Input(2), Dense(16), Relu, Dense(1), MeanSquaredError, Sgd(0.1f)]")),
        ];
        string kernels = files.Single(f => f.HintName.Contains("kernels512", StringComparison.Ordinal)).Text;
        string method = kernels[kernels.IndexOf("void PredictSample(", StringComparison.Ordinal)..];
        method = method[..method.IndexOf("[__Clr::MethodImpl", StringComparison.Ordinal)];

        Assert.DoesNotContain("for (", method, StringComparison.Ordinal);
        Assert.Contains("if (samples == 1)", files[0].Text, StringComparison.Ordinal);
    }

    /// <summary>A step is one method too, and what its kernels leave for each other does not go through memory.</summary>
    [Fact]
    public void A_step_of_a_small_model_is_one_method_without_scratch_memory()
    {
        string[] kernels =
        [
            .. ModelCompiler
                .EmitKernels(DeclarationText.Model("[Input(1, 1), Gru(16, ReturnSequences = true), MeanSquaredError, Sgd(0.1f)]"))
                .Select(file => file.Text),
        ];
        string wide = kernels.Single(text => text.Contains("class Kernels512", StringComparison.Ordinal));
        string method = wide[wide.IndexOf("void StepSample(", StringComparison.Ordinal)..];
        method = method[..method.IndexOf("[__Clr::MethodImpl", StringComparison.Ordinal)];

        Assert.DoesNotContain("ref arena", method, StringComparison.Ordinal);
        Assert.Equal(2, method.Split("StoreUnsafe(").Length - 1);
        Assert.DoesNotContain("void Step(", wide, StringComparison.Ordinal);
        Assert.Contains(
            "void Step(", kernels.Single(text => text.Contains("class Kernels128", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void Half_of_one_vector_and_half_of_the_next()
    {
        string[] Print(Target target) => Body(target, builder =>
        {
            BufferArgument a = builder.Buffer();
            VectorExpression x = builder.Let("x", new VectorExpression.Load(a, Affine.Zero));
            VectorExpression y = builder.Let("y", new VectorExpression.Load(a, Affine.Of(16)));
            builder.Let("z", new VectorExpression.Straddle(x, y));
        });
        Assert.Equal(
            "var z = __Simd::Vector512.Create(__Simd::Vector512.GetUpper(x), __Simd::Vector512.GetLower(y));",
            Print(Target.Vector512)[^1]);
        Assert.Equal(["var za = xb;", "var zb = ya;"], Print(Target.Vector256)[^2..]);
        Assert.Equal(["var za = xc;", "var zb = xd;", "var zc = ya;", "var zd = yb;"], Print(Target.Vector128)[^4..]);
    }

    [Theory]
    [InlineData(
        8,
        "__Simd::Vector256.StoreUnsafe(__Simd::Vector512.GetLower(x), ref a);",
        "__Simd::Vector256.StoreUnsafe(xa, ref a);",
        "__Simd::Vector128.StoreUnsafe(xb, ref __Clr::Unsafe.Add(ref a, 4));")]
    [InlineData(
        4,
        "__Simd::Vector128.StoreUnsafe(__Simd::Vector256.GetLower(__Simd::Vector512.GetLower(x)), ref a);",
        "__Simd::Vector128.StoreUnsafe(__Simd::Vector256.GetLower(xa), ref a);",
        "__Simd::Vector128.StoreUnsafe(xa, ref a);")]
    [InlineData(
        1,
        "a = __Simd::Vector512.ToScalar(x);",
        "a = __Simd::Vector256.ToScalar(xa);",
        "a = __Simd::Vector128.ToScalar(xa);")]
    public void The_first_lanes_are_stored_alone(int count, string wide, string half, string quarter)
    {
        string Print(Target target) => Body(target, builder =>
        {
            BufferArgument a = builder.Buffer();
            builder.StoreLanes(a, Affine.Zero, builder.Let("x", new VectorExpression.Load(a, Affine.Zero)), count);
        })[^1];
        Assert.Equal([wide, half, quarter], [Print(Target.Vector512), Print(Target.Vector256), Print(Target.Vector128)]);
    }

    [Fact]
    public void A_large_model_keeps_its_loops_and_long_programs_are_divided()
    {
        // In an order that does not repeat, or the calls would be loops.
        Random random = new(1);
        string[] activations = ["Relu", "Tanh", "Sigmoid", "Silu"];
        string layers = string.Join(", ", Enumerable.Range(0, 120).Select(i => $"Dense({17 + (i % 3)}), {activations[random.Next(4)]}"));
        string kernels = ModelCompiler
            .EmitKernels(DeclarationText.Model($"[Input(17), {layers}, Dense(2), SoftmaxCrossEntropy, Sgd(0.1f)]"))[1]
            .Text;

        Assert.DoesNotContain("PredictSample", kernels, StringComparison.Ordinal);
        Assert.Contains("TrainStepSection2(", kernels, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_layers_share_their_kernels()
    {
        string Kernels(int layers) =>
            ModelCompiler
                .EmitKernels(
                    DeclarationText.Model(
                        $"[Input(24), {string.Join(", ", Enumerable.Repeat("Dense(24), Tanh", layers))}, Dense(2), MeanSquaredError, "
                            + "Sgd(0.1f)]"
                    ))[1]
                .Text;

        Assert.Equal(Methods(Kernels(4)), Methods(Kernels(12)));

        static int Methods(string text) => text.Split("private static void ").Length;
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("fa-IR")]
    public void The_culture_changes_nothing(string culture)
    {
        Spec.ModelSpec spec = DeclarationText.Model(
            "[Input(3), Dense(5), LeakyRelu(0.125f), Dropout(0.25f), Dense(2), Huber(0.5f), Adam(1e-3f)]");
        string expected = Text(spec);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            Assert.Equal(expected, Text(spec));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        static string Text(Spec.ModelSpec spec) =>
            ModelCompiler.EmitSurface(spec)!.Text + string.Concat(ModelCompiler.EmitKernels(spec).Select(f => f.Text));
    }

    [Theory]
    [InlineData(0.1f, "0.1f")]
    [InlineData(1e-8f, "1E-08f")]
    [InlineData(-0f, "-0f")]
    [InlineData(16777216f, "16777216f")]
    [InlineData(float.NaN, "float.NaN")]
    [InlineData(float.NegativeInfinity, "float.NegativeInfinity")]
    public void Floats_are_written_so_that_they_read_back(float value, string expected) => Assert.Equal(expected, Literals.Float(value));

    [Fact]
    public void Every_scalar_function_can_be_written()
    {
        VectorIsa isa = new(Target.Vector512);
        BufferArgument a = new("a");
        foreach (ScalarFunction function in ScalarFunction.All)
        {
            VectorExpression[] arguments = [.. Enumerable.Range(0, function.Arity).Select(i => new VectorExpression.Load(a, Affine.Of(i)))];
            string text = isa.Write(KernelBuilder.Call(function, arguments), 0, new Addresses());
            for (int i = 0; i < function.Arity; i++)
                Assert.Contains(i == 0 ? "Load(ref a)" : $"Load(ref a, {i})", text, StringComparison.Ordinal);
        }

        Assert.All(isa.UsedFunctions, name => Assert.NotNull(ModelGen.Compiler.Codegen.Functions.ElementaryFunctions.Get(name)));
    }

    /// <summary>A reference is to a place that is accessed, and takes the terms that the places share.</summary>
    [Fact]
    public void Accesses_in_a_row_are_relative_to_a_reference()
    {
        string[] lines = Body(Target.Vector512, builder =>
        {
            BufferArgument a = builder.Buffer(), b = builder.Buffer(), c = builder.Buffer();
            VectorExpression zero = new VectorExpression.Constant(0);
            builder.Loop("i", new Extent(8, false), (1, false, i => builder.Loop("k", new Extent(4, false), (1, false, k =>
            {
                // A loop inside: this is no innermost loop.
                builder.Loop("q", new Extent(9, false), (1, false, q => builder.StoreFirst(c, (i * 9) + q, zero)));
                VectorExpression one = builder.Let("one", new VectorExpression.Load(a, (i * 512) + (k * 64) + 16));
                VectorExpression two = builder.Let("two", new VectorExpression.Load(b, i * 512));
                builder.Store(a, (i * 512) + (k * 64), one);
                builder.Store(a, (i * 512) + (k * 64) + 48, two);
            }
            ))));
        });

        Assert.Equal(
            [
                "ref var aAt = ref __Clr::Unsafe.Add(ref a, (i * 512) + (k * 64) + 16);",
                "var one = Load(ref aAt);",
                "var two = Load(ref b, i, 512, 0);",
                "Store(one, ref aAt, -16);",
                "Store(two, ref aAt, 32);",
            ],
            lines.SkipWhile(line => !line.StartsWith("ref var aAt", StringComparison.Ordinal)).Take(5));
    }

    [Fact]
    public void An_innermost_loop_is_addressed_from_where_its_first_turn_is()
    {
        string[] lines = Body(Target.Vector512, builder =>
        {
            BufferArgument a = builder.Buffer(), b = builder.Buffer();
            builder.Loop("i", new Extent(8, false), (1, false, i => builder.Loop("k", new Extent(108, false), (16, false, k =>
            {
                VectorExpression left = builder.Let("left", new VectorExpression.Load(a, (i * 512) + (k * 4) + 32));
                VectorExpression next = builder.Let("next", new VectorExpression.Load(a, (i * 512) + (k * 4) + 48));
                builder.Store(b, (i * 100) + k, KernelBuilder.Call(ScalarFunction.Add, left, next));
            }
            ), (4, false, k => builder.Store(b, (i * 100) + k, new VectorExpression.Constant(0))))));
        });

        Assert.Equal(
            [
                "for (nint i = first; i < last; i++)", "{",
                "ref var aAt = ref __Clr::Unsafe.Add(ref a, (i * 512) + 32);",
                "ref var bAt = ref __Clr::Unsafe.Add(ref b, i * 100);",
                "for (nint k = 0; k < 96; k += 16)", "{",
                "var left = Load(ref aAt, k, 4, 0);",
                "var next = Load(ref aAt, k, 4, 16);",
                "Store(left + next, ref bAt, k);", "}",
                "ref var bAt2 = ref __Clr::Unsafe.Add(ref b, (i * 100) + 96);",
                "for (nint k = 96; k < 108; k += 4)", "{",
                "Store(__Simd::Vector512<float>.Zero, ref bAt2, k, 1, -96);", "}", "}",
            ],
            lines);
    }

    /// <summary>
    /// Where its ends depend on others, a reference to its place 0 could lie in front of the buffer, and be lost when that moves.
    /// </summary>
    [Fact]
    public void An_innermost_loop_between_ends_is_counted_from_its_first_turn()
    {
        string[] lines = Body(
            Target.Vector512,
            builder =>
            {
                BufferArgument a = builder.Buffer();
                builder.Loop(
                    "i",
                    new Extent(9, false),
                    (
                        1,
                        false,
                        i =>
                            builder.Between(
                                "q",
                                new Extent(3, false),
                                (i * -1) + 1,
                                (i * -1) + 9,
                                q => builder.Store(a, (i * 16) + (q * 16) + -16, new VectorExpression.Constant(0)))));
            });

        Assert.Equal(
            [
                "for (nint i = first; i < last; i++)", "{",
                "nint qFirst = global::System.Math.Max(0, (i * -1) + 1);",
                "ref var aAt = ref __Clr::Unsafe.Add(ref a, (i * 16) + (qFirst * 16) + -16);",
                "for (nint q = 0, qIterations = global::System.Math.Min(3, (i * -1) + 9) - qFirst; q < qIterations; q++)", "{",
                "Store(__Simd::Vector512<float>.Zero, ref aAt, q, 16, 0);", "}", "}",
            ],
            lines);
    }

    [Fact]
    public void What_is_done_at_one_place_stands_in_an_if_or_where_the_place_is_written_out()
    {
        Assert.Equal(
            [
                "for (nint i = first; i < last; i += 4)",
                "{",
                "if (i == 4)",
                "{",
                "Store(__Simd::Vector512<float>.Zero, ref a, i);",
                "}",
                "}",
            ],
            At(4, isUnrolled: false));
        Assert.Equal(
            ["{", "Store(__Simd::Vector512<float>.Zero, ref a, 4);", "}"],
            At(4, isUnrolled: true));

        static string[] At(int place, bool isUnrolled) =>
            Body(
                Target.Vector512,
                builder =>
                {
                    BufferArgument a = builder.Buffer();
                    builder.Loop(
                        "i",
                        new Extent(8, false),
                        (4, isUnrolled, i => builder.When(i, place, () => builder.Store(a, i, new VectorExpression.Constant(0)))));
                });
    }

    private static string[] Body(Target target, Action<KernelBuilder> write)
    {
        KernelBuilder builder = new();
        write(builder);
        Kernel kernel = builder.Build("Test", "test");
        KernelVerifier.Verify(kernel);
        return KernelPrinter.Body(kernel, new VectorIsa(target)).Split('\n').Select(l => l.Trim()).ToArray();
    }
}
