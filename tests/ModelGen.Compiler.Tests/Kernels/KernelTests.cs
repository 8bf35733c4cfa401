using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;
using Xunit;

namespace ModelGen.Compiler.Tests.Kernels;

/// <summary>Index arithmetic, names and the verifier of the kernel IR.</summary>
public sealed class KernelTests
{
    private static readonly Affine I = Affine.Variable("i"), K = Affine.Variable("k");

    [Fact]
    public void Affine_expressions_add_scale_and_substitute()
    {
        Affine index = (I * 32) + K + 16;

        Assert.Equal("(i * 32) + k + 16", index.ToString());
        Assert.Equal("k + 80", index.With("i", Affine.Of(2)).ToString());
        Assert.Equal("(i * 64) + (k * 2) + 32", (index + index).ToString());
        Assert.Equal("k + 16", (index + (I * -32)).ToString());
        Assert.Equal("0", (index * 0).ToString());
        Assert.Equal("i * 3", (I * 3).ToString());
    }

    [Fact]
    public void Equal_indices_are_equal_however_they_were_made() => Assert.Equal((I * 2) + K + 1, K + 1 + I + I);

    [Fact]
    public void Only_one_axis_can_be_the_batch() =>
        Assert.Throws<CompilerException>(() => new Extent(1, true) * new Extent(2, true));

    [Fact]
    public void Names_are_taken_anew_in_sibling_scopes_but_not_where_csharp_would_see_both()
    {
        KernelBuilder builder = new();
        BufferArgument a = builder.Buffer();
        List<string> names = [];
        builder.Loop("i", new Extent(2, false), (1, false, i => names.Add(Name(builder.Let("x", new VectorExpression.Load(a, i))))));
        builder.Loop("i", new Extent(2, false), (1, false, i => names.Add(Name(builder.Let("x", new VectorExpression.Load(a, i))))));
        names.Add(Name(builder.Let("x", new VectorExpression.Load(a, Affine.Zero))));

        Assert.Equal(["x", "x", "x_2"], names);
        KernelVerifier.Verify(builder.Build("Test", "test"));
    }

    [Fact]
    public void The_verifier_finds_locals_and_variables_out_of_scope()
    {
        KernelBuilder builder = new();
        BufferArgument a = builder.Buffer();
        VectorExpression? inner = null;
        builder.Loop("i", new Extent(2, false), (1, false, i => inner = builder.Let("x", new VectorExpression.Load(a, i))));
        builder.Store(a, Affine.Zero, inner!);
        Assert.Contains(
            "'x' is read outside its scope",
            Assert.Throws<CompilerException>(() => KernelVerifier.Verify(builder.Build("T", "t"))).Message,
            StringComparison.Ordinal);

        KernelBuilder other = new();
        BufferArgument b = other.Buffer();
        other.Store(b, I, new VectorExpression.Constant(0));
        Assert.Contains(
            "'i' is used outside its loop",
            Assert.Throws<CompilerException>(() => KernelVerifier.Verify(other.Build("T", "t"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_verifier_refuses_lanes_in_a_uniform_local_and_foreign_buffers()
    {
        KernelBuilder builder = new();
        BufferArgument a = builder.Buffer();
        VectorLocal uniform = builder.Variable("u", new VectorExpression.Constant(0), uniform: true);
        builder.Assign(uniform, new VectorExpression.Load(a, Affine.Zero));
        Assert.Throws<CompilerException>(() => KernelVerifier.Verify(builder.Build("T", "t")));

        KernelBuilder other = new();
        other.Store(new BufferArgument("elsewhere"), Affine.Zero, new VectorExpression.Constant(0));
        Assert.Throws<CompilerException>(() => KernelVerifier.Verify(other.Build("T", "t")));
    }

    [Fact]
    public void The_verifier_refuses_iterations_of_an_outermost_loop_that_write_the_same()
    {
        KernelBuilder builder = new();
        BufferArgument a = builder.Buffer();
        builder.Loop("i", new Extent(1, true), (1, false, _ => builder.Store(a, Affine.Zero, new VectorExpression.Constant(0))));
        Assert.Contains(
            "several iterations",
            Assert.Throws<CompilerException>(() => KernelVerifier.Verify(builder.Build("T", "t"))).Message,
            StringComparison.Ordinal);

        KernelBuilder other = new();
        BufferArgument b = other.Buffer();
        other.Loop(
            "i",
            new Extent(1, true),
            (1, false, i => other.Store(b, i, new VectorExpression.Mask(new VectorExpression.Load(b, i), 0, i, new Extent(1, true)))));
        Assert.Contains(
            "counts them",
            Assert.Throws<CompilerException>(() => KernelVerifier.Verify(other.Build("T", "t"))).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Swedish has a minus sign of its own.</summary>
    [Fact]
    public void An_index_is_the_same_text_in_every_culture()
    {
        System.Globalization.CultureInfo before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo foreign = (System.Globalization.CultureInfo)
                System.Globalization.CultureInfo.InvariantCulture.Clone();
            foreign.NumberFormat.NegativeSign = "\u2212";
            System.Globalization.CultureInfo.CurrentCulture = foreign;
            Assert.Equal("i * -3", (Affine.Variable("i") * -3).ToString());
            Assert.Equal("(i * -3) + k + -16", ((Affine.Variable("i") * -3) + Affine.Variable("k") + -16).ToString());
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void What_is_the_same_in_all_lanes_is_known()
    {
        BufferArgument a = new("a");
        VectorExpression scalar = new VectorExpression.Broadcast(a, Affine.Zero), vector = new VectorExpression.Load(a, Affine.Zero);

        Assert.True(KernelBuilder.Call(ScalarFunction.Add, scalar, scalar).IsUniform);
        Assert.False(KernelBuilder.Call(ScalarFunction.Add, scalar, vector).IsUniform);
        Assert.True(new VectorExpression.CombineLanes(ReduceKind.Sum, vector).IsUniform);
        Assert.Equal(EquatableArray.Of(scalar), EquatableArray.Of<VectorExpression>(new VectorExpression.Broadcast(a, Affine.Zero)));
    }

    private static string Name(VectorExpression value) => ((VectorExpression.Read)value).Local.Name;
}
