using System.Globalization;
using ModelGen.Compiler.Codegen.Members;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Spec;
using Xunit;

namespace ModelGen.Compiler.Tests.Members;

public class SurfaceCompilationTests
{
    public static TheoryData<string> Names => new(Cases.Keys);

    private static readonly Dictionary<string, (ModelSpec Spec, string User)> Cases = new()
    {
        ["one input and labels"] = (Declare.DigitNet, "namespace Digits { public sealed partial class DigitNet; }"),
        ["targets"] = (Declare.Line(Declare.Class("Fits.Line")), "namespace Fits { public partial class Line; }"),
        ["internal"] = (Declare.Line(Declare.Class("Fits.Line")), "namespace Fits { internal sealed partial class Line; }"),
        ["several inputs and outputs"] = (Declare.Wired(Declare.Class("Wired")), "public sealed partial class Wired;"),
        ["blocks"] = (Declare.Blocks, "public sealed partial class Blocks;"),
        ["global namespace"] = (Declare.Line(Declare.Class("Line")), "public sealed partial class Line;"),
        ["keywords"] = (Declare.Line(Declare.Class("a.namespace.record")), "namespace a.@namespace { sealed partial class @record; }"),
        ["nested"] = (
            Declare.Wired(Declare.Class("A.Net", "partial class Outer", "partial struct Inner<T>")),
            """
            namespace A
            {
                /// <summary>Outer.</summary>
                public partial class Outer
                {
                    /// <summary>Inner.</summary>
                    /// <typeparam name="T">Any.</typeparam>
                    public partial struct Inner<T> { public sealed partial class Net; }
                }
            }
            """),
        ["stubs"] = (Declare.Broken(Declare.Class("A.Broken")), "namespace A { public sealed partial class Broken; }"),
        ["stubs of an empty declaration"] = (Declare.Model(Declare.Class("A.Empty")), "namespace A { public sealed partial class Empty; }"),
        ["stubs of a wired model"] = (
            Declare.Model(
                Declare.Class("Odd"),
                Declare.Input("class", 2),
                Declare.Input("class", 0),
                Declare.Of("Output", "class"),
                Declare.Of("Hinge")),
            "public sealed partial class Odd;"),
        ["stubs with a base class"] = (
            Declare.Line(Declare.Class("Derived") with { BaseType = "Base" }),
            """
            /// <summary>Has a member of the same name.</summary>
            public class Base
            {
                /// <summary>Says something.</summary>
                public void Update() { }
            }
            public sealed partial class Derived : Base;
            """),
    };

    [Fact]
    public void The_cases_are_what_their_names_say() => Assert.All(
        Cases,
        c => Assert.Equal(c.Key.Contains("stubs", StringComparison.Ordinal), ModelCompiler.Check(c.Value.Spec).Count > 0));

    [Theory]
    [MemberData(nameof(Names))]
    public void Compiles_without_warnings_while_the_kernels_are_absent(string name)
    {
        var (spec, user) = Cases[name];
        Assert.Empty(StrictCompilation.Problems(user, ModelCompiler.EmitSurface(spec)!.Text));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Compiles_without_warnings_with_kernels(string name)
    {
        var (spec, user) = Cases[name];
        var built = ModelBuilder.Build(spec, Mode.Inference).Model;
        if (built is null)
            return;
        Assert.Empty(
            StrictCompilation.Problems(
                user,
                ModelCompiler.EmitSurface(spec)!.Text,
                FakeKernels.For(built, new Dictionary<string, string>())));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_the_same_text_in_every_culture(string name)
    {
        var (spec, _) = Cases[name];
        var before = CultureInfo.CurrentCulture;
        var expected = ModelCompiler.EmitSurface(spec);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("tr-TR");
            Assert.Equal(expected, ModelCompiler.EmitSurface(spec));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.DoesNotContain('\r', expected!.Text);
        Assert.DoesNotContain("unsafe", expected.Text, StringComparison.Ordinal);
        Assert.EndsWith("}\n", expected.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(expected.Text.Split('\n'), line => line.EndsWith(' '));
    }

    [Fact]
    public void Calls_of_a_model_with_errors_compile_as_if_it_had_none()
    {
        const string use = """
            using System;
            static class Use
            {
                public static void Run()
                {
                    var model = new Broken(seed: 1) { LearningRate = 0.1f };
                    var output = new float[Broken.OutputSize * 4 / Broken.InputSize];
                    model.Predict(new float[Broken.InputSize], output);
                    float loss = model.TrainStep(new float[3], new int[1]) + model.Evaluate(new float[3], new float[1]);
                    model.Forward(new float[3], output);
                    model.Backward(output, default);
                    model.Backward(output);
                    model.ZeroGradients();
                    model.Update();
                    model.Save("x");
                    model = Broken.Load(Broken.Summary + Broken.ParameterCount);
                    Console.WriteLine(model.Parameters["dense1.weight"].Value[0] + loss);
                    _ = (ModelGen.ITrainable<int>)model;
                    _ = (ModelGen.ITrainable<float>)model;
                }
            }
            """;
        var stubs = ModelCompiler.EmitSurface(Declare.Broken(Declare.Class("Broken")))!.Text;
        Assert.Empty(StrictCompilation.Problems("public sealed partial class Broken;", stubs, use));
    }

    [Fact]
    public void Nothing_is_emitted_for_a_class_that_cannot_take_members()
    {
        var good = Declare.Class("Net");
        ClassSpec[] refused =
        [
            good with { IsPartial = false },
            good with { ContainersArePartial = false },
            good with { IsStatic = true },
            good with { IsGeneric = true },
            good with { IsRecord = true },
            good with { CollidingMember = "Predict" },
            good with { Name = "Summary" },
        ];
        Assert.All(refused, type => Assert.Null(ModelCompiler.EmitSurface(Declare.Line(type))));
    }

    [Fact]
    public void File_names_are_full_names()
    {
        Assert.Equal("Net.g.cs", ClassFrame.HintName(Declare.Class("Net")));
        Assert.Equal("A.B.Net.kernels.g.cs", ClassFrame.HintName(Declare.Class("A.B.Net"), "kernels"));
        Assert.Equal(
            "A.Outer.Inner{T}.Net.g.cs",
            ClassFrame.HintName(Declare.Class("A.Net", "partial class Outer", "public partial record struct Inner<T> where T : class")));
    }

    [Fact]
    public void Stubs_know_what_the_declaration_says()
    {
        var text = Surface.EmitStubs(Declare.Model(Declare.Class("Net"), Declare.Input(null, 1, 8, 8), Declare.Of("Hinge")), []).Text;
        Assert.Contains("public const int InputSize = 64;", text, StringComparison.Ordinal);
        Assert.Contains("ITrainable<int>", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ITrainable<float>", text, StringComparison.Ordinal);
    }
}
